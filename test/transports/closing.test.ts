import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeEvent } from '../../core/domain/codec.ts';
import { decidableOf } from '../../core/domain/deciders.ts';
import { acceptFriend, remarkFriend, requestFriend } from '../../core/domain/friends.ts';
import { announce, changeAlias } from '../../core/domain/group-texts.ts';
import { createGroup } from '../../core/domain/groups.ts';
import { sendMessage } from '../../core/domain/messages.ts';
import { reportMessage } from '../../core/domain/reports.ts';
import { type AccountId, type ConversationId, type EventId, pairId, selfId } from '../../core/ids.ts';
import { VAULT_TABLES, type VaultTable } from '../../core/vault/tables.ts';
import { rebuild } from '../../projections/rebuild.ts';
import { createErasure } from '../../transports/erasure.ts';
import { GOOD_FORM, type HttpServer, signUp, startHttpServer } from '../support/http-server.ts';

/** Stands in whatever is personal of who closes their account. */
const TRACE = '痕迹';
const { password } = GOOD_FORM;

let server: HttpServer;
let erased: ReturnType<typeof createErasure>;
beforeEach(async () => {
	// Erased when a test says so.
	server = await startHttpServer({}, { erase: () => undefined });
	const { log, clock, node } = server.engine;
	erased = createErasure({ log, clock, node: () => node, store: server.ports.store, note: server.ports.note });
});
afterEach(() => {
	erased.stop();
	return server.stop();
});

interface Person {
	readonly account: AccountId;
	readonly cookies: string;
}

async function person(username: string, phone: string): Promise<Person> {
	const { json, cookies } = await signUp(server, {
		username,
		phone,
		nickname: username,
		email: `x${phone}@example.com`,
	});
	return { account: (json.account as { readonly id: AccountId }).id, cookies };
}

const close = (who: Person, shown = password) =>
	server.request('/me', {
		method: 'DELETE',
		headers: { 'Content-Type': 'application/json', Cookie: who.cookies },
		body: JSON.stringify({ password: shown }),
	});

async function run(decidable: Parameters<HttpServer['engine']['execute']>[0]) {
	const outcome = await server.engine.execute(decidable);
	if (outcome.state === 'rejected') throw new Error(outcome.rejection.code);
	return outcome.events;
}

async function befriend(from: AccountId, to: AccountId, note = ''): Promise<ConversationId> {
	await run(requestFriend(from, { to, note }));
	await run(acceptFriend(to, { from }));
	return pairId(from, to);
}

async function say(by: AccountId, conversation: ConversationId, text: string): Promise<EventId> {
	const [sent] = await run(sendMessage(by, { conversation, body: { type: 'text', text } }));
	return sent!.id;
}

/** Ann, who leaves a trace wherever one can, and Ben and Cai. */
async function world() {
	const ann = await person(`安${TRACE}`, '13800000001');
	const ben = await person('本本', '13800000002');
	const cai = await person('蔡蔡', '13800000003');
	const pair = await befriend(ann.account, ben.account, `hi ${TRACE}`);
	await run(requestFriend(ann.account, { to: cai.account, note: `please ${TRACE}` }));
	const fourth = await person('丁丁', '13800000004');
	await run(requestFriend(fourth.account, { to: ann.account, note: 'hello' }));
	await run(remarkFriend(ann.account, { account: ben.account, remark: `my ${TRACE}` }));
	await run(remarkFriend(ben.account, { account: ann.account, remark: `old ${TRACE}` }));
	await run(remarkFriend(ben.account, { account: ann.account, remark: `${TRACE} from school` }));
	await server.request('/me', {
		method: 'PATCH',
		headers: { 'Content-Type': 'application/json', Cookie: ann.cookies },
		body: JSON.stringify({ city: TRACE, signature: TRACE }),
	});
	const group = '018f0000-0000-7000-8000-000000000100' as ConversationId;
	await run(createGroup(ann.account, { name: 'Class 3', members: [ben.account] }, group, 0));
	await run(announce(ann.account, { conversation: group, text: 'Exams in May' }));
	await run(changeAlias(ann.account, { conversation: group, alias: `me ${TRACE}` }));
	for (const conversation of [pair, group, selfId(ann.account)]) {
		for (let k = 0; k < 3; k++) await say(ann.account, conversation, `${TRACE} ${k}`);
	}
	const message = await say(ben.account, pair, 'Ben stays');
	await run(reportMessage(ann.account, { conversation: pair, message, reason: `because ${TRACE}` }));
	return { ann, ben, cai, fourth, pair, group };
}

