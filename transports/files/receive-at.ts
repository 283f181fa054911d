/** A content that is being written to a file, hashed on the way. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import type { Receiving, Sha256 } from './store.ts';

const FILE_MODE = 0o600;

/** `place` moves the finished file, durable by then, to where its content belongs. */
export async function receiveAt(
	path: string,
	place: (path: string, sha256: Sha256) => Promise<void>,
): Promise<Receiving> {
	const file = await open(path, 'wx+', FILE_MODE);
	const hash = createHash('sha256');
	let size = 0;
	let patched = false;

	async function writeAt(bytes: Uint8Array, position: number): Promise<void> {
		for (let done = 0; done < bytes.length; ) {
			const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
			done += bytesWritten;
		}
	}

	async function drop(): Promise<void> {
		await file.close();
		await rm(path, { force: true });
	}

	return {
		get size() {
			return size;
		},
		source: path,
		async write(bytes) {
			hash.update(bytes);
			await writeAt(bytes, size);
			size += bytes.length;
		},
		async peek(at, length) {
			const wanted = Math.max(0, Math.min(length, size - at));
			const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, at);
			return buffer.subarray(0, bytesRead);
		},
		async patch(at, bytes) {
			patched = true;
			await writeAt(bytes, at);
		},
		async keep() {
			try {
				const sha256 = patched ? await hashOf(path) : hash.digest('hex');
				const now = new Date();
				await file.utimes(now, now);
				await file.sync();
				await file.close();
				await place(path, sha256);
				return { sha256, size };
			} catch (error) {
				await drop();
				throw error;
			}
		},
		drop,
	};
}

async function hashOf(path: string): Promise<Sha256> {
	const hash = createHash('sha256');
	for await (const chunk of createReadStream(path)) hash.update(chunk);
	return hash.digest('hex');
}
