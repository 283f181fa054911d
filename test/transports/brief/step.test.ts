import { expect, test } from 'vitest';
import { dialectAt } from '../../../transports/brief/address.ts';
import { errorFrame, friendList } from '../../../transports/brief/frames.ts';
import { parseStep, STEP_CHARS_MAX } from '../../../transports/brief/step.ts';

const ID = '019a0000-0000-7000-8000-00000000000a';

test.each([
	['/chat/friend_list', 'friend-list'],
	['/chat/friend%5Flist', 'friend-list'],
	['/chat/friend_id', 'friend-steps'],
	['/chat/anna', 'friend-steps'],
	['/chat/%E5%BC%A0%E4%B8%89', 'friend-steps'],
	[`/chat/${ID}`, 'friend-steps'],
	['/chat/12', 'friend-steps'],
	['/chat/', undefined],
	['/chat', undefined],
	['/chat/a/b', undefined],
	['/chat/a%2Fb', undefined],
	['/chat/%E5', undefined],
	['/Chat/friend_list', undefined],
	['/chats/friend_list', undefined],
])('BR1 %s', (path, dialect) => {
	expect(dialectAt(path)).toBe(dialect);
});

const APPLICATION = { code: 200, sender: 'anna', reciver: 'boris', step: 0, type: 0 };
const ANSWER = { ...APPLICATION, step: 2 };

test.each([
	['with user names', APPLICATION],
	['with ids', { ...APPLICATION, sender: ID, reciver: ID }],
	['without a type', { sender: 'anna', reciver: '张三', step: 0 }],
])('BR3 an application %s', (_what, message) => {
	const { sender, reciver } = message;
	expect(parseStep(JSON.stringify(message)).parsed).toEqual({ ok: { step: 0, sender, reciver } });
});

test.each([
	...[1, true, 'agree', 'accept', '同意'].map((status) => [status, true] as const),
	...[0, false, 'refuse', 'decline', '拒绝'].map((status) => [status, false] as const),
])('BR4 the status %j', (status, accepted) => {
	expect(parseStep(JSON.stringify({ ...ANSWER, status })).parsed).toEqual({
		ok: { step: 2, sender: 'anna', reciver: 'boris', verdict: { accepted, status } },
	});
});

const without = (field: string) => ({ ...APPLICATION, [field]: undefined });
test.each<[string, unknown, string | undefined]>([
	['a list', [APPLICATION], undefined],
	['null', null, undefined],
	['a number', 200, undefined],
	['no sender', without('sender'), 'sender'],
	['a sender that is no name', { ...APPLICATION, sender: '1' }, 'sender'],
	['no reciver', without('reciver'), 'reciver'],
	['a reserved reciver', { ...APPLICATION, reciver: 'friend_id' }, 'reciver'],
	['a reciver that is a list', { ...APPLICATION, reciver: ['boris'] }, 'reciver'],
	['no step', without('step'), 'step'],
	['step 1, which is the server’s', { ...APPLICATION, step: 1 }, 'step'],
	['step 3, which is the server’s', { ...ANSWER, step: 3, status: 1 }, 'step'],
	['a step as text', { ...APPLICATION, step: '0' }, 'step'],
	['another type', { ...APPLICATION, type: 1 }, 'type'],
	['no status', ANSWER, 'status'],
	['an unknown status', { ...ANSWER, status: 'maybe' }, 'status'],
	['a status as a list', { ...ANSWER, status: [1] }, 'status'],
])('BR7 %s is malformed', (_what, message, field) => {
	const rejection = { code: 'bad-request', ...(field && { field }) };
	expect(parseStep(JSON.stringify(message)).parsed).toEqual({ rejection });
});

test('BR7 what is no JSON is malformed', () => {
	expect(parseStep('{"sender":').parsed).toEqual({ rejection: { code: 'bad-request' } });
});

test('BR7 a refusal is its HTTP status and code, with the message’s own fields but lists and objects', () => {
	const { echo } = parseStep('{"code":200,"sender":"anna","step":9,"mine":null,"list":[1],"deep":{},"error":"x"}');
	const frame = errorFrame({ code: 'no-request', field: 'reciver' }, 'en', echo);
	expect(JSON.parse(frame.subarray(frame.indexOf('{')).toString())).toEqual({
		code: 409,
		error: 'no-request',
		message: expect.stringMatching(/\w/),
		field: 'reciver',
		sender: 'anna',
		step: 9,
		mine: null,
	});
});

test('BR8 a message beyond its size is refused with the limit, however deep it is', () => {
	const deep = `{"sender":"anna","x":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
	const { parsed, echo } = parseStep(deep);
	expect(parsed).toEqual({ rejection: { code: 'too-large', field: 'message', max: STEP_CHARS_MAX } });
	expect(echo).toEqual({ sender: 'anna' });
});

test('BR11 a list that does not fit into a frame of 1 MiB says that there is more', () => {
	const friend = (k: number) => ({ id: ID as never, username: `u${k}`, nickname: '名'.repeat(32), avatar: null });
	const whole = friendList(Array.from({ length: 100 }, (_, k) => friend(k)));
	expect(JSON.parse(whole)).toMatchObject({ code: 200, friends: { length: 100 } });
	expect(whole).not.toContain('more');
	const cut = friendList(Array.from({ length: 10_000 }, (_, k) => friend(k)));
	expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(1024 * 1024);
	expect(JSON.parse(cut).more).toBe(true);
	expect(JSON.parse(cut).friends.length).toBeGreaterThan(4000);
});