async function traces(): Promise<string[]> {
	const events = (await server.engine.events()).filter(({ data }) => data.includes(TRACE));
	const tables = Object.keys(VAULT_TABLES) as VaultTable[];
	const found = events.map(({ type }) => type as string);
	for (const table of tables.filter((each) => 'account' in VAULT_TABLES[each].columns)) {
		const rows = await server.engine.rows(table, 'account', accountOfTrace);
		if (JSON.stringify(rows).includes(TRACE)) found.push(table);
	}
	return found;
}
let accountOfTrace = '';

test('RE20, HT48 closing asks for the password, ends every session, and frees name and phone', async () => {
	const { ann } = await world();
	const elsewhere = (await server.post('/verify/signin', { username: `安${TRACE}`, password })).cookies;
	const { json } = await server.post('/me/bots', { username: 'annbot', nickname: 'b' }, { Cookie: ann.cookies });
	const bot = (json.account as { readonly id: AccountId }).id;
	expect(await close(ann, 'wrong1')).toMatchObject({ status: 401, json: { error: { field: 'password' } } });
	expect((await server.get('/me', { Cookie: elsewhere })).status).toBe(200);

	const closed = await close(ann);
	expect([closed.status, closed.headers.getSetCookie().map((cookie) => cookie.split('=')[0])]).toEqual([
		204,
		['webchat_session', 'webchat_username', 'webchat_device'],
	]);
	expect((await server.get('/me', { Cookie: elsewhere })).status).toBe(401);
	expect((await server.post('/verify/signin', { username: `安${TRACE}`, password })).status).toBe(401);
	expect((await server.post('/verify/signin', { username: '13800000001', password })).status).toBe(401);
	const { facts } = server.engine.node.views;
	expect([facts.account(bot)?.closed, facts.sessions(ann.account)]).toEqual([true, []]);
	expect(await server.engine.rows('sessions', 'account', ann.account)).toEqual([
		expect.objectContaining({ bad: 'account-closed', device: '' }),
		expect.objectContaining({ bad: 'account-closed', device: '' }),
	]);
	for (const table of ['credentials', 'contacts', 'avatars'] as const) {
		expect(await server.engine.rows(table, 'account', ann.account)).toEqual([]);
	}
	const [notice] = server.sent.slice(-1);
	expect(notice).toMatchObject({ to: '+8613800000001', key: 'account-closed' });
	server.engine.pass(60_000);
	const again = await signUp(server, { username: `安${TRACE}`, phone: '13800000001' });
	expect(again.status).toBe(201);
});

test('RE21, RE22, RE24 nothing personal is left, groups are passed on, requests are over, views agree', async () => {
	const { ann, ben, cai, fourth, pair, group } = await world();
	accountOfTrace = ann.account;
	expect(new Set(await traces())).toEqual(
		new Set([
			...['AccountRegistered', 'FriendRequested', 'RemarkChanged', 'ProfileChanged', 'AliasChanged'],
			...['MessageSent', 'MessageReported'],
		]),
	);
	expect((await close(ann)).status).toBe(204);
	expect(server.engine.node.views.unerased()).toEqual([ann.account]);
	await erased.run();
	expect(await traces()).toEqual([]);

	const { views } = server.engine.node;
	const { facts } = views;
	expect(views.unerased()).toEqual([]);
	expect(views.profile(ann.account)).toMatchObject({ username: '', nickname: '', city: '', closed: true });
	expect([facts.membership(group, ben.account)?.role, facts.membership(group, ann.account)?.current]).toEqual([
		'owner',
		false,
	]);
	expect(views.conversation(ben.account, group)).toMatchObject({ name: 'Class 3', announcement: 'Exams in May' });
	expect([views.requests(cai.account), views.requests(fourth.account)]).toEqual([[], []]);
	expect(views.friends(ben.account)).toMatchObject([{ account: ann.account, remark: '' }]);
	const stays = (await server.engine.events()).filter(({ data }) => data.includes('Ben stays'));
	expect(stays.map(({ stream }) => stream)).toEqual([pair]);
	expect((await rebuild(server.engine.log)).digests()).toEqual(views.digests());
	const before = (await server.engine.events()).length;
	await erased.run();
	expect((await server.engine.events()).length).toBe(before);
});

