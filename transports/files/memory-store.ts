/** Files in memory, for tests and simulation. */
import { createHash } from 'node:crypto';
import type { Clock } from '../../core/clock.ts';
import type { FileStore, Receiving, Sha256 } from './store.ts';

export function createMemoryStore(clock: Pick<Clock, 'now'>): FileStore {
	const contents = new Map<Sha256, { readonly bytes: Buffer; readonly at: number }>();
	return {
		async receive() {
			return receiving((sha256, bytes) => contents.set(sha256, { bytes, at: clock.now() }));
		},
		async read(sha256, start, end) {
			const content = contents.get(sha256);
			return content && new Blob([new Uint8Array(content.bytes.subarray(start, end))]).stream();
		},
		size: async (sha256) => contents.get(sha256)?.bytes.length,
		async *list() {
			for (const [sha256, { at }] of contents) yield { sha256, at };
		},
		async remove(sha256, before) {
			if ((contents.get(sha256)?.at ?? before) < before) contents.delete(sha256);
		},
	};
}

function receiving(put: (sha256: Sha256, bytes: Buffer) => void): Receiving {
	let bytes: Buffer<ArrayBufferLike> = Buffer.alloc(0);
	return {
		get size() {
			return bytes.length;
		},
		get source() {
			return bytes;
		},
		async write(more) {
			bytes = Buffer.concat([bytes, more]);
		},
		peek: async (at, length) => Buffer.from(bytes.subarray(at, at + length)),
		async patch(at, change) {
			bytes.set(change, at);
		},
		async keep() {
			const sha256 = createHash('sha256').update(bytes).digest('hex');
			put(sha256, bytes);
			return { sha256, size: bytes.length };
		},
		async drop() {},
	};
}
