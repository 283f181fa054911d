import { describe, expect, test } from 'vitest';
import { pairId } from '../../../core/ids.ts';
import type { EventLog } from '../../../core/log/port.ts';
import { SERVER_FRAME_BYTES_MAX, TEXT_BYTES_MAX } from '../../../core/wire.ts';
import { FINDS_PER_DAY_MAX } from '../../../transports/gateway/queries/accounts.ts';
import { redact } from '../../support/chat-redaction.ts';
import { type NodeOptions, type Somebody, World, watched } from '../../support/chat-world.ts';

async function town(options: NodeOptions = {}) {
	const world = new World();
	const node = await world.node(options);
	const [anna, boris, chen, dora] = (await world.people(node, 'anna', 'boris', 'chen', 'dora')) as [
		Somebody,
		Somebody,
		Somebody,
		Somebody,
	];
	const a = await world.online(node, anna);
	const b = await world.online(node, boris);
	const c = await world.online(node, chen);
	await world.befriend(a, b);
	await world.befriend(a, c);
	return { world, node, anna, boris, chen, dora, a, b, c, pair: pairId(anna.account, boris.account) };
}

interface Line {
	readonly version: number;
	readonly n?: number;
	readonly at: number;
	readonly body?: { readonly text: string };
	readonly recalled?: true;
	readonly system?: { readonly type: string };
}

/** Lines as short words: the text of a message, the type of a system line. */
function words(ok: Readonly<Record<string, unknown>>): string[] {
	return (ok.messages as Line[]).map((line) => line.system?.type ?? line.body?.text ?? `recalled ${line.n}`);
}

