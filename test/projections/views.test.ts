import { describe, expect, test } from 'vitest';
import { type AccountId, type ConversationId, pairId, selfId } from '../../core/ids.ts';
import type { Gender } from '../../core/wire.ts';
import { createViews, type Views } from '../../projections/views.ts';
import { HISTORY_START_MS, History, testId } from '../support/events.ts';
import { profileOf } from '../support/profile.ts';

function viewsOf({ events }: History): Views {
	const views = createViews();
	for (const event of events) views.apply(event);
	return views;
}

function people<const Names extends readonly string[]>(...names: Names) {
	const history = new History();
	const accounts = names.map((name) => history.register(name));
	return { history, accounts: accounts as { [Index in keyof Names]: AccountId } };
}

const OFF = { mute: false, pin: false, hide: false };
const unreadOf = (views: Views, account: AccountId, conversation: ConversationId) =>
	views.conversation(account, conversation)?.unread;

describe('applying', () => {
	test('PJ2 an event is applied right after the one before it, any other is refused', () => {
		const { history } = people('ann', 'bob', 'cyd');
		const [first, second, third] = history.events;
		const views = createViews();
		expect(() => views.apply(second!)).toThrow();
		views.apply(first!);
		expect(() => views.apply(first!)).toThrow();
		expect(() => views.apply(third!)).toThrow();
		views.apply(second!);
		expect(views.applied).toBe(2);
		expect(views.facts.account(third!.stream as AccountId)).toBeUndefined();
	});

	test('PJ1 what differs in any view differs in its digest', () => {
		const { history, accounts } = people('ann', 'bob');
		const [ann, bob] = accounts;
		const views = viewsOf(history);
		const changedBy = (act: () => void) => {
			const before = views.digests();
			act();
			for (const event of history.events.slice(views.applied)) views.apply(event);
			const after = views.digests();
			return Object.keys(after).filter((name) => after[name] !== before[name]);
		};
		expect(changedBy(() => history.request(ann, bob, 'hi'))).toEqual(['streams', 'membership', 'friends', 'inboxes']);
		expect(changedBy(() => history.accept(ann, bob))).toEqual(['streams', 'friends']);
		expect(changedBy(() => history.remark(ann, bob, 'Bobby'))).toEqual(['streams', 'remarks']);
		expect(changedBy(() => history.block(ann, bob))).toEqual(['streams', 'remarks']);
		const pin = { mute: false, pin: true, hide: false };
		expect(changedBy(() => history.settings(ann, pairId(ann, bob), pin))).toEqual(['streams', 'settings']);
		expect(changedBy(() => history.group(ann, 'club'))).toEqual([
			'streams',
			'membership',
			'groups',
			'roles',
			'inboxes',
			'activity',
		]);
		expect(changedBy(() => history.startNode())).toEqual(['streams', 'nodes']);
		expect(changedBy(() => history.openSession(bob))).toEqual(['streams', 'sessions']);
		expect(changedBy(() => history.connect(testId('node', 1), bob, testId('session', 1)))).toEqual([
			'streams',
			'presence',
		]);
		expect(changedBy(() => history.record('BotCreated', bob, ann, { owner: ann }))).toEqual([
			'streams',
			'directory',
			'bots',
		]);
		expect(changedBy(() => history.register('cyd'))).toEqual(['streams', 'directory', 'membership', 'inboxes']);
		const club = testId<ConversationId>('group', 1);
		history.join(club, ann, bob);
		for (const event of history.events.slice(views.applied)) views.apply(event);
		expect(changedBy(() => history.role(club, ann, bob, 'admin'))).toEqual(['streams', 'roles']);
		expect(changedBy(() => history.mute(club, ann, bob, 7))).toEqual(['streams', 'mutes']);
		expect(changedBy(() => history.rename(club, ann, 'team'))).toEqual(['streams', 'groups']);
		expect(changedBy(() => history.announce(club, ann, 'hi'))).toEqual(['streams', 'groups']);
		expect(changedBy(() => history.alias(club, bob, 'B'))).toEqual(['streams', 'aliases']);
		expect(changedBy(() => history.link(club, ann, 7))).toEqual(['streams', 'links']);
		expect(changedBy(() => history.transfer(club, ann, bob))).toEqual(['streams', 'roles', 'mutes']);
		expect(changedBy(() => history.dissolve(club, bob))).toEqual([
			...['streams', 'membership', 'aliases', 'links', 'roles'],
		]);
	});

	test('PJ5 redacted data is accepted in place of any data', () => {
		const { history, accounts } = people('ann', 'bob', 'cyd');
		const [ann, bob, cyd] = accounts;
		const pair = history.befriend(ann, bob);
		history.say(pair, ann);
		const group = history.group(ann, 'club', [bob]);
		history.leave(group, bob);
		history.read(bob, pair);
		history.remark(ann, bob, 'B');
		history.block(ann, cyd);
		history.unblock(ann, cyd);
		history.request(cyd, ann);
		history.decline(cyd, ann);
		history.unfriend(ann, bob);
		const session = history.openSession(ann);
		const node = history.startNode();
		history.connect(node, ann, session);
		history.disconnect(node, ann, session);
		history.closeSession(ann, session);
		history.stopNode(node);
		for (const { position } of [...history.events]) history.redact(position);
		const views = viewsOf(history);
		expect(views.applied).toBe(history.events.length);
		expect(views.profile(ann)).toEqual({ ...profileOf(ann, ''), closed: true });
		expect(views.facts.conversation(group)).toEqual({
			kind: 'group',
			owner: ann,
			memberCount: 1,
			adminCount: 0,
			name: '',
			announcement: '',
		});
		expect(views.facts.messages(pair)).toBe(1);
		for (const event of history.events) expect([...views.audience(event)].length).toBeLessThanOrEqual(3);
	});

	test('PJ5 a redacted message still counts', () => {
		const { history, accounts } = people('ann', 'bob');
		const [ann, bob] = accounts;
		const pair = history.befriend(ann, bob);
		history.redact(history.say(pair, ann).position);
		history.say(pair, bob);
		const views = viewsOf(history);
		expect(views.facts.messages(pair)).toBe(2);
		expect(unreadOf(views, bob, pair)).toBe(1);
	});

	test('PJ5 the other person of a redacted request is known again from the answer', () => {
		const { history, accounts } = people('ann', 'bob');
		const [ann, bob] = accounts;
		const { position, stream } = history.request(ann, bob, 'hi');
		const pair = stream as ConversationId;
		history.redact(position);
		const views = viewsOf(history);
		expect(views.facts.conversation(pair)).toBeUndefined();
		expect(views.facts.relation(ann, bob)).toEqual({ state: 'strangers' });
		expect([...views.audience(history.events.at(-1)!)]).toEqual([ann]);
		expect(views.requests(ann)).toEqual([]);
		views.apply(history.accept(ann, bob));
		expect(views.facts.conversation(pair)).toEqual({ kind: 'pair', people: [ann, bob] });
		expect(views.facts.relation(bob, ann)).toEqual({ state: 'friends' });
		expect(views.friends(bob).map(({ account }) => account)).toEqual([ann]);
	});
});

