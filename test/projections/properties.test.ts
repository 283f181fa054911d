import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../core/domain/events.ts';
import type { Views } from '../../projections/views.ts';
import { createViews } from '../../projections/views.ts';
import { NaiveModel } from './naive-model.ts';
import { randomHistory } from './random-history.ts';

const RUNS = { numRuns: 150 };

describe('views of random histories', () => {
	test('PJ1 equal logs give equal digests, whatever is asked meanwhile', () => {
		fc.assert(
			fc.property(randomHistory, fc.nat(5), (history, every) => {
				const [quiet, asked] = [createViews(), createViews()];
				for (const event of history.events) {
					quiet.apply(event);
					asked.apply(event);
					if (event.position % (every + 1) === 0) askEverything(asked, history.events.slice(0, event.position));
				}
				expect(asked.digests()).toEqual(quiet.digests());
				expect(asked.digests()).toEqual(asked.digests());
			}),
			RUNS,
		);
	});

	test('VI7 the audience of an event, as it is applied, is everybody to whom it is visible', () => {
		fc.assert(
			fc.property(randomHistory, ({ events }) => {
				const views = createViews();
				for (const event of events) {
					views.apply(event);
					const audience = [...views.audience(event)];
					const model = new NaiveModel(events.slice(0, event.position));
					expect(audience.toSorted()).toEqual(model.accounts.filter((account) => model.visible(account, event)).sort());
				}
			}),
			{ numRuns: 60 },
		);
	});

	test('VI8 everything visible to somebody, also later, lies in their related streams', () => {
		fc.assert(
			fc.property(randomHistory, ({ events }) => {
				const views = viewsOf(events);
				const model = new NaiveModel(events);
				for (const account of model.accounts) {
					const visible = events.filter((event) => views.visible(account, event));
					expect(visible).toEqual(events.filter((event) => model.visible(account, event)));
					for (const since of [0, events.length >> 1, events.length - 1, events.length]) {
						const streams = views.relatedStreams(account, since);
						expect(new Set(streams).size).toBe(streams.length);
						for (const event of visible) if (event.position > since) expect(streams).toContain(event.stream);
						for (const stream of streams)
							expect(events.some((event) => event.stream === stream && event.position > since)).toBe(true);
					}
				}
			}),
			RUNS,
		);
	});

	test('PJ14 unread counts, memberships and relations are those of a walk through all events', () => {
		fc.assert(
			fc.property(randomHistory, fc.nat(60), ({ events }, cut) => {
				for (const told of [events, events.slice(0, Math.min(events.length, 5 + cut))]) {
					const views = viewsOf(told);
					const model = new NaiveModel(told);
					for (const account of model.accounts) {
						const heads = views.conversations(account);
						expect(heads.map(({ id }) => id).sort()).toEqual(model.conversations(account).sort());
						expect(heads.map(({ id, unread }) => [id, unread])).toEqual(
							heads.map(({ id }) => [id, model.unread(account, id)]),
						);
						for (const other of model.accounts) {
							const relation = views.facts.relation(account, other);
							const said = relation.state === 'requested' ? `requested by ${relation.from}` : relation.state;
							expect(said).toBe(model.relation(account, other));
						}
					}
					for (const group of model.groups) {
						const { members } = views.members(group, undefined, 100);
						expect(members.map(({ account }) => account.id)).toEqual([...model.members(group)].sort());
					}
				}
			}),
			RUNS,
		);
	});

	test('PJ7, PJ9 how many friends, waiting requests and blocks somebody has is known', () => {
		fc.assert(
			fc.property(randomHistory, ({ events }) => {
				const views = createViews();
				for (const event of events) {
					views.apply(event);
					if (!/^Friend|Blocked$/.test(event.type)) continue;
					const model = new NaiveModel(events.slice(0, event.position));
					for (const account of model.accounts) {
						expect(views.facts.ties(account)).toBe(model.ties(account));
						expect(views.facts.blockCount(account)).toBe(model.blocked(account).size);
					}
				}
			}),
			RUNS,
		);
	});

	test('GR24 roles, mutes, and how stays ended, are those of a walk through all events', () => {
		fc.assert(
			fc.property(randomHistory, ({ events }) => {
				const views = viewsOf(events);
				const model = new NaiveModel(events);
				for (const group of model.groups) {
					const roles = model.roles(group);
					const { members } = views.members(group, undefined, 100);
					expect(new Map(members.map(({ account, role }) => [account.id, role]))).toEqual(roles);
					const admins = [...roles.values()].filter((role) => role === 'admin');
					expect(views.facts.conversation(group)).toMatchObject({ adminCount: admins.length });
					for (const account of model.accounts) {
						expect(views.facts.membership(group, account)?.ended).toBe(model.ended(group, account));
						expect(views.facts.membership(group, account)?.mutedUntil ?? 0).toBe(model.mutedUntil(group, account));
						expect(views.conversation(account, group)?.left?.reason).toBe(model.ended(group, account));
					}
				}
			}),
			RUNS,
		);
	});

	test('GR33 the link into a group is the last one that was not taken back, with how many came by it', () => {
		fc.assert(
			fc.property(randomHistory, ({ events }) => {
				const views = viewsOf(events);
				const model = new NaiveModel(events);
				for (const group of model.groups) {
					expect(views.facts.link(group)).toEqual(model.link(group));
					for (const account of model.members(group))
						expect(views.conversation(account, group)?.link).toEqual(model.link(group));
				}
			}),
			RUNS,
		);
	});

	test('GR32 the texts of a group are those of a walk through all events', () => {
		fc.assert(
			fc.property(randomHistory, ({ events }) => {
				const views = viewsOf(events);
				const model = new NaiveModel(events);
				for (const account of model.accounts) {
					for (const head of views.conversations(account).filter(({ kind }) => kind === 'group')) {
						const { name, announcement = '', alias = '' } = head;
						expect({ name, announcement, alias }).toEqual(model.texts(head.id, account));
						expect(views.facts.membership(head.id, account)?.alias).toBe(alias);
						const listed = views.members(head.id, undefined, 100).members.find((one) => one.account.id === account);
						expect(listed?.alias ?? '').toBe(alias);
					}
				}
			}),
			RUNS,
		);
	});

	test('PJ19 the settings of a conversation are what was last said of them', () => {
		fc.assert(
			fc.property(randomHistory, ({ events }) => {
				const views = viewsOf(events);
				const model = new NaiveModel(events);
				for (const account of model.accounts) {
					for (const { id, settings } of views.conversations(account)) {
						expect([id, settings]).toEqual([id, model.settings(account, id)]);
						expect(views.facts.settings(account, id)).toEqual(settings);
					}
				}
			}),
			RUNS,
		);
	});

	test('PJ6 a profile is what the account last said of itself', () => {
		fc.assert(
			fc.property(randomHistory, ({ events }) => {
				const views = viewsOf(events);
				const model = new NaiveModel(events);
				for (const account of model.accounts) {
					expect(views.profile(account)).toMatchObject(model.profile(account));
					expect(views.facts.account(account)).toMatchObject(model.profile(account));
				}
			}),
			RUNS,
		);
	});

	test('OP6 whoever sees a bot’s profile sees that it is one; its owner has it', () => {
		fc.assert(
			fc.property(randomHistory, ({ events }) => {
				const views = viewsOf(events);
				const model = new NaiveModel(events);
				for (const account of model.accounts) {
					expect(views.profile(account)?.bot).toBe(model.owner(account) === undefined ? undefined : true);
					expect(views.facts.account(account)?.owner).toBe(model.owner(account));
					expect(views.facts.bots(account)).toEqual(model.accounts.filter((bot) => model.owner(bot) === account));
				}
			}),
			RUNS,
		);
	});

	test('PJ17 the open sessions of an account are known in the order in which they were opened', () => {
		fc.assert(
			fc.property(randomHistory, ({ events }) => {
				const views = viewsOf(events);
				const model = new NaiveModel(events);
				for (const account of model.accounts) {
					const open = views.facts.sessions(account);
					expect(open).toEqual(model.sessions(account));
					expect(open.every((session) => views.facts.sessionOpen(session))).toBe(true);
				}
			}),
			RUNS,
		);
	});

	test('PR1 an account is online exactly while one of its open sessions is connected on a running node', () => {
		fc.assert(
			fc.property(randomHistory, ({ events }) => {
				const views = createViews();
				const shown = new Map<string, boolean>();
				for (const event of events) {
					views.apply(event);
					for (const { account, online } of views.takePresenceChanges()) {
						expect(shown.get(account) ?? false).toBe(!online);
						shown.set(account, online);
					}
					const model = new NaiveModel(events.slice(0, event.position));
					for (const account of model.accounts) {
						const online = model.connected(account).size > 0;
						expect(views.online(account)).toBe(online);
						expect(shown.get(account) ?? false).toBe(online);
					}
				}
			}),
			{ numRuns: 60 },
		);
	});
});

function viewsOf(events: readonly LogEvent[]): Views {
	const views = createViews();
	for (const event of events) views.apply(event);
	return views;
}

function askEverything(views: Views, events: readonly LogEvent[]): void {
	views.takePresenceChanges();
	for (const account of new NaiveModel(events).accounts) {
		views.friends(account);
		views.requests(account);
		views.relatedStreams(account, 0);
		for (const { id } of views.conversations(account)) views.members(id, undefined, 1);
		for (const event of events) views.visible(account, event);
	}
	views.facts.conversation('018bcfe5-9000-7000-8000-000000000001' as never);
	for (const event of events) views.facts.version(event.stream);
}
