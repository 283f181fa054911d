import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../core/domain/events.ts';
import { type AccountId, pairId, selfId } from '../../core/ids.ts';
import { createViews, type Views } from '../../projections/views.ts';
import { History, testId } from '../support/events.ts';

function world() {
	const history = new History();
	const [ann, bob, cyd] = [history.register('ann'), history.register('bob'), history.register('cyd')];
	const views = createViews();
	const update = () => {
		for (const event of history.events.slice(views.applied)) views.apply(event);
		return views;
	};
	return { history, ann, bob, cyd, update };
}

const seeing = (views: Views, accounts: readonly AccountId[], event: LogEvent) =>
	accounts.map((account) => views.visible(account, event));

describe('who sees what', () => {
	test('VI1 both people of a pair see all of it, also as former friends, nobody else does', () => {
		const { history, ann, bob, cyd, update } = world();
		const pair = history.befriend(ann, bob);
		history.say(pair, ann);
		history.unfriend(bob, ann);
		const note = history.note(ann);
		const views = update();
		for (const event of history.events.filter(({ stream }) => stream === pair))
			expect(seeing(views, [ann, bob, cyd, testId('account', 9)], event)).toEqual([true, true, false, false]);
		expect(seeing(views, [ann, bob], note)).toEqual([true, false]);
	});

	test('VI2 a member sees from their joining to their leaving, both included, and nothing between two stays', () => {
		const { history, ann, bob, cyd, update } = world();
		const group = history.group(ann, 'club');
		history.say(group, ann);
		history.join(group, ann, bob);
		history.say(group, bob);
		history.leave(group, bob);
		history.say(group, ann);
		history.join(group, ann, bob);
		history.say(group, ann);
		const views = update();
		const events = history.events.filter(({ stream }) => stream === group);
		expect(events.map((event) => views.visible(ann, event))).toEqual(events.map(() => true));
		expect(events.map((event) => views.visible(bob, event))).toEqual([
			false,
			false,
			true,
			true,
			true,
			false,
			true,
			true,
		]);
		expect(events.map((event) => views.visible(cyd, event))).toEqual(events.map(() => false));
	});

	test('VI2 the stays of an account are the versions that it sees', () => {
		const { history, ann, bob, cyd, update } = world();
		const pair = history.befriend(ann, bob);
		const group = history.group(ann, 'club');
		history.join(group, ann, bob);
		history.leave(group, bob);
		history.say(group, ann);
		history.join(group, ann, bob);
		history.say(group, ann);
		const views = update();
		for (const [account, conversation] of [ann, bob, cyd].flatMap((who) => [
			[who, pair] as const,
			[who, group] as const,
		])) {
			const stays = views.stays(account, conversation);
			for (const event of history.events.filter(({ stream }) => stream === conversation)) {
				const inOne = stays.some(({ since, until }) => since <= event.version && event.version <= until);
				expect(inOne).toBe(views.visible(account, event));
			}
		}
		expect(views.stays(bob, group)).toEqual([
			{ since: 2, until: 3 },
			{ since: 5, until: 6 },
		]);
		expect(views.stays(ann, selfId(ann))).toEqual([{ since: 1, until: 0 }]);
		expect(views.stays(cyd, group)).toEqual([]);
	});

	test('VI3 what stands in a person’s own stream is theirs alone', () => {
		const { history, ann, bob, update } = world();
		history.befriend(ann, bob);
		const session = history.openSession(ann);
		const own = [
			history.remark(ann, bob, 'B'),
			history.block(ann, bob),
			history.unblock(ann, bob),
			history.settings(ann, pairId(ann, bob), { mute: true, pin: false, hide: false }),
			history.closeSession(ann, session),
			history.record('PasswordChanged', ann, ann, {}),
		];
		const views = update();
		for (const event of own) {
			expect(seeing(views, [ann, bob], event)).toEqual([true, false]);
			expect([...views.audience(event)]).toEqual([ann]);
		}
	});

	test('VI4 a read mark is shown to those who were in the pair or group when it was set', () => {
		const { history, ann, bob, cyd, update } = world();
		const pair = history.befriend(ann, bob);
		history.say(pair, ann);
		const inPair = history.read(bob, pair);
		const group = history.group(ann, 'club', [bob]);
		history.say(group, ann);
		const before = history.read(bob, group);
		history.join(group, ann, cyd);
		history.say(group, ann);
		const during = history.read(bob, group);
		history.leave(group, cyd);
		history.say(group, ann);
		const after = history.read(bob, group);
		history.note(ann);
		const own = history.read(ann, selfId(ann));
		const views = update();
		expect(seeing(views, [ann, bob, cyd], inPair)).toEqual([true, true, false]);
		expect(seeing(views, [ann, bob, cyd], before)).toEqual([true, true, false]);
		expect(seeing(views, [ann, bob, cyd], during)).toEqual([true, true, true]);
		expect(seeing(views, [ann, bob, cyd], after)).toEqual([true, true, false]);
		expect(seeing(views, [ann, bob, cyd], own)).toEqual([true, false, false]);
		expect([...views.audience(during)].toSorted()).toEqual([ann, bob, cyd]);
	});

	test('VI4 read marks of groups that had more than 100 members then are the reader’s alone', () => {
		const { history, ann, bob, update } = world();
		const others = Array.from({ length: 98 }, (_, index) => history.register(`p${index}`));
		const group = history.group(ann, 'crowd', [bob, ...others]);
		history.say(group, ann);
		const small = history.read(bob, group);
		history.join(group, ann, history.register('last'));
		history.say(group, ann);
		const large = history.read(bob, group);
		const grown = update();
		expect(seeing(grown, [ann, bob], small)).toEqual([true, true]);
		expect(seeing(grown, [ann, bob], large)).toEqual([false, true]);
		expect([...grown.audience(small)]).toHaveLength(100);
		expect([...grown.audience(large)]).toEqual([bob]);
		history.leave(group, others[0] as AccountId);
		history.say(group, ann);
		const smallAgain = history.read(bob, group);
		const shrunk = update();
		expect([small, large, smallAgain].map((event) => shrunk.visible(ann, event))).toEqual([true, false, true]);
	});

	test.each(['AccountRegistered', 'ProfileChanged', 'AvatarChanged'])(
		'VI5 %s is shown to whom the person now stands in a relation: friend, request, fellow member',
		(type) => {
			const { history, ann, bob, cyd, update } = world();
			history.profile(ann, { city: '杭州' });
			history.avatar(ann, '/avatars/a.webp');
			const told = history.events.find((event) => event.type === type && event.stream === ann) as LogEvent;
			const seenAfter = (act: () => void) => {
				act();
				return seeing(update(), [ann, bob, cyd], told);
			};
			expect(seenAfter(() => undefined)).toEqual([true, false, false]);
			expect(seenAfter(() => history.request(bob, ann))).toEqual([true, true, false]);
			expect(seenAfter(() => history.decline(bob, ann))).toEqual([true, false, false]);
			expect(seenAfter(() => history.befriend(ann, bob))).toEqual([true, true, false]);
			expect(seenAfter(() => history.unfriend(ann, bob))).toEqual([true, false, false]);
			const group = history.group(cyd, 'club', [ann]);
			expect(seenAfter(() => undefined)).toEqual([true, false, true]);
			expect([...update().audience(told)]).toEqual([ann, cyd]);
			expect(seenAfter(() => history.leave(group, ann))).toEqual([true, false, false]);
		},
	);

	test('VI6 the events of nodes are shown to nobody', () => {
		const { history, ann, update } = world();
		const session = history.openSession(ann);
		const node = history.startNode();
		const first = history.position;
		history.connect(node, ann, session);
		history.disconnect(node, ann, session);
		history.stopNode(node);
		const views = update();
		for (const event of history.events.slice(first - 1)) {
			expect(views.visible(ann, event)).toBe(false);
			expect([...views.audience(event)]).toEqual([]);
		}
	});

	test('VI8 where nothing concerns somebody since, no stream is related', () => {
		const { history, ann, bob, cyd, update } = world();
		const pair = history.befriend(ann, bob);
		const group = history.group(ann, 'club', [bob]);
		history.leave(group, bob);
		const since = history.position;
		history.say(group, ann);
		history.note(cyd);
		expect(update().relatedStreams(bob, since)).toEqual([]);
		expect(update().relatedStreams(bob, since - 1)).toEqual([group]);
		expect(update().relatedStreams(bob, 0).toSorted()).toEqual([ann, bob, pair, group].toSorted());
		expect(update().relatedStreams(testId('account', 9), 0)).toEqual([]);
	});

	test('VI9 people may be looked up who share a pair or were in a group at the same time', () => {
		const { history, ann, bob, cyd, update } = world();
		const [dan, eve] = [history.register('dan'), history.register('eve')];
		history.decline(...peopleOf(history.request(bob, ann)));
		const group = history.group(cyd, 'club', [ann]);
		history.leave(group, ann);
		history.join(group, cyd, dan);
		const views = update();
		const known = (viewer: AccountId) => [ann, bob, cyd, dan, eve].map((account) => views.mayKnow(viewer, account));
		expect(known(ann)).toEqual([true, true, true, false, false]);
		expect(known(dan)).toEqual([false, false, true, true, false]);
		expect(known(eve)).toEqual([false, false, false, false, true]);
		expect(views.mayKnow(ann, testId('account', 9))).toBe(false);
		expect(views.mayKnow(testId('account', 9), ann)).toBe(false);
	});
});

function peopleOf({ data }: ReturnType<History['request']>): [AccountId, AccountId] {
	return 'from' in data ? [data.from as AccountId, data.to as AccountId] : [testId('account', 0), testId('account', 0)];
}