describe('directory', () => {
	test('PJ6 a profile says what was last said, and since which version; what was taken away is empty', () => {
		const history = new History();
		const ann = history.register('ann');
		history.profile(ann, { nickname: 'Annie', gender: 'female', city: '杭州', signature: 'hi' });
		history.openSession(ann);
		const { version } = history.profile(ann, { city: '', gender: 'other' });
		history.openSession(ann);
		const views = viewsOf(history);
		const said = { nickname: 'Annie', gender: 'other', city: '', signature: 'hi' };
		expect(views.profile(ann)).toEqual({ id: ann, username: 'ann', avatar: null, version, ...said });
		expect(views.facts.account(ann)).toMatchObject(said);
	});

	test('PJ6 the head picture is the last one, or none', () => {
		const history = new History();
		const ann = history.register('ann');
		history.avatar(ann, '/avatars/a.webp');
		const { version } = history.avatar(ann, '/avatars/b.webp');
		expect(viewsOf(history).profile(ann)).toMatchObject({ avatar: '/avatars/b.webp', version });
		history.avatar(ann, '');
		expect(viewsOf(history).profile(ann)).toEqual({ ...profileOf(ann, 'ann'), version: 4 });
	});

	test('PJ5 what was said and is redacted was not said', () => {
		const { history, accounts } = people('ann', 'bob');
		const [ann] = accounts;
		history.profile(ann, { nickname: 'Annie' });
		history.redact(history.profile(ann, { nickname: 'Anna', city: '杭州' }).position);
		expect(viewsOf(history).profile(ann)).toMatchObject({ nickname: 'Annie', city: '', version: 2 });
	});

	test('PJ6 a gender that only a later program knows counts as not said', () => {
		const history = new History();
		const ann = history.register('ann');
		history.profile(ann, { gender: 'new' as Gender });
		expect(viewsOf(history).profile(ann)).toMatchObject({ gender: 'unknown' });
	});

	test('PJ6 an account is found by its folded user name and has a profile', () => {
		const history = new History();
		const ann = history.register('Ann字', 'Annie 🙂');
		const views = viewsOf(history);
		expect(views.facts.accountByUsername('ann字')).toBe(ann);
		expect(views.facts.accountByUsername('Ann字')).toBeUndefined();
		expect(views.facts.accountByUsername('')).toBeUndefined();
		expect(views.profile(ann)).toEqual(profileOf(ann, 'Ann字', 'Annie 🙂'));
		expect(views.facts.account(ann)).toMatchObject({ id: ann, username: 'Ann字', nickname: 'Annie 🙂', closed: false });
		expect(views.profile(testId('account', 9))).toBeUndefined();
		expect(views.facts.account('nobody' as AccountId)).toBeUndefined();
	});

	test('PJ6 streams have their last version, 0 where there are no events', () => {
		const { history, accounts } = people('ann', 'bob');
		const [ann, bob] = accounts;
		const pair = history.befriend(ann, bob);
		history.block(ann, bob);
		const node = history.startNode();
		const views = viewsOf(history);
		const streams = [ann, bob, pair, node, selfId(ann), testId<AccountId>('account', 9)];
		expect(streams.map((stream) => views.facts.version(stream))).toEqual([2, 1, 2, 1, 0, 0]);
	});
});

