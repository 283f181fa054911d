import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binaryFrame, closeFrame, OPCODE, pingFrame, pongFrame, textFrame } from '../../../transports/ws/encoder.ts';
import { clientFrame, serverFrames } from '../../support/client-frames.ts';
import { hear } from './support.ts';

/** The frames of a server as a client would send the same. */
function masked(frames: Buffer): Buffer {
	return Buffer.concat(serverFrames(frames).map((frame) => clientFrame(frame)));
}

test('WS4 known frames, byte by byte', () => {
	expect(textFrame('Hello').toString('hex')).toBe('810548656c6c6f');
	expect(textFrame(Buffer.from('Hello')).toString('hex')).toBe('810548656c6c6f');
	expect(pingFrame(Buffer.from('Hello')).toString('hex')).toBe('890548656c6c6f');
	expect(pongFrame().toString('hex')).toBe('8a00');
	expect(closeFrame().toString('hex')).toBe('8800');
	expect(closeFrame(1000).toString('hex')).toBe('880203e8');
	expect(closeFrame(4001, 'a').toString('hex')).toBe('88030fa161');
	const header = (size: number) => binaryFrame(Buffer.alloc(size)).subarray(0, -size).toString('hex');
	expect(header(125)).toBe('827d');
	expect(header(126)).toBe('827e007e');
	expect(header(65_535)).toBe('827effff');
	expect(header(65_536)).toBe('827f0000000000010000');
});

test.each([0, 1, 125, 126, 127, 65_535, 65_536, 65_537])(
	'WS4 a message of %i bytes has the shortest header',
	(size) => {
		const text = 'x'.repeat(size);
		expect(serverFrames(textFrame(text))).toEqual([{ opcode: OPCODE.text, payload: Buffer.from(text) }]);
		expect(serverFrames(binaryFrame(Buffer.from(text)))).toEqual([
			{ opcode: OPCODE.binary, payload: Buffer.from(text) },
		]);
	},
);

test('WS4 what was encoded comes out of a parser unchanged', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (text, bytes) => {
			const control = bytes.subarray(0, 125);
			const frames = [
				textFrame(text),
				binaryFrame(bytes),
				pingFrame(control),
				pongFrame(control),
				closeFrame(4321, 'end'),
			];
			expect(hear([masked(Buffer.concat(frames))])).toEqual([
				{ kind: 'text', text: Buffer.from(text).toString() },
				{ kind: 'binary', hex: Buffer.from(bytes).toString('hex') },
				{ kind: 'ping', hex: Buffer.from(control).toString('hex') },
				{ kind: 'pong', hex: Buffer.from(control).toString('hex') },
				{ kind: 'close', code: 4321, reason: 'end' },
			]);
		}),
	);
});

test('WS4 a long close reason is cut between characters', () => {
	const frame = closeFrame(1008, '再'.repeat(60));
	expect(hear([masked(frame)])).toEqual([{ kind: 'close', code: 1008, reason: '再'.repeat(41) }]);
});

test('WS4 a control frame with too much payload is refused', () => {
	expect(() => pingFrame(Buffer.alloc(126))).toThrow(RangeError);
});
