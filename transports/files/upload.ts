/**
 * From bytes that somebody sends to a file of theirs: taken as they come, hashed on the way, looked at, kept, and
 * recorded. Whatever goes wrong before the record, nothing is left of it.
 */
import type { Clock } from '../../core/clock.ts';
import { sha256 } from '../../core/domain/digest.ts';
import { fileName } from '../../core/domain/file-name.ts';
import type { Parsed } from '../../core/domain/parsed.ts';
import type { Rejection } from '../../core/domain/rejection.ts';
import type { AccountId, EventId, NewId } from '../../core/ids.ts';
import { type Picture, quotaFull, recordFile, spaceOf, spaceRead } from '../../core/vault/files.ts';
import { rowsOf } from '../../core/vault/rows.ts';
import type { ChatNode } from '../node.ts';
import { contentType, HEAD_BYTES } from './content-type.ts';
import { createPictures, type Look } from './pictures.ts';
import { removePlaces } from './places.ts';
import { createReservations, type Room, UPLOADS_OF_ONE_MAX } from './reservations.ts';
import type { FileStore, Receiving, Sha256 } from './store.ts';

/** Between two pieces of an upload; beyond it: `too-slow`. */
export const SILENCE_MS_MAX = 30_000;
const READ_AWAY_BYTES_MAX = 16 * 1024 * 1024;

const INCOMPLETE: Rejection = { code: 'bad-request', field: 'file' };
const BUSY: Rejection = { code: 'unavailable' };

export interface UploadPorts {
	readonly store: FileStore;
	readonly node: () => ChatNode;
	readonly clock: Clock;
	readonly newId: NewId;
	/** 0 is no limit. */
	readonly limits: { readonly fileBytes: number; readonly quotaBytes: number };
}

export interface Sent {
	readonly account: AccountId;
	/** As its sender calls it. */
	readonly name: string;
	/** As its sender says. */
	readonly type: string;
	/** Bytes announced; undefined where that was not said. */
	readonly size: number | undefined;
	/** Begins to read what is sent; not called where that is refused before. */
	readonly open: () => AsyncIterable<Uint8Array>;
}

/** What the sender is told of it. */
export interface Uploaded {
	readonly id: EventId;
	readonly name: string;
	readonly type: string;
	readonly size: number;
	readonly sha256: Sha256;
	readonly width?: number;
	readonly height?: number;
}

export type Upload = (sent: Sent) => Promise<Parsed<Uploaded>>;

export function createUpload(ports: UploadPorts): Upload {
	const reservations = createReservations();
	const pictures = createPictures();
	const { fileBytes, quotaBytes } = ports.limits;

	/** How many bytes more the account's files may take, as recorded now. */
	async function spaceLeft(account: AccountId): Promise<number> {
		if (quotaBytes === 0) return Number.POSITIVE_INFINITY;
		const [rows] = await ports.node().log.select([spaceRead(account)]);
		return quotaBytes - spaceOf(rowsOf('file_space', rows));
	}

	const tooLarge = (size: number): Rejection | undefined =>
		fileBytes > 0 && size > fileBytes ? { code: 'too-large', field: 'file', max: fileBytes } : undefined;

	/** Takes the whole of it, or tells why not. */
	async function take(sent: Sent, receiving: Receiving, left: number, room: Room): Promise<Rejection | undefined> {
		const pieces = sent.open()[Symbol.asyncIterator]();
		for (;;) {
			const piece = await inTime(pieces.next(), ports.clock);
			if (piece === 'late') return { code: 'too-slow' };
			// The sender went away in the middle of it, as anybody may.
			if (piece === 'broken') return INCOMPLETE;
			if (piece.done) break;
			const size = receiving.size + piece.value.length;
			const rejection = tooLarge(size) ?? (room.grow(size, left) ? undefined : quotaFull(quotaBytes));
			if (rejection !== undefined) {
				await readAway(pieces, ports.clock);
				return rejection;
			}
			await receiving.write(piece.value);
		}
		const { size } = receiving;
		if (size === 0 || size !== (sent.size ?? size)) return INCOMPLETE;
		// Others of the account's may have been recorded since.
		return size > (await spaceLeft(sent.account)) ? quotaFull(quotaBytes) : undefined;
	}

	async function keep(sent: Sent, receiving: Receiving): Promise<Parsed<Uploaded>> {
		const { account } = sent;
		const type = await contentType(await receiving.peek(0, HEAD_BYTES), sent.type);
		if (type.startsWith('image/')) await removePlaces(receiving, type);
		const look = await pictures.look(receiving, type);
		if (look === 'busy') return { rejection: BUSY };
		const picture = look === undefined ? undefined : await keepPicture(look);
		const kept = await receiving.keep();
		const file = ports.newId() as EventId;
		const named = { name: fileName(sent.name), type, ...kept };
		const outcome = await ports.node().execute({
			name: 'file.upload',
			author: account,
			id: file,
			digest: sha256(JSON.stringify(named)),
			...recordFile({ file, account, ...named, picture }, quotaBytes),
		});
		if (outcome.state === 'rejected') return outcome;
		const { width, height } = picture ?? {};
		return { ok: { id: file, ...named, ...(width !== undefined && height !== undefined && { width, height }) } };
	}

	async function keepPicture({ width, height, thumbnail }: Look): Promise<Picture> {
		if (thumbnail === undefined) return { width, height, thumbnail: null };
		const small = await ports.store.receive();
		await small.write(thumbnail);
		return { width, height, thumbnail: (await small.keep()).sha256 };
	}

	return async (sent) => {
		const { account, size = 0 } = sent;
		const rejection = tooLarge(size);
		if (rejection !== undefined) return { rejection };
		const left = await spaceLeft(account);
		const reserved = reservations.reserve(account, size, left);
		switch (reserved.state) {
			case 'busy':
				return { rejection: BUSY };
			case 'too-many':
				return { rejection: { code: 'too-often', max: UPLOADS_OF_ONE_MAX } };
			case 'full':
				return { rejection: quotaFull(quotaBytes) };
			case 'reserved':
				try {
					return await receive(sent, left, reserved.room);
				} finally {
					reserved.room.free();
				}
			default:
				return reserved satisfies never;
		}
	};

	async function receive(sent: Sent, left: number, room: Room): Promise<Parsed<Uploaded>> {
		const receiving = await ports.store.receive();
		try {
			const rejection = await take(sent, receiving, left, room);
			return rejection === undefined ? await keep(sent, receiving) : { rejection };
		} finally {
			await receiving.drop();
		}
	}
}

type Piece = IteratorResult<Uint8Array>;

/** What still comes of a refused upload, up to a limit: who is still sending when the line is closed does not hear why. */
async function readAway(pieces: AsyncIterator<Uint8Array>, clock: Clock): Promise<void> {
	for (let left = READ_AWAY_BYTES_MAX; left > 0; ) {
		const piece = await inTime(pieces.next(), clock);
		if (piece === 'late' || piece === 'broken' || piece.done) return;
		left -= piece.value.length;
	}
}

/** What comes next, unless nothing does for too long. */
async function inTime(next: Promise<Piece>, clock: Clock): Promise<Piece | 'late' | 'broken'> {
	const { promise: late, resolve } = Promise.withResolvers<'late'>();
	const timer = clock.after(SILENCE_MS_MAX, () => resolve('late'));
	try {
		return await Promise.race([late, next.catch(() => 'broken' as const)]);
	} finally {
		clock.clear(timer);
	}
}
