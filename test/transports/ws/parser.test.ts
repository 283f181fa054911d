import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OPCODE } from '../../../transports/ws/encoder.ts';
import { FAULT, type FrameFault } from '../../../transports/ws/fault.ts';
import { type ClientFrame, clientBinary, clientClose, clientFrame, clientText } from '../../support/client-frames.ts';
import { cutAt, type Heard, hear, piecesOf } from './support.ts';

const { continuation, text, binary, close, ping, pong } = OPCODE;
const join = (...frames: ClientFrame[]) => Buffer.concat(frames.map(clientFrame));
const hex = (value: string) => Buffer.from(value).toString('hex');

/** A conversation with everything in it. */
const STREAM = Buffer.concat([
	clientText('hello'),
	clientText(''),
	clientText('你好，世界 🌏'),
	clientBinary(Buffer.from([0, 255, 1])),
	join({ opcode: text, payload: '你'.repeat(3).slice(0, 2), fin: false }),
	join({ opcode: ping, payload: 'between' }),
	join({ opcode: continuation, payload: Buffer.from('好🌏').subarray(0, 4), fin: false }),
	join({ opcode: pong }),
	join({ opcode: continuation, payload: '', fin: false }),
	join({ opcode: continuation, payload: Buffer.from('好🌏').subarray(4) }),
	join({ opcode: binary, payload: 'a', fin: false }, { opcode: continuation, payload: 'b' }),
	clientText('x'.repeat(126)),
	clientBinary(Buffer.alloc(200, 7)),
	clientClose(1000, '再见'),
]);
const HEARD: Heard[] = [
	{ kind: 'text', text: 'hello' },
	{ kind: 'text', text: '' },
	{ kind: 'text', text: '你好，世界 🌏' },
	{ kind: 'binary', hex: '00ff01' },
	{ kind: 'ping', hex: hex('between') },
	{ kind: 'pong', hex: '' },
	{ kind: 'text', text: '你你好🌏' },
	{ kind: 'binary', hex: hex('ab') },
	{ kind: 'text', text: 'x'.repeat(126) },
	{ kind: 'binary', hex: '07'.repeat(200) },
	{ kind: 'close', code: 1000, reason: '再见' },
];

describe('cuts', () => {
	test('WS1 a stream of frames in one read', () => {
		expect(hear([STREAM])).toEqual(HEARD);
	});

	test.each([1, 2, 3, 5, 7, 64])('WS1 a stream of frames in reads of %i bytes', (size) => {
		expect(hear(piecesOf(STREAM, size))).toEqual(HEARD);
	});

	test('WS1 a stream of frames cut in two at every place', () => {
		for (let place = 0; place <= STREAM.length; place += 1) expect(hear(cutAt(STREAM, [place]))).toEqual(HEARD);
	});

	test('WS1 empty reads change nothing', () => {
		const reads = piecesOf(STREAM, 1).flatMap((piece) => [Buffer.alloc(0), piece]);
		expect(hear(reads)).toEqual(HEARD);
	});

	test.each([125, 126, 127, 65_535, 65_536, 65_537, 300_001])('WS1 a message of %i bytes, whole and cut', (size) => {
		const message = 'é'.repeat(size / 2) + 'x'.repeat(size % 2);
		const bytes = clientText(message);
		const heard = [{ kind: 'text', text: message }];
		expect(hear([bytes])).toEqual(heard);
		expect(hear(piecesOf(bytes, 1447))).toEqual(heard);
		for (let place = 0; place < 20; place += 1) expect(hear(cutAt(bytes, [place]))).toEqual(heard);
	});

	test('WS1 payloads are unmasked at every alignment and phase', () => {
		const payload = Buffer.from(Array.from({ length: 150 }, (_, index) => index));
		for (let offset = 0; offset < 8; offset += 1) {
			const bytes = Buffer.concat([clientBinary(Buffer.alloc(offset)), clientBinary(payload)]);
			for (let place = offset; place < bytes.length; place += 1) {
				const heard = hear(cutAt(bytes, [place]));
				expect(heard[1]).toEqual({ kind: 'binary', hex: payload.toString('hex') });
			}
		}
	});
});