describe('history', () => {
	/** Versions 1 and 2 are the friendship, 3 to 32 the messages 1 to 30. */
	async function talk() {
		const all = await town();
		const { world, a, pair } = all;
		for (let n = 1; n <= 30; n++) {
			await world.say(a, pair, `${n}`);
			await world.pass(1000);
		}
		const ask = (fields: object) => world.ask(a, 'history', { conversation: pair, ...fields });
		return { ...all, ask };
	}
	const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, k) => `${from + k}`);

	test('SY14 gives the newest lines ascending, and tells whether there are older ones', async () => {
		const { ask } = await talk();
		const all = await ask({});
		expect(words(all)).toEqual(['FriendAccepted', ...range(1, 30)]);
		expect(all.more).toBe(false);
		const newest = await ask({ limit: 5 });
		expect(words(newest)).toEqual(range(26, 30));
		expect(newest.more).toBe(true);
		expect((newest.messages as Line[])[4]).toMatchObject({ version: 32, n: 30, reactions: [] });
	});

	test('SY14 pages to both sides of a version, of a version and its neighbours, and of a time', async () => {
		const { ask } = await talk();
		expect(words(await ask({ before: 13, limit: 3 }))).toEqual(range(8, 10));
		expect(await ask({ before: 3, limit: 3 })).toMatchObject({
			more: false,
			messages: [{ system: { type: 'FriendAccepted' } }],
		});
		expect(await ask({ before: 0 })).toEqual({ messages: [], more: false });
		expect(words(await ask({ after: 13, limit: 3 }))).toEqual(range(12, 14));
		expect((await ask({ after: 13, limit: 3 })).more).toBe(true);
		expect(await ask({ after: 29, limit: 3 })).toMatchObject({ more: false });
		expect(await ask({ after: 32 })).toEqual({ messages: [], more: false });
		expect(words(await ask({ around: 12, limit: 5 }))).toEqual(range(8, 12));
		const tenth = ((await ask({ around: 12, limit: 1 })).messages as Line[])[0]!;
		expect(tenth.n).toBe(10);
		expect(words(await ask({ at: tenth.at, limit: 4 }))).toEqual(range(9, 12));
		expect(words(await ask({ at: tenth.at - 500, limit: 4 }))).toEqual(range(9, 12));
		expect(words(await ask({ at: 0, limit: 4 })).slice(0, 2)).toEqual(['FriendAccepted', '1']);
		expect(words(await ask({ at: tenth.at + 1_000_000, limit: 4 })).at(-1)).toBe('30');
	});

	test('SY14 walking back page by page meets every line once', async () => {
		const { ask } = await talk();
		const met: string[] = [];
		for (let before: number | undefined; ; ) {
			const page = await ask({ limit: 7, ...(before !== undefined && { before }) });
			met.unshift(...words(page));
			if (page.more !== true) break;
			before = (page.messages as Line[])[0]!.version;
		}
		expect(met).toEqual(['FriendAccepted', ...range(1, 30)]);
	});

	test('SY11 a page of the longest texts has fewer lines, none is left out between two pages, and frames keep their limit', async () => {
		const { world, a, pair } = await town();
		for (let k = 0; k < 120; k++) await world.say(a, pair, '"'.repeat(TEXT_BYTES_MAX));
		const versions = (ok: Readonly<Record<string, unknown>>) => (ok.messages as Line[]).map((line) => line.version);
		const ask = (place: object) => world.ask(a, 'history', { conversation: pair, ...place });
		const newest = await ask({});
		expect(newest.more).toBe(true);
		const from = versions(newest)[0]!;
		expect(versions(newest)).toEqual(Array.from({ length: 123 - from }, (_, k) => from + k));
		expect(versions(await ask({ before: from })).at(-1)).toBe(from - 1);
		const oldest = await ask({ after: 0 });
		expect(oldest.more).toBe(true);
		const to = versions(oldest).at(-1)!;
		expect(versions(await ask({ after: to }))[0]).toBe(to + 1);
		const around = await ask({ around: 60 });
		expect(around.more).toBe(true);
		expect(versions(around)).toContain(60);
		expect(versions(around)).toContain(61);
		expect(a.largest).toBeLessThanOrEqual(SERVER_FRAME_BYTES_MAX);
		expect(a.largest).toBeGreaterThan(SERVER_FRAME_BYTES_MAX / 2);
	});

	test('SY14 a redacted message is a recalled one: without a body, with its ordinal', async () => {
		const { world, ask, pair } = await talk();
		await redact(world.store, pair, [12, 13, 32]);
		const lines = (await ask({ after: 11, limit: 4 })).messages as Line[];
		expect(lines.map(({ n, recalled, body }) => [n, recalled, body?.text])).toEqual([
			[10, true, undefined],
			[11, true, undefined],
			[12, undefined, '12'],
			[13, undefined, '13'],
		]);
		expect(((await ask({ limit: 1 })).messages as Line[])[0]).toMatchObject({ n: 30, recalled: true });
	});

	test('SY14 in a group each sees their own time in it, with the lines of who came and went', async () => {
		const { world, a, b, c, boris, chen } = await town();
		const { conversation } = await world.ask(a, 'group.create', { name: 'us', members: [boris.account] });
		const group = conversation as string;
		await world.say(a, group, 'without chen');
		await world.ask(a, 'group.invite', { conversation: group, accounts: [chen.account] });
		await world.say(c, group, 'with both');
		await world.ask(b, 'group.leave', { conversation: group });
		await world.say(a, group, 'without boris');
		const lines = async (who: typeof a) => words(await world.ask(who, 'history', { conversation: group }));
		const begin = ['MemberJoined', 'without chen'];
		expect(await lines(a)).toEqual([
			'GroupCreated',
			...begin,
			'MemberJoined',
			'with both',
			'MemberLeft',
			'without boris',
		]);
		expect(await lines(b)).toEqual([...begin, 'MemberJoined', 'with both', 'MemberLeft']);
		expect(await lines(c)).toEqual(['MemberJoined', 'with both', 'MemberLeft', 'without boris']);
	});

	test('SY14 reads of a long conversation no more than the stays of who asks', async () => {
		const read: number[] = [];
		const watched = (log: EventLog): EventLog => {
			const readStream = log.readStream.bind(log);
			log.readStream = async (stream, range) => {
				const rows = await readStream(stream, range);
				read.push(...rows.map((row) => row.version));
				return rows;
			};
			return log;
		};
		const { world, a, b, boris } = await town({ log: watched });
		const { conversation: group } = await world.ask(a, 'group.create', { name: 'us', members: [] });
		for (let n = 1; n <= 300; n++) await world.say(a, group as string, `${n}`);
		await world.ask(a, 'group.invite', { conversation: group, accounts: [boris.account] });
		await world.ask(b, 'group.leave', { conversation: group });
		for (let n = 1; n <= 300; n++) await world.say(a, group as string, `${n}`);
		const places = [{}, { before: 600 }, { after: 0 }, { around: 1 }, { around: Number.MAX_SAFE_INTEGER }];
		for (const place of places) {
			read.length = 0;
			const answer = await world.ask(b, 'history', { conversation: group, ...place });
			expect(words(answer)).toEqual(['MemberJoined', 'MemberLeft']);
			expect(answer.more).toBe(false);
			expect([...new Set(read)].toSorted()).toEqual([302, 303]);
		}
	});

	test('SY14 a conversation of others is not there', async () => {
		const { world, c, pair } = await town();
		for (const [command, fields] of [
			['history', { conversation: pair }],
			['history', { conversation: world.id('no conversation') }],
			['conversation.get', { conversation: pair }],
			['group.members', { conversation: pair }],
		] as const) {
			expect(await world.reply(c, command, fields)).toMatchObject({
				error: { code: 'not-found', field: 'conversation' },
			});
		}
	});
});

