import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandDigest } from '../../../core/domain/command-digest.ts';
import { COMMANDS, type CommandName, parseRequest } from '../../../core/domain/commands.ts';
import { ANN, BEN, CAI, GROUP } from './people.ts';

const V4 = 'b0a5d0a6-3c5e-4f1e-9d3a-0c3b7f1f2a11';
const V7 = '018f0000-0000-7000-8000-00000000ffff';
const V5 = '018f0000-0000-5000-8000-00000000ffff';
const body = { type: 'text', text: 'hi' };

/** A request of every command as a client sends it (without `re` and `do`), and the fields that it is understood as. */
const good: readonly (readonly [CommandName, object, object])[] = [
	['friend.request', { to: BEN, note: ' hello ' }, { to: BEN, note: 'hello' }],
	['friend.request', { to: BEN }, { to: BEN, note: '' }],
	['friend.accept', { from: BEN }, { from: BEN }],
	['friend.decline', { from: BEN }, { from: BEN }],
	['friend.remove', { account: BEN }, { account: BEN }],
	['friend.remark', { account: BEN, remark: ' x ' }, { account: BEN, remark: 'x' }],
	['block', { account: BEN }, { account: BEN }],
	['unblock', { account: BEN }, { account: BEN }],
	['message.send', { conversation: GROUP, id: V7, body }, { conversation: GROUP, body }],
	['message.recall', { conversation: GROUP, message: V7 }, { conversation: GROUP, message: V7 }],
	[
		'message.report',
		{ conversation: GROUP, message: V7, reason: ' spam ' },
		{ conversation: GROUP, message: V7, reason: 'spam' },
	],
	['conversation.read', { conversation: GROUP, version: 0 }, { conversation: GROUP, version: 0 }],
	[
		'conversation.set',
		{ conversation: GROUP, mute: true, hide: false },
		{ conversation: GROUP, mute: true, hide: false },
	],
	['conversation.set', { conversation: GROUP }, { conversation: GROUP }],
	['group.create', { name: ' x ', members: [BEN, CAI] }, { name: 'x', members: [BEN, CAI] }],
	['group.create', { name: 'x', members: [] }, { name: 'x', members: [] }],
	['group.invite', { conversation: GROUP, accounts: [BEN] }, { conversation: GROUP, accounts: [BEN] }],
	['group.leave', { conversation: GROUP }, { conversation: GROUP }],
	['group.link', { conversation: GROUP }, { conversation: GROUP, uses: 0 }],
	['group.link', { conversation: GROUP, uses: 1, expires: 7 }, { conversation: GROUP, uses: 1, expires: 7 }],
	['group.unlink', { conversation: GROUP }, { conversation: GROUP }],
	['group.join', { token: 'x' }, { token: 'x' }],
	['group.rename', { conversation: GROUP, name: ' x ' }, { conversation: GROUP, name: 'x' }],
	['group.announce', { conversation: GROUP, text: ' x\ny ' }, { conversation: GROUP, text: 'x\ny' }],
	['group.announce', { conversation: GROUP, text: '' }, { conversation: GROUP, text: '' }],
	['group.alias', { conversation: GROUP, alias: ' x ' }, { conversation: GROUP, alias: 'x' }],
	['group.remove', { conversation: GROUP, account: BEN }, { conversation: GROUP, account: BEN }],
	['group.mute', { conversation: GROUP, account: BEN, until: 0 }, { conversation: GROUP, account: BEN, until: 0 }],
	['group.promote', { conversation: GROUP, account: BEN }, { conversation: GROUP, account: BEN }],
	['group.demote', { conversation: GROUP, account: BEN }, { conversation: GROUP, account: BEN }],
	['group.transfer', { conversation: GROUP, account: BEN }, { conversation: GROUP, account: BEN }],
	['group.dissolve', { conversation: GROUP }, { conversation: GROUP }],
	['sync', {}, {}],
	['sync', { since: 0, log: V4 }, { since: 0, log: V4 }],
	['ping', {}, {}],
	['account.find', { q: '李雷' }, { q: '李雷' }],
	['account.get', { accounts: [ANN] }, { accounts: [ANN] }],
	['conversation.get', { conversation: GROUP }, { conversation: GROUP }],
	['history', { conversation: GROUP, before: 7, limit: 100 }, { conversation: GROUP, before: 7, limit: 100 }],
	[
		'history',
		{ conversation: GROUP, at: 1_700_000_000_000, limit: 1 },
		{ conversation: GROUP, at: 1_700_000_000_000, limit: 1 },
	],
	['history', { conversation: GROUP }, { conversation: GROUP, limit: 100 }],
	['group.members', { conversation: GROUP, after: BEN, limit: 200 }, { conversation: GROUP, after: BEN, limit: 200 }],
	['group.members', { conversation: GROUP }, { conversation: GROUP, limit: 200 }],
];