/** Frames by somebody who keeps the rules, with what they say. */
const messages = fc.array(
	fc.oneof(
		{
			weight: 3,
			arbitrary: fc.record({
				kind: fc.constant('text' as const),
				text: fc.string({ unit: 'grapheme', maxLength: 200 }),
				cuts: fc.array(fc.nat(400), { maxLength: 4 }),
			}),
		},
		{
			weight: 2,
			arbitrary: fc.record({
				kind: fc.constant('binary' as const),
				bytes: fc.uint8Array({ maxLength: 300 }),
				cuts: fc.array(fc.nat(400), { maxLength: 4 }),
			}),
		},
		{
			weight: 1,
			arbitrary: fc.record({
				kind: fc.constantFrom('ping' as const, 'pong' as const),
				bytes: fc.uint8Array({ maxLength: 125 }),
			}),
		},
	),
	{ maxLength: 12 },
);
const mask = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
type Sent = typeof messages extends fc.Arbitrary<(infer T)[]> ? T : never;

function framesOf(sent: Sent, key: [number, number, number, number]): Buffer {
	if (!('cuts' in sent)) {
		return clientFrame({ opcode: OPCODE[sent.kind], payload: sent.bytes, mask: key });
	}
	const payload = Buffer.from(sent.kind === 'text' ? sent.text : sent.bytes);
	const pieces = cutAt(payload, sent.cuts);
	const frames = pieces.map((piece, index) =>
		clientFrame({
			opcode: index === 0 ? OPCODE[sent.kind] : continuation,
			payload: piece,
			fin: index === pieces.length - 1,
			mask: key,
		}),
	);
	return Buffer.concat(frames);
}

function heardOf(sent: Sent): Heard {
	if (sent.kind === 'text') return { kind: 'text', text: Buffer.from(sent.text).toString() };
	return { kind: sent.kind, hex: Buffer.from(sent.bytes).toString('hex') };
}

describe('properties', () => {
	test('WS1 any messages in any fragments at any cuts come out as they were sent', () => {
		fc.assert(
			fc.property(messages, mask, fc.array(fc.nat(10_000), { maxLength: 12 }), (sent, key, cuts) => {
				const bytes = Buffer.concat(sent.map((message) => framesOf(message, key)));
				expect(hear(cutAt(bytes, cuts))).toEqual(sent.map(heardOf));
			}),
			{ numRuns: 400 },
		);
	});

	test('WS3 garbage never throws, has one end, and means the same however it is cut', () => {
		const garbage = fc.oneof(
			fc.uint8Array({ maxLength: 600 }),
			fc
				.array(
					fc.record({
						opcode: fc.oneof(
							{ weight: 4, arbitrary: fc.constantFrom(0, 1, 2, 8, 9, 10) },
							{ weight: 1, arbitrary: fc.nat(15) },
						),
						fin: fc.boolean(),
						payload: fc.uint8Array({ maxLength: 140 }),
					}),
					{ maxLength: 8 },
				)
				.map((frames) => Uint8Array.from(join(...frames))),
		);
		fc.assert(
			fc.property(garbage, fc.array(fc.nat(1000), { maxLength: 6 }), (bytes, cuts) => {
				const whole = hear([bytes], 256, 4);
				expect(hear(cutAt(Buffer.from(bytes), cuts), 256, 4)).toEqual(whole);
				const ends = whole.filter((heard) => heard.kind === 'fault' || heard.kind === 'close');
				expect(ends.length).toBeLessThanOrEqual(1);
				if (ends.length === 1) expect(whole.at(-1)).toBe(ends[0]);
				for (const end of ends) if (end.kind === 'fault') expect([1002, 1007, 1009]).toContain(end.fault.code);
			}),
			{ numRuns: 1000 },
		);
	});

	test('WS3 after a fault or a close everything is ignored', () => {
		const fault = clientFrame({ opcode: 3 });
		expect(hear([fault, clientText('late'), fault])).toHaveLength(1);
		expect(hear([clientClose(1000), clientText('late'), clientClose(1001)])).toHaveLength(1);
		expect(hear([Buffer.concat([clientClose(1000), clientText('late')])])).toHaveLength(1);
	});
});

const closing = (...payload: number[]) => clientFrame({ opcode: close, payload: Buffer.from(payload) });
const codeBytes = (code: number) => closing(code >> 8, code & 0xff);
const opened = { opcode: text, payload: 'a', fin: false };