describe('friends', () => {
	test('PJ7 two people are strangers, then asking, then friends, then were friends', () => {
		const { history, accounts } = people('ann', 'bob');
		const [ann, bob] = accounts;
		const views = viewsOf(history);
		const relationAfter = (act: () => void) => {
			act();
			for (const event of history.events.slice(views.applied)) views.apply(event);
			expect(views.facts.relation(bob, ann)).toEqual(views.facts.relation(ann, bob));
			return views.facts.relation(ann, bob);
		};
		expect(relationAfter(() => undefined)).toEqual({ state: 'strangers' });
		expect(relationAfter(() => history.request(bob, ann))).toEqual({ state: 'requested', from: bob });
		expect(relationAfter(() => history.decline(bob, ann))).toEqual({ state: 'strangers' });
		expect(relationAfter(() => history.unfriend(ann, bob))).toEqual({ state: 'strangers' });
		expect(relationAfter(() => history.request(ann, bob))).toEqual({ state: 'requested', from: ann });
		expect(relationAfter(() => history.accept(ann, bob))).toEqual({ state: 'friends' });
		expect(relationAfter(() => history.unfriend(bob, ann))).toEqual({ state: 'ex-friends' });
		expect(relationAfter(() => history.request(ann, bob))).toEqual({ state: 'requested', from: ann });
		expect(relationAfter(() => history.decline(ann, bob))).toEqual({ state: 'ex-friends' });
	});

	test('PJ8 pending requests from and to somebody are listed with note and time, the oldest first', () => {
		const { history, accounts } = people('ann', 'bob', 'cyd', 'dan');
		const [ann, bob, cyd, dan] = accounts;
		history.request(bob, ann, 'first, then declined');
		history.request(ann, dan, 'I am ann');
		history.request(cyd, ann, '你好');
		history.decline(bob, ann);
		const again = history.request(bob, ann, 'again');
		history.befriend(cyd, dan);
		const views = viewsOf(history);
		const shown = (account: AccountId) =>
			views.requests(account).map(({ from, to, note }) => [from.username, to.username, note]);
		expect(shown(ann)).toEqual([
			['ann', 'dan', 'I am ann'],
			['cyd', 'ann', '你好'],
			['bob', 'ann', 'again'],
		]);
		expect(shown(dan)).toEqual([['ann', 'dan', 'I am ann']]);
		expect(views.requests(ann).at(-1)?.at).toBe(again.at);
	});

	test('PJ9 remarks and blocks are those of their maker, the last one counts', () => {
		const { history, accounts } = people('ann', 'bob', 'cyd');
		const [ann, bob, cyd] = accounts;
		const pair = history.befriend(ann, bob);
		history.remark(ann, bob, 'Bobby');
		history.remark(ann, bob, 'Robert');
		history.block(ann, cyd);
		history.block(ann, bob);
		history.unblock(ann, bob);
		const views = viewsOf(history);
		expect(views.friends(ann)).toEqual([{ account: bob, remark: 'Robert', conversation: pair }]);
		expect(views.friends(bob)).toEqual([{ account: ann, remark: '', conversation: pair }]);
		expect(views.facts.remark(bob, ann)).toBe('');
		expect([views.facts.blocks(ann, cyd), views.facts.blocks(ann, bob), views.facts.blocks(cyd, ann)]).toEqual([
			true,
			false,
			false,
		]);
		expect(views.blocked(ann)).toEqual([cyd]);
	});
});