test.each(good)('EV7 %s is understood: %j', (name, fields, understood) => {
	const request = parseRequest({ re: 1, do: name, ...fields });
	expect(request).toEqual({ re: 1, do: name, fields: understood, ...('id' in fields ? { id: fields.id } : {}) });
});

test('EV7 every command has a request here that is understood', () => {
	expect(new Set(good.map(([name]) => name))).toEqual(new Set(Object.keys(COMMANDS)));
});

/** Nothing that any field takes. */
const WRONG = [null, false, [[]], '\u0000', -1, 1.5, 2 ** 53, 1e300];
/** Fields that take any text. */
const TEXTS = ['log', 'q', 'token'];
/** Fields that take a number up to a limit. */
const COUNTS = ['limit', 'uses'];
/** Fields that take a yes or no. */
const FLAGS = ['mute', 'pin', 'hide'];
/** Fields of which a request has one at most. */
const PLACES = ['before', 'after', 'around', 'at'];

describe.each(good)('of %s %j', (name, fields) => {
	test('EV7 an unknown field is refused by its name', () => {
		expect(parseRequest({ re: 1, do: name, ...fields, extra: 1 })).toEqual(refused('bad-request', 'extra'));
	});

	test.each(Object.keys(COMMANDS[name].schema.properties))('EV7 a malformed %s is refused by its name', (field) => {
		const others = Object.entries(fields).filter(([key]) => !PLACES.includes(key));
		for (const wrong of COUNTS.includes(field) ? WRONG.filter((value) => Number(value) < 2) : WRONG) {
			if (TEXTS.includes(field) && typeof wrong === 'string') continue;
			if (FLAGS.includes(field) && typeof wrong === 'boolean') continue;
			const answer = parseRequest({ re: 1, do: name, ...Object.fromEntries(others), [field]: wrong });
			expect(answer).toEqual(refused('bad-request', field));
		}
	});

	test.each(COMMANDS[name].schema.required ?? [])('EV7 a missing %s is refused by its name', (field) => {
		const without = Object.fromEntries(Object.entries(fields).filter(([key]) => key !== field));
		expect(parseRequest({ re: 1, do: name, ...without })).toEqual(refused('bad-request', field));
	});
});