/** What breaks which rule of RFC 6455. */
const VIOLATIONS: readonly (readonly [string, Buffer, FrameFault])[] = [
	...[1, 2, 4, 7].map(
		(reserved) => [`reserved bits ${reserved}`, join({ opcode: text, reserved }), FAULT.reservedBits] as const,
	),
	['reserved bits of a ping', join({ opcode: ping, reserved: 4 }), FAULT.reservedBits],
	...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map(
		(opcode) => [`opcode ${opcode}`, join({ opcode }), FAULT.reservedOpcode] as const,
	),
	['a text without a mask', join({ opcode: text, payload: 'a', mask: null }), FAULT.notMasked],
	['a ping without a mask', join({ opcode: ping, mask: null }), FAULT.notMasked],
	['a fragmented ping', join({ opcode: ping, fin: false }), FAULT.fragmentedControl],
	['a fragmented close', join({ opcode: close, fin: false }), FAULT.fragmentedControl],
	['a ping of 126 bytes', join({ opcode: ping, payload: 'x'.repeat(126) }), FAULT.longControl],
	['a pong with a 64-bit length', join({ opcode: pong, lengthBytes: 8 }), FAULT.longControl],
	['a continuation of nothing', join({ opcode: continuation }), FAULT.nothingToContinue],
	['an unfinished continuation of nothing', join({ opcode: continuation, fin: false }), FAULT.nothingToContinue],
	[
		'a continuation after the end',
		join(opened, { opcode: continuation }, { opcode: continuation }),
		FAULT.nothingToContinue,
	],
	['a text within a text', join(opened, { opcode: text }), FAULT.messageUnfinished],
	['a binary within a text', join(opened, { opcode: binary, fin: false }), FAULT.messageUnfinished],
	['5 bytes in 16 bits', join({ opcode: text, payload: 'hello', lengthBytes: 2 }), FAULT.lengthNotMinimal],
	['125 bytes in 16 bits', join({ opcode: text, payload: 'x'.repeat(125), lengthBytes: 2 }), FAULT.lengthNotMinimal],
	['5 bytes in 64 bits', join({ opcode: text, payload: 'hello', lengthBytes: 8 }), FAULT.lengthNotMinimal],
	['65,535 bytes in 64 bits', join({ opcode: text, announced: 65_535, lengthBytes: 8 }), FAULT.lengthNotMinimal],
	['the top bit of a 64-bit length', join({ opcode: text, announced: 2 ** 63, lengthBytes: 8 }), FAULT.lengthSigned],
	['a close of one byte', closing(3), FAULT.closePayload],
	...[0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535].map(
		(code) => [`close code ${code}`, codeBytes(code), FAULT.closeCode] as const,
	),
	['a close reason that is not UTF-8', closing(3, 232, 0xce, 0xba, 0xff), FAULT.notUtf8],
	['a close reason that stops within a character', closing(3, 232, 0xe4, 0xbd), FAULT.notUtf8],
	['a lone continuation byte', clientText(Buffer.from([0x61, 0x80])), FAULT.notUtf8],
	['an overlong slash', clientText(Buffer.from([0xc0, 0xaf])), FAULT.notUtf8],
	['a surrogate', clientText(Buffer.from([0xed, 0xa0, 0x80])), FAULT.notUtf8],
	['a code point past the last', clientText(Buffer.from([0xf4, 0x90, 0x80, 0x80])), FAULT.notUtf8],
	['a text that stops within a character', clientText(Buffer.from([0xe4, 0xbd])), FAULT.notUtf8],
	[
		'fragments that stop within a character',
		join({ ...opened, payload: Buffer.from([0xe4]) }, { opcode: continuation, payload: Buffer.from([0xbd]) }),
		FAULT.notUtf8,
	],
	['a message over the limit', clientBinary(Buffer.alloc(1001)), FAULT.messageTooBig],
	[
		'fragments over the limit together',
		join({ opcode: binary, payload: 'x'.repeat(600), fin: false }, { opcode: continuation, payload: 'x'.repeat(401) }),
		FAULT.messageTooBig,
	],
	['2^62 bytes', join({ opcode: binary, announced: 2 ** 62, lengthBytes: 8 }), FAULT.messageTooBig],
	[
		'a sixth fragment',
		join(opened, ...Array.from({ length: 5 }, () => ({ opcode: continuation, fin: false }))),
		FAULT.tooManyFragments,
	],
];