describe('conversations', () => {
	test('PJ10 notes exist from the registration, pairs from the first request, groups from their creation', () => {
		const { history, accounts } = people('ann', 'bob');
		const [ann, bob] = accounts;
		const request = history.request(ann, bob);
		const pair = request.stream as ConversationId;
		const group = history.group(ann, 'club', [bob]);
		const views = viewsOf(history);
		expect(views.facts.conversation(selfId(ann))).toEqual({ kind: 'self', owner: ann });
		expect(views.facts.conversation(pair)).toEqual({ kind: 'pair', people: [ann, bob] });
		expect(views.facts.conversation(group)).toEqual({
			kind: 'group',
			owner: ann,
			memberCount: 2,
			adminCount: 0,
			name: 'club',
			announcement: '',
		});
		expect(views.facts.conversation(testId('group', 9))).toBeUndefined();
		expect(views.conversations(ann).map(({ kind }) => kind)).toEqual(['self', 'pair', 'group']);
		expect(views.conversation(ann, pair)).toEqual({
			id: pair,
			kind: 'pair',
			peer: profileOf(bob, 'bob'),
			version: 1,
			n: 0,
			read: 0,
			unread: 0,
			active: request.position,
			lastMessage: 0,
			settings: OFF,
		});
		expect(views.conversation(ann, selfId(bob))).toBeUndefined();
	});

	test('PJ11 a membership has its latest stay and ends with it; who never was in has none', () => {
		const { history, accounts } = people('ann', 'bob', 'cyd');
		const [ann, bob, cyd] = accounts;
		const group = history.group(ann, 'club', [bob]);
		history.leave(group, bob);
		const views = viewsOf(history);
		expect(views.facts.membership(group, ann)).toEqual({
			current: true,
			role: 'owner',
			since: 1,
			mutedUntil: 0,
			alias: '',
		});
		expect(views.facts.membership(group, bob)).toEqual({
			current: false,
			role: 'member',
			since: 2,
			until: 3,
			ended: 'left',
			mutedUntil: 0,
			alias: '',
		});
		expect(views.facts.membership(group, cyd)).toBeUndefined();
		const left = views.facts.membership(group, bob);
		views.apply(history.leave(group, bob));
		expect(views.facts.membership(group, bob)).toEqual(left);
		views.apply(history.join(group, ann, bob, cyd));
		views.apply(history.join(group, ann, bob));
		expect(views.facts.membership(group, bob)).toEqual({
			current: true,
			role: 'member',
			since: 5,
			mutedUntil: 0,
			alias: '',
		});
		const fact = views.facts.conversation(group);
		expect(fact?.kind === 'group' && fact.memberCount).toBe(3);
	});

	test('PJ12 a group that was left is shown as it stood at the leaving', () => {
		const { history, accounts } = people('ann', 'bob');
		const [ann, bob] = accounts;
		const group = history.group(ann, 'club', [bob]);
		history.say(group, ann);
		const { version } = history.say(group, bob);
		history.say(history.befriend(ann, bob), ann);
		const left = history.leave(group, bob);
		history.say(group, ann);
		history.settings(bob, group, { ...OFF, pin: true });
		const views = viewsOf(history);
		expect(views.conversation(bob, group)).toEqual({
			id: group,
			kind: 'group',
			name: 'club',
			version: left.version,
			n: 2,
			read: 2,
			unread: 1,
			since: 2,
			left: { version: left.version, reason: 'left' },
			lastMessage: version,
			settings: { ...OFF, pin: true },
		});
		expect(views.conversation(ann, group)).toMatchObject({ version: 6, n: 3, role: 'owner', memberCount: 1, since: 1 });
	});

	test('PJ12 the last message is one that the person can see', () => {
		const { history, accounts } = people('ann', 'bob', 'cyd');
		const [ann, bob, cyd] = accounts;
		const group = history.group(ann, 'club', [bob]);
		const seen = history.say(group, ann).version;
		history.leave(group, bob);
		history.say(group, ann);
		history.join(group, ann, bob, cyd);
		const views = viewsOf(history);
		expect(views.conversation(bob, group)?.lastMessage).toBe(seen);
		expect(views.conversation(cyd, group)?.lastMessage).toBe(0);
		const { version } = history.say(group, cyd);
		views.apply(history.events.at(-1)!);
		expect(views.conversation(bob, group)?.lastMessage).toBe(version);
	});

	test('PJ13 members come in pages by account id', () => {
		const { history, accounts } = people('ann', 'bob', 'cyd', 'dan', 'eve');
		const [ann, bob, cyd, dan, eve] = accounts;
		const group = history.group(cyd, 'club', [eve, bob, ann, dan]);
		history.leave(group, bob);
		const views = viewsOf(history);
		const page = (after: AccountId | undefined, limit: number) => {
			const { members, more } = views.members(group, after, limit);
			return [members.map(({ account }) => account.username), more];
		};
		expect(page(undefined, 2)).toEqual([['ann', 'cyd'], true]);
		expect(page(cyd, 2)).toEqual([['dan', 'eve'], false]);
		expect(page(ann, 1)).toEqual([['cyd'], true]);
		expect(page(eve, 2)).toEqual([[], false]);
		expect(views.members(group, ann, 1).members).toMatchObject([{ role: 'owner', since: 1 }]);
		expect(views.members(testId('group', 9), undefined, 5)).toEqual({ members: [], more: false });
	});
});

