/**
 * Files in a folder: `<folder>/ab/cdef…` by SHA-256, so equal contents are one file. What comes is written to
 * `<folder>/incoming` and hashed on the way, flushed to the disk, and moved to its place in one step: a name that is
 * there stands for all of its bytes, whenever the process or the machine ends.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { removeLeftovers, writerName } from './leftovers.ts';
import { receiveAt } from './receive-at.ts';
import { type FileStore, isSha256, type Sha256 } from './store.ts';

/** Only its owner may read what people send. */
const FOLDER_MODE = 0o700;
/** Bytes read at a time, and held for a reader who takes none. */
const READ_BYTES = 64 * 1024;
const SHELF_DIGITS = 2;

/** Opens the folder, making it where it is missing, and sweeps what processes that are gone left unfinished. */
export async function openDiskStore(folder: string): Promise<FileStore> {
	const incoming = join(folder, 'incoming');
	await mkdir(incoming, { recursive: true, mode: FOLDER_MODE });
	await removeLeftovers(incoming);
	const shelfOf = (sha256: Sha256) => join(folder, sha256.slice(0, SHELF_DIGITS));
	const pathOf = (sha256: Sha256) => join(shelfOf(sha256), sha256.slice(SHELF_DIGITS));

	async function place(from: string, sha256: Sha256): Promise<void> {
		await mkdir(shelfOf(sha256), { recursive: true, mode: FOLDER_MODE });
		// Also where it is there already: its time tells that somebody needs it now.
		await rename(from, pathOf(sha256));
		await flush(shelfOf(sha256));
		await flush(folder);
	}

	return {
		receive: () => receiveAt(join(incoming, `${writerName()}.${randomUUID()}`), place),
		async read(sha256, start, end) {
			if (!isSha256(sha256)) return undefined;
			const file = await orAbsent(open(pathOf(sha256)));
			return file && bytesOf(file, start, end);
		},
		async size(sha256) {
			return isSha256(sha256) ? (await orAbsent(stat(pathOf(sha256))))?.size : undefined;
		},
		async *list() {
			for (const shelf of await readdir(folder)) {
				if (shelf.length !== SHELF_DIGITS) continue;
				for (const rest of await readdir(join(folder, shelf))) {
					const found = await orAbsent(stat(join(folder, shelf, rest)));
					if (found !== undefined && isSha256(shelf + rest)) yield { sha256: shelf + rest, at: found.mtimeMs };
				}
			}
		},
		async remove(sha256, before) {
			if (!isSha256(sha256)) return;
			const kept = await orAbsent(stat(pathOf(sha256)));
			if (kept === undefined || kept.mtimeMs >= before) return;
			// Put aside first: what somebody puts in its place from now on is another file.
			const aside = join(incoming, `${writerName()}.${randomUUID()}`);
			const moved = await orAbsent(rename(pathOf(sha256), aside).then(() => stat(aside)));
			if (moved === undefined) return;
			if (moved.mtimeMs < before) await rm(aside, { force: true });
			else await rename(aside, pathOf(sha256));
		},
	};
}

/** Reads as the reader takes, and lets go of the file at the end, after a failure, and when the reader does not want the rest. */
function bytesOf(file: Awaited<ReturnType<typeof open>>, start: number, end: number): ReadableStream<Uint8Array> {
	let at = start;
	return new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				try {
					const { bytesRead, buffer } = await file.read(new Uint8Array(Math.min(READ_BYTES, end - at)), {
						position: at,
					});
					at += bytesRead;
					if (bytesRead > 0) controller.enqueue(buffer.subarray(0, bytesRead));
					if (at < end && bytesRead > 0) return;
					await file.close();
					controller.close();
				} catch (error) {
					await file.close();
					throw error;
				}
			},
			cancel: () => file.close(),
		},
		{ highWaterMark: 0 },
	);
}

/** Makes names durable. Where a folder cannot be opened as a file (Windows) its names are written with it. */
async function flush(folder: string): Promise<void> {
	const handle = await open(folder).catch(() => undefined);
	try {
		await handle?.sync();
	} finally {
		await handle?.close();
	}
}

async function orAbsent<T>(asked: Promise<T>): Promise<T | undefined> {
	try {
		return await asked;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
		throw error;
	}
}