describe('looking up', () => {
	test('SY15 conversation.get gives a conversation as it stands, with its last message', async () => {
		const { world, a, b, pair, boris } = await town();
		await world.say(a, pair, 'one');
		await world.say(a, pair, 'two');
		expect(await world.ask(b, 'conversation.get', { conversation: pair })).toMatchObject({
			id: pair,
			kind: 'pair',
			version: 4,
			n: 2,
			unread: 2,
			mentions: 0,
			last: { n: 2, body: { text: 'two' } },
			settings: { mute: false, pin: false, hide: false },
		});
		const notes = await world.ask(b, 'conversation.get', { conversation: world.notesOf(boris) });
		expect(notes).not.toHaveProperty('last');
	});

	test('SY20 what a person wants of a conversation is told to all their devices and to nobody else', async () => {
		const { world, node, a, b, anna, boris, pair } = await town();
		const settings = { mute: false, pin: true, hide: false };
		const other = await world.online(node, anna, node.views.applied);
		const event = {
			type: 'ConversationSettingsChanged',
			stream: anna.account,
			data: { conversation: pair, ...settings },
		};
		const reply = await world.reply(a, 'conversation.set', { conversation: pair, pin: true });
		expect(reply).toMatchObject({ ok: {}, events: [event] });
		await world.until(() => other.events.length > 0);
		expect(other.events).toMatchObject([event]);
		expect(await world.ask(other, 'conversation.get', { conversation: pair })).toMatchObject({ settings });
		expect(b.events.map(({ type }) => type)).not.toContain('ConversationSettingsChanged');
		const off = { mute: false, pin: false, hide: false };
		expect(await world.ask(b, 'conversation.get', { conversation: pair })).toMatchObject({ settings: off });
		expect(await world.ask(a, 'conversation.set', { conversation: pair, pin: true })).toEqual({});
		const notes = { conversation: world.notesOf(boris), mute: true };
		expect(await world.reply(a, 'conversation.set', notes)).toMatchObject({ error: { code: 'not-found' } });
	});

	test('SY15 account.get gives those one has to do with, and leaves the others out', async () => {
		const { world, a, b, anna, boris, dora } = await town();
		const names = async (who: typeof a, ids: readonly string[]) =>
			((await world.ask(who, 'account.get', { accounts: ids })).accounts as { username: string }[]).map(
				(one) => one.username,
			);
		expect(await names(a, [dora.account, boris.account, anna.account])).toEqual(['boris', 'anna']);
		expect(await names(b, [dora.account, world.id('nobody')])).toEqual([]);
	});

	test('SY15 group.members gives pages of members, to members only', async () => {
		const { world, a, b, c, anna, boris, chen } = await town();
		const { conversation } = await world.ask(a, 'group.create', { name: 'us', members: [boris.account, chen.account] });
		const ids: string[] = [];
		let after: string | undefined;
		for (;;) {
			const page = await world.ask(b, 'group.members', {
				conversation,
				limit: 2,
				...(after !== undefined && { after }),
			});
			for (const { account } of page.members as { account: { id: string } }[]) ids.push(account.id);
			after = ids.at(-1);
			if (page.more !== true) break;
		}
		expect(ids).toEqual([anna.account, boris.account, chen.account].toSorted());
		await world.ask(c, 'group.leave', { conversation });
		expect(await world.reply(c, 'group.members', { conversation })).toMatchObject({ error: { code: 'not-member' } });
	});

	test('SY16 account.find finds anybody by their exact name however it is spelt, their id or their phone, and nobody else', async () => {
		const { world, node, b, dora } = await town();
		await node.log.write([
			{
				do: 'insert',
				table: 'contacts',
				row: { account: dora.account, phone: '+8613800000001', email: null, email_verified: null },
			},
		]);
		const find = async (q: string) =>
			((await world.ask(b, 'account.find', { q })).accounts as { id: string }[]).map(({ id }) => id);
		for (const q of ['dora', 'DoRa', ' dora ', dora.account, '13800000001', '+8613800000001']) {
			expect([q, await find(q)]).toEqual([q, [dora.account]]);
		}
		for (const q of ['dor', 'doraa', '13800000002', world.id('nobody'), '%'])
			expect([q, await find(q)]).toEqual([q, []]);
	});

	test('SY16 account.find is refused past its daily cap, with the wait until the day is over', async () => {
		const { world, a, b } = await town();
		for (let k = 0; k < FINDS_PER_DAY_MAX; k++) await world.ask(b, 'account.find', { q: 'nobody' });
		const { error } = await world.reply(b, 'account.find', { q: 'anna' });
		expect(error).toMatchObject({ code: 'too-often', max: FINDS_PER_DAY_MAX });
		expect(await world.ask(a, 'account.find', { q: 'boris' })).toMatchObject({ accounts: [{ username: 'boris' }] });
		world.clock.advance(error!.wait!);
		expect(await world.ask(b, 'account.find', { q: 'anna' })).toMatchObject({ accounts: [{ username: 'anna' }] });
	});

	test('SY16 account.find is counted for all nodes, and a new one goes on where they were', async () => {
		const { world, boris, b } = await town();
		const other = await world.node();
		const elsewhere = await world.online(other, boris);
		for (let k = 0; k < FINDS_PER_DAY_MAX; k++) {
			await world.ask(k % 2 === 0 ? b : elsewhere, 'account.find', { q: 'nobody' });
		}
		for (const socket of [b, elsewhere, await world.online(await world.node(), boris)]) {
			const { error } = await world.reply(socket, 'account.find', { q: 'anna' });
			expect(error).toMatchObject({ code: 'too-often', max: FINDS_PER_DAY_MAX });
		}
	});

	test('SY16, LI5 whose look-ups are used up is told so without the log', async () => {
		let begun = 0;
		const counting = (log: EventLog) =>
			watched(log, (method) => {
				if (method === 'begin') begun += 1;
			});
		const { world, b } = await town({ log: counting });
		for (let k = 0; k <= FINDS_PER_DAY_MAX; k++) await world.reply(b, 'account.find', { q: 'nobody' });
		const before = begun;
		for (let k = 0; k < 50; k++) {
			expect((await world.reply(b, 'account.find', { q: 'anna' })).error?.code).toBe('too-often');
		}
		expect(begun).toBe(before);
	});
});