test.each([
	[
		'more members than 200',
		{ do: 'group.create', name: 'x', members: Array(201).fill(BEN) },
		'too-large',
		'members',
		200,
	],
	[
		'more invited than 200',
		{ do: 'group.invite', conversation: GROUP, accounts: Array(201).fill(BEN) },
		'too-large',
		'accounts',
		200,
	],
	['more accounts than 100', { do: 'account.get', accounts: Array(101).fill(BEN) }, 'too-large', 'accounts', 100],
	['a longer page than 100', { do: 'history', conversation: GROUP, limit: 101 }, 'too-large', 'limit', 100],
	['a longer page than 200', { do: 'group.members', conversation: GROUP, limit: 201 }, 'too-large', 'limit', 200],
	['a long search', { do: 'account.find', q: 'x'.repeat(101) }, 'too-large', 'q', 100],
	['a long note', { do: 'friend.request', to: BEN, note: 'x'.repeat(101) }, 'too-large', 'note', 100],
	[
		'a long text',
		{ do: 'message.send', id: V7, conversation: GROUP, body: { type: 'text', text: 'x'.repeat(8193) } },
		'too-large',
		'body.text',
		8192,
	],
	['a page without end', { do: 'history', conversation: GROUP, limit: 1e300 }, 'too-large', 'limit', 100],
	['an empty page', { do: 'history', conversation: GROUP, limit: 0 }, 'bad-request', 'limit', undefined],
	['nobody invited', { do: 'group.invite', conversation: GROUP, accounts: [] }, 'bad-request', 'accounts', undefined],
	[
		'two places in history',
		{ do: 'history', conversation: GROUP, before: 1, after: 1 },
		'bad-request',
		'after',
		undefined,
	],
	['an id in upper case', { do: 'block', account: BEN.toUpperCase() }, 'bad-request', 'account', undefined],
	['one wrong id among many', { do: 'account.get', accounts: [ANN, 'x'] }, 'bad-request', 'accounts', undefined],
	[
		'an unknown kind of body',
		{ do: 'message.send', id: V7, conversation: GROUP, body: { type: 'html', text: 'x' } },
		'bad-request',
		'body.type',
		undefined,
	],
	[
		'a picture of no width',
		{ do: 'message.send', id: V7, conversation: GROUP, body: { type: 'image', file: V7, width: 0, height: 1 } },
		'bad-request',
		'body.width',
		undefined,
	],
	[
		'a picture that is too wide',
		{ do: 'message.send', id: V7, conversation: GROUP, body: { type: 'image', file: V7, width: 65_536, height: 1 } },
		'too-large',
		'body.width',
		65_535,
	],
	[
		'a file without its id',
		{ do: 'message.send', id: V7, conversation: GROUP, body: { type: 'file' } },
		'bad-request',
		'body.file',
		undefined,
	],
	[
		'a file by a path',
		{ do: 'message.send', id: V7, conversation: GROUP, body: { type: 'file', file: '../a' } },
		'bad-request',
		'body.file',
		undefined,
	],
	[
		'a long voice',
		{ do: 'message.send', id: V7, conversation: GROUP, body: { type: 'voice', file: V7, duration: 600_001 } },
		'too-large',
		'body.duration',
		600_000,
	],
	[
		'a body that is none',
		{ do: 'message.send', id: V7, conversation: GROUP, body: 7 },
		'bad-request',
		'body',
		undefined,
	],
	[
		'a body without a kind',
		{ do: 'message.send', id: V7, conversation: GROUP, body: { text: 'x' } },
		'bad-request',
		'body.type',
		undefined,
	],
	[
		'a body with more in it',
		{ do: 'message.send', id: V7, conversation: GROUP, body: { ...body, html: 'x' } },
		'bad-request',
		'body.html',
		undefined,
	],
	[
		'a body without text',
		{ do: 'message.send', id: V7, conversation: GROUP, body: { type: 'text' } },
		'bad-request',
		'body.text',
		undefined,
	],
	[
		'an empty text',
		{ do: 'message.send', id: V7, conversation: GROUP, body: { type: 'text', text: '' } },
		'bad-request',
		'body.text',
		undefined,
	],
	['an unknown command', { do: 'message.sing' }, 'unknown-command', 'do', undefined],
	['the name of what every object has', { do: 'constructor' }, 'unknown-command', 'do', undefined],
	['a command of another kind', { do: 7 }, 'bad-request', 'do', undefined],
	['no command', {}, 'bad-request', 'do', undefined],
])('EV7 refused: %s', (_, request, code, field, max) => {
	expect(parseRequest({ re: 1, ...request })).toEqual({
		re: 1,
		rejection: { code, field, ...(max === undefined ? {} : { max }) },
	});
});

test.each([
	null,
	7,
	'ping',
	[],
	[{ re: 1, do: 'ping' }],
	{},
	{ do: 'ping' },
	{ re: '1', do: 'ping' },
	{ re: 1.5, do: 'ping' },
])('EV7 %j has no number to answer to', (frame) => {
	const answer = parseRequest(frame);
	expect(answer).toMatchObject({ rejection: { code: 'bad-request' } });
	expect(answer).not.toHaveProperty('re');
});

