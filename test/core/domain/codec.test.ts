import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Type from 'typebox';
import { expect, test } from 'vitest';
import {
	createCodec,
	decodeEvent,
	encodeEvent,
	IncomprehensibleEvent,
	publicEvent,
	redactedData,
} from '../../../core/domain/codec.ts';
import { EVENTS, type EventType } from '../../../core/domain/events.ts';
import type { AccountId, EventId, StreamId } from '../../../core/ids.ts';
import type { StoredEvent } from '../../../core/log/port.ts';

const A = '018f0000-0000-7000-8000-00000000000a' as AccountId;
const SALT = '000102030405060708090a0b0c0d0e0f';
const folder = join(import.meta.dirname, 'samples');
/** Stored data of every type in every schema ever written: `<type>.<schema>.json`. */
const samples = readdirSync(folder).map((file) => {
	const [type, schema] = file.split('.');
	const data = JSON.stringify(JSON.parse(readFileSync(join(folder, file), 'utf8')));
	return { type: type as EventType, schema: Number(schema), data };
});

function stored(type: string, data: string, schema = 1): StoredEvent {
	const id = '018f0000-0000-7000-8000-0000000000ee' as EventId;
	return { position: 7, stream: A as StreamId, version: 3, id, type, schema, at: 1_700_000_000_000, by: A, data };
}

test('EV1 every type has a stored sample in every schema up to its newest', () => {
	const wanted = Object.entries(EVENTS).flatMap(([type, { schema }]) =>
		Array.from({ length: schema }, (_, k) => `${type}.${k + 1}`),
	);
	expect(samples.map(({ type, schema }) => `${type}.${schema}`).sort()).toEqual(wanted.sort());
});

test.each(samples)('EV1 the stored $type of schema $schema decodes', ({ type, schema, data }) => {
	const event = decodeEvent(stored(type, data, schema));
	expect(event).toMatchObject({ position: 7, version: 3, type, by: A });
	expect(encodeEvent(type, event.data)).toEqual(schema === EVENTS[type].schema ? data : expect.any(String));
});