describe('violations', () => {
	test.each(VIOLATIONS)('WS2 %s', (_, bytes, fault) => {
		expect(hear([bytes], 1000, 5).at(-1)).toEqual({ kind: 'fault', fault });
		expect(hear(piecesOf(bytes, 1), 1000, 5).at(-1)).toEqual({ kind: 'fault', fault });
	});

	test.each([1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999])(
		'WS2 close code %i is allowed',
		(code) => {
			expect(hear([codeBytes(code)])).toEqual([{ kind: 'close', code, reason: '' }]);
		},
	);

	test('WS2 a close without a payload is allowed', () => {
		expect(hear([clientClose()])).toEqual([{ kind: 'close', code: undefined, reason: '' }]);
	});
});

describe('limits', () => {
	test('WS5 exactly the limit is allowed, in one frame and in fragments', () => {
		expect(hear([clientText('x'.repeat(1000))], 1000)).toHaveLength(1);
		const fragments = join({ ...opened, payload: 'x'.repeat(999) }, { opcode: continuation, payload: 'x' });
		expect(hear([fragments], 1000)).toEqual([{ kind: 'text', text: 'x'.repeat(1000) }]);
	});

	test('WS5 a limit counts for one message, not for all of them', () => {
		const stream = Buffer.concat(Array.from({ length: 20 }, () => clientText('x'.repeat(900))));
		expect(hear([stream], 1000)).toHaveLength(20);
	});

	test('WS5 a frame too big is refused by its header, before any of its payload', () => {
		const header = clientFrame({ opcode: text, announced: 1001 });
		expect(hear([header], 1000)).toEqual([{ kind: 'fault', fault: FAULT.messageTooBig }]);
		expect(hear([header.subarray(0, header.length - 1)], 1000)).toEqual([]);
	});

	test('WS5 an announced length allocates nothing', () => {
		const before = process.memoryUsage().arrayBuffers;
		const header = clientFrame({ opcode: binary, announced: 2 ** 30, lengthBytes: 8 });
		const read = Buffer.concat([header, Buffer.alloc(10)]);
		for (let count = 0; count < 50; count += 1) expect(hear([read], 2 ** 31)).toEqual([]);
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
	});
});

describe('UTF-8', () => {
	test('WS6 a character may be cut by fragments and reads', () => {
		const bytes = Buffer.from('a𐍈é漢');
		for (let first = 0; first <= bytes.length; first += 1) {
			const frames = join(
				{ opcode: text, payload: bytes.subarray(0, first), fin: false },
				{ opcode: continuation, payload: bytes.subarray(first) },
			);
			expect(hear(piecesOf(frames, 1))).toEqual([{ kind: 'text', text: 'a𐍈é漢' }]);
		}
	});

	test('WS6 a byte order mark is kept', () => {
		expect(hear([clientText('\ufeffa')])).toEqual([{ kind: 'text', text: '\ufeffa' }]);
		expect(hear(piecesOf(clientText('\ufeffa'), 2))).toEqual([{ kind: 'text', text: '\ufeffa' }]);
	});

	test('WS6 the first bad byte fails, whatever is still to come', () => {
		const fragment = clientFrame({ opcode: text, payload: Buffer.from([0x61, 0xff]), fin: false });
		expect(hear([fragment])).toEqual([{ kind: 'fault', fault: FAULT.notUtf8 }]);
		const start = clientText(Buffer.concat([Buffer.from([0xf4, 0x90]), Buffer.alloc(100, 0x61)]));
		expect(hear([start.subarray(0, 7)])).toEqual([]);
		expect(hear([start.subarray(0, 7), start.subarray(7, 8)])).toEqual([{ kind: 'fault', fault: FAULT.notUtf8 }]);
	});

	test('WS6 binary messages are not checked', () => {
		expect(hear([clientBinary(Buffer.from([0xff, 0xfe]))])).toEqual([{ kind: 'binary', hex: 'fffe' }]);
	});
});