test('RE21 more than one step takes is erased in several, and each tells what it redacted', async () => {
	const { ann, pair } = await world();
	for (let k = 0; k < 450; k++) await say(ann.account, pair, `${TRACE} ${k}`);
	await close(ann);
	await erased.run();
	accountOfTrace = ann.account;
	expect(await traces()).toEqual([]);
	const steps = (await server.engine.events()).filter((row) => row.type === 'AuthorErased' && row.stream === pair);
	expect(steps).toHaveLength(3);
	const told = steps.flatMap((row) => (decodeEvent(row).data as { readonly redacts: number[] }).redacts);
	expect(told).toHaveLength(454);
	expect(told.every((position) => server.engine.node.views.redacted(position))).toBe(true);
});

test('RE21, RE26 files go with their owner, but for those that others sent on', async () => {
	const { ann, ben, pair } = await world();
	const upload = async (text: string) => {
		const answer = await server.request('/files?name=a.txt', {
			method: 'POST',
			headers: { 'Content-Type': 'text/plain', Cookie: ann.cookies },
			body: text,
		});
		return answer.json.file as { readonly id: EventId; readonly sha256: string };
	};
	const send = (by: AccountId, file: EventId, id: string, seenIn?: EventId) => {
		const message = `018f0000-0000-7000-8000-0000000000${id}` as EventId;
		const body = { type: 'file', file } as const;
		return server.engine.node.execute({
			...{ name: 'message.send', author: by, id: message, digest: id.padEnd(64, '0') },
			...sendMessage(by, { conversation: pair, body }, message, seenIn),
		});
	};
	const [own, shared, unsent] = [await upload('own'), await upload('shared'), await upload('unsent')];
	await send(ann.account, own.id, 'd1');
	await send(ann.account, shared.id, 'd2');
	await send(ben.account, shared.id, 'd3', '018f0000-0000-7000-8000-0000000000d2' as EventId);
	await close(ann);
	await erased.run();
	expect(await server.engine.rows('files', 'account', ann.account)).toMatchObject([{ file: shared.id }]);
	expect((await server.get(`/files/${own.id}`, { Cookie: ben.cookies })).status).toBe(404);
	expect((await server.get(`/files/${unsent.id}`, { Cookie: ben.cookies })).status).toBe(404);
	expect((await server.get(`/files/${shared.id}`, { Cookie: ben.cookies })).text).toBe('shared');
});

test('RE26 what a connection asks after its account was closed is refused', async () => {
	const { ann, pair } = await world();
	const fields = { conversation: pair, body: { type: 'text', text: 'late' } } as const;
	const request = { re: 1, do: 'message.send', id: '018f0000-0000-7000-8000-0000000000e1' as EventId, fields } as const;
	await close(ann);
	const late = decidableOf(ann.account, request, { newId: server.ports.newId, groupMembers: 0 });
	expect(await server.engine.execute(late)).toMatchObject({ rejection: { code: 'no-session' } });
});

test('RE20 of many closings at once one is done', async () => {
	const { ann } = await world();
	const all = await Promise.all(Array.from({ length: 10 }, () => close(ann)));
	expect(all.filter(({ status }) => status === 204)).toHaveLength(1);
	const types = (await server.engine.events()).map(({ type }) => type);
	expect(types.filter((type) => type === 'AccountClosed')).toHaveLength(1);
});