test('EV7 of a list that is far too long only the beginning is looked at', () => {
	let reads = 0;
	const accounts = new Proxy(Array(20_000).fill(''), {
		get(list, key) {
			reads += 1;
			return Reflect.get(list, key);
		},
	});
	expect(parseRequest({ re: 1, do: 'account.get', accounts })).toMatchObject({ rejection: { field: 'accounts' } });
	expect(reads).toBeLessThan(1000);
});

test('EV7 the first of many unknown fields is named, nested ones too', () => {
	const many = Object.fromEntries(Array.from({ length: 6000 }, (_, k) => [`k${k}`, k]));
	expect(parseRequest({ re: 1, do: 'ping', ...many })).toMatchObject(refused('bad-request', 'k0'));
	const body = { ...many, type: 'text', text: 'x' };
	const request = { re: 1, do: 'message.send', id: BEN, conversation: GROUP, body };
	expect(parseRequest(request)).toMatchObject(refused('bad-request', 'body.k0'));
});

test('EV7 whatever JSON is sent is answered, never thrown at', () => {
	const name = fc.oneof(fc.constantFrom(...Object.keys(COMMANDS)), fc.string());
	const frame = fc.oneof(
		fc.jsonValue(),
		fc.record({ re: fc.nat(), do: name }),
		fc.record({ re: fc.nat(), do: name, conversation: fc.jsonValue(), body: fc.jsonValue(), members: fc.jsonValue() }),
	);
	fc.assert(
		fc.property(frame, (value) => {
			const answer = parseRequest(value);
			expect('rejection' in answer || 'fields' in answer).toBe(true);
		}),
	);
});

test.each([
	['block', V4, true],
	['block', V7, true],
	['block', undefined, true],
	['block', V5, false],
	['block', V7.toUpperCase(), false],
	['block', 'x', false],
	['block', 7, false],
	['block', null, false],
	['message.send', undefined, false],
	['message.send', V4, true],
	['ping', V4, false],
	['sync', V7, false],
])('EV8 %s with the id %j: %j', (name, id, fits) => {
	const fields = name === 'block' ? { account: BEN } : name === 'message.send' ? { conversation: GROUP, body } : {};
	const answer = parseRequest({ re: 1, do: name, ...fields, ...(id === undefined ? {} : { id }) });
	if (fits) expect('id' in answer ? answer.id : undefined).toBe(id);
	else expect(answer).toEqual(refused('bad-request', 'id'));
});

test('EV9 the digest does not see the order of fields', () => {
	const one = commandDigest('message.send', ANN, { conversation: GROUP, body: { type: 'text', text: 'hi' } });
	expect(one).toMatch(/^[0-9a-f]{64}$/);
	expect(commandDigest('message.send', ANN, { body: { text: 'hi', type: 'text' }, conversation: GROUP })).toBe(one);
});

test('EV9 the digest of what was sent twice is one, with another id or spelt otherwise', () => {
	const digest = (frame: object) => {
		const request = parseRequest({ re: 1, ...frame });
		if ('rejection' in request) throw new Error(request.rejection.code);
		return commandDigest(request.do, ANN, request.fields);
	};
	const first = digest({ do: 'group.create', id: V4, name: 'x', members: [BEN] });
	expect(digest({ do: 'group.create', id: V7, name: ' x ', members: [BEN] })).toBe(first);
});

test.each([
	['another command', commandDigest('unblock', ANN, { account: BEN })],
	['another author', commandDigest('block', CAI, { account: BEN })],
	['another field', commandDigest('block', ANN, { account: CAI })],
	['another field name', commandDigest('block', ANN, { accounts: BEN })],
])('EV9 %s has another digest', (_, digest) => {
	expect(digest).not.toBe(commandDigest('block', ANN, { account: BEN }));
});

test('EV9 the order of a list counts, and a list is not its members side by side', () => {
	const of = (members: unknown) => commandDigest('group.create', ANN, { name: 'x', members });
	expect(of([BEN, CAI])).not.toBe(of([CAI, BEN]));
	expect(of([BEN, CAI])).not.toBe(of([[BEN, CAI]]));
});

function refused(code: string, field: string) {
	return { re: 1, rejection: { code, field } };
}