describe('read marks', () => {
	test('PJ14 unread is what others sent above the mark', () => {
		const { history, accounts } = people('ann', 'bob');
		const [ann, bob] = accounts;
		const pair = history.befriend(ann, bob);
		const [first] = [history.say(pair, ann), history.say(pair, bob), history.say(pair, ann)];
		const views = viewsOf(history);
		expect([unreadOf(views, ann, pair), unreadOf(views, bob, pair)]).toEqual([1, 2]);
		views.apply(history.read(bob, pair, first.version));
		expect(unreadOf(views, bob, pair)).toBe(1);
		expect(views.facts.readMark(bob, pair)).toEqual({ version: first.version, n: 1 });
		views.apply(history.read(bob, pair));
		expect([unreadOf(views, ann, pair), unreadOf(views, bob, pair)]).toEqual([1, 0]);
		for (const event of [history.say(pair, bob), history.say(pair, ann)]) views.apply(event);
		views.apply(history.read(bob, pair, history.version(pair) - 1));
		expect([unreadOf(views, ann, pair), unreadOf(views, bob, pair)]).toEqual([2, 1]);
		expect(views.facts.readMark(bob, pair)).toEqual({ version: 6, n: 4 });
	});

	test('PJ15 who joins, also again, starts with nothing unread at their joining', () => {
		const { history, accounts } = people('ann', 'bob');
		const [ann, bob] = accounts;
		const group = history.group(ann, 'club');
		history.say(group, ann);
		history.say(group, ann);
		history.join(group, ann, bob);
		const views = viewsOf(history);
		expect(views.facts.readMark(bob, group)).toEqual({ version: 4, n: 2 });
		for (const event of [history.say(group, bob), history.say(group, ann), history.leave(group, bob)])
			views.apply(event);
		expect(unreadOf(views, bob, group)).toBe(1);
		for (const event of [history.say(group, ann), history.join(group, ann, bob)]) views.apply(event);
		expect(unreadOf(views, bob, group)).toBe(0);
		expect(views.facts.readMark(bob, group)).toEqual({ version: 9, n: 5 });
	});

	test('PJ16 sending moves no mark, and a mark never goes back', () => {
		const { history, accounts } = people('ann', 'bob');
		const [ann, bob] = accounts;
		const pair = history.befriend(ann, bob);
		const { version } = history.say(pair, ann);
		history.say(pair, bob);
		const views = viewsOf(history);
		expect(views.facts.readMark(bob, pair)).toEqual({ version: 0, n: 0 });
		expect(unreadOf(views, bob, pair)).toBe(1);
		views.apply(history.read(bob, pair));
		views.apply(history.read(bob, pair, version));
		expect(views.facts.readMark(bob, pair)).toEqual({ version: 4, n: 2 });
	});

	test('PJ16 notes to oneself are never unread', () => {
		const { history, accounts } = people('ann');
		history.note(accounts[0]);
		history.note(accounts[0]);
		const views = viewsOf(history);
		expect(views.conversation(accounts[0], selfId(accounts[0]))).toMatchObject({ kind: 'self', n: 2, unread: 0 });
	});
});