test.each(samples)('EV2 a redacted $type decodes and tells nobody what it held', ({ type, schema, data }) => {
	const event = decodeEvent(stored(type, redactedData(data), schema));
	expect(event.data).toEqual({ redacted: true, digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
	expect(publicEvent(event)?.data).toEqual(EVENTS[type].audience === 'nobody' ? undefined : { redacted: true });
});

test('EV2 the digest of a redaction is the SHA-256 of the stored text', () => {
	expect(redactedData('abc')).toBe(
		'{"redacted":true,"digest":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}',
	);
});

test('EV3 fields are written in the order of the schema, salt and command last', () => {
	const body = { text: 'hi', type: 'text' };
	const command = 'ab'.repeat(32);
	expect(encodeEvent('MessageSent', { command, salt: SALT, body, n: 1 })).toBe(
		`{"n":1,"body":{"type":"text","text":"hi"},"salt":"${SALT}","command":"${command}"}`,
	);
});

test.each([
	['a field is missing', 'RemarkChanged', { account: A, salt: SALT }],
	['a field has another type', 'MessagesRead', { conversation: A, version: '1', n: 0 }],
	['a number is negative', 'MessagesRead', { conversation: A, version: -1, n: 0 }],
	['an id is none', 'AccountBlocked', { account: 'me' }],
	['an id is in upper case', 'AccountBlocked', { account: A.toUpperCase() }],
	['a field is not listed', 'AccountBlocked', { account: A, phone: '+8613800000000' }],
	['a word is none of those that there are', 'ProfileChanged', { gender: 'x', salt: SALT }],
	['a list is empty', 'MemberJoined', { accounts: [], via: 'create' }],
	['a list is too long', 'MemberJoined', { accounts: Array(501).fill(A), via: 'create' }],
	['personal content has no salt', 'GroupCreated', { name: 'x' }],
	['a salt stands where nothing is personal', 'AccountBlocked', { account: A, salt: SALT }],
	['a command digest is none', 'AccountBlocked', { account: A, command: 'x' }],
	['the type is unknown', 'Nothing', {}],
	['the type is a name every object has', 'constructor', {}],
])('EV3 writing throws when %s', (_, type, data) => {
	expect(() => encodeEvent(type, data)).toThrow();
});

test.each([
	['an unknown type', 'Nothing', '{}', 1],
	['the name of something every object has', 'toString', '{}', 1],
	['a schema of the future', 'AccountBlocked', `{"account":"${A}"}`, 2],
	['a schema that never was', 'AccountBlocked', `{"account":"${A}"}`, 0],
	['a redacted event of the future', 'AccountBlocked', redactedData('x'), 2],
	['no JSON', 'NodeStarted', '{', 1],
	['null', 'NodeStarted', 'null', 1],
	['a missing field', 'AccountBlocked', '{}', 1],
	['a field of another type', 'MessagesRead', `{"conversation":"${A}","version":"1","n":0}`, 1],
	['null for an object', 'MessageSent', '{"n":1,"body":null}', 1],
	['an object for a list', 'MemberJoined', '{"accounts":{},"via":"invite"}', 1],
])('EV4 reading %s is an IncomprehensibleEvent that names the position', (_, type, data, schema) => {
	const reading = () => decodeEvent(stored(type, data, schema));
	expect(reading).toThrow(IncomprehensibleEvent);
	expect(reading).toThrow(/position 7/);
});

test('EV3 what need not be there may be missing, stored and told, and nothing stands in its place', () => {
	const data = encodeEvent('ProfileChanged', { city: '', salt: SALT });
	expect(data).toBe(`{"city":"","salt":"${SALT}"}`);
	expect(publicEvent(decodeEvent(stored('ProfileChanged', data)))?.data).toEqual({ city: '' });
	expect(() => decodeEvent(stored('ProfileChanged', '{"city":7}'))).toThrow(IncomprehensibleEvent);
});

test('EV5 an older schema is brought to the newest step by step; redacted data stays as it is', () => {
	const fields = Type.Object({ first: Type.String(), last: Type.String() });
	const codec = createCodec(
		{ Named: { audience: 'members', schema: 2, fields, personal: false } },
		{
			Named: {
				0: ({ name }) => ({ full: name }),
				1: ({ full }) => {
					const [first, last] = String(full).split(' ');
					return { first, last };
				},
			},
		},
	);
	const named = { first: 'Li', last: 'Lei' };
	expect(codec.decodeEvent(stored('Named', '{"name":"Li Lei"}', 0)).data).toEqual(named);
	expect(codec.decodeEvent(stored('Named', '{"full":"Li Lei"}', 1)).data).toEqual(named);
	expect(codec.decodeEvent(stored('Named', JSON.stringify(named), 2)).data).toEqual(named);
	expect(codec.decodeEvent(stored('Named', redactedData('x'), 0)).data).toMatchObject({ redacted: true });
	expect(() => codec.decodeEvent(stored('Named', '{"name":"x"}', 3))).toThrow(IncomprehensibleEvent);
});

test.each(samples)('EV6 what leaves the server of $type is its listed fields alone', ({ type, schema, data }) => {
	const { audience, fields } = EVENTS[type];
	const shown = publicEvent(decodeEvent(stored(type, data, schema)));
	if (audience === 'nobody') return expect(shown).toBeUndefined();
	expect(Object.keys(shown ?? {}).sort()).toEqual(['at', 'by', 'data', 'id', 'position', 'stream', 'type', 'version']);
	expect(Object.keys(shown?.data ?? {})).toEqual(Object.keys(fields.properties));
	return expect(JSON.stringify(shown)).not.toMatch(/"(salt|command|schema)"/);
});

test('EV6 a stored field that is not listed never leaves, nested ones neither', () => {
	const data = `{"n":1,"body":{"type":"text","text":"hi","ip":"10.0.0.1"},"salt":"${SALT}","draft":"x"}`;
	expect(publicEvent(decodeEvent(stored('MessageSent', data)))?.data).toEqual({
		n: 1,
		body: { type: 'text', text: 'hi' },
	});
});