describe('sessions', () => {
	test('PJ17 a session is open from its opening to its closing', () => {
		const { history, accounts } = people('ann');
		const [ann] = accounts;
		const [one, other] = [history.openSession(ann), history.openSession(ann)];
		const views = viewsOf(history);
		const { sessions } = views.digests();
		expect([views.facts.sessionOpen(one), views.facts.sessionOpen(other)]).toEqual([true, true]);
		const passing = history.openSession(ann);
		views.apply(history.events.at(-1)!);
		views.apply(history.closeSession(ann, passing));
		expect(views.digests().sessions).toBe(sessions);
		views.apply(history.closeSession(ann, one));
		expect([views.facts.sessionOpen(one), views.facts.sessionOpen(other)]).toEqual([false, true]);
		expect(views.facts.sessionOpen(testId('session', 9))).toBe(false);
		views.apply(history.closeSession(ann, one));
		const third = history.openSession(ann);
		views.apply(history.events.at(-1)!);
		expect([one, other, third].map((session) => views.facts.sessionOpen(session))).toEqual([false, true, true]);
	});
});

describe('times', () => {
	test('PJ8 a request carries the time of its event', () => {
		const { history, accounts } = people('ann', 'bob');
		history.request(accounts[0], accounts[1]);
		expect(viewsOf(history).requests(accounts[0])[0]?.at).toBe(HISTORY_START_MS + 2000);
	});
});
