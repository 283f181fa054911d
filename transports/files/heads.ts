/**
 * Head pictures out of whatever picture somebody sends: a square of its middle, in two sizes, as WebP and without anything
 * else that it said. Its kind and size are read from its header before anything is decoded; one is made at a time.
 */
import type { Rejection } from '../../core/domain/rejection.ts';
import { Turns } from '../../core/log/turns.ts';
import type { Heads } from '../../core/vault/avatar.ts';
import { openPicture } from './pictures.ts';

/** Bytes that a picture for a head has; beyond it: 413. */
export const AVATAR_BYTES_MAX = 5 * 1024 * 1024;
/** Width times height; beyond it: 413. */
export const AVATAR_PIXELS_MAX = 25_000_000;
/** Sides of the two, in pixels: three for each that a screen of today shows. */
const LARGE_PX = 384;
const SMALL_PX = 128;
/** Qualities tried, one after the other, until it fits into a column of the vault. */
const QUALITIES = [82, 60, 35, 10] as const;
const HEAD_BYTES_MAX = 65_535;
/** One that takes longer to decode is refused. */
const SECONDS_MAX = 10;
/** Pictures waiting for their turn on a node; beyond it: `unavailable`. */
const WAITING_MAX = 32;

export type MadeHeads = { readonly ok: Heads } | { readonly rejection: Rejection };

/** `unsupported-type` for what is no PNG, JPEG, WebP or GIF, `too-large` for too many pixels, `bad-image` for a broken one. */
export function createHeadMaker(): (bytes: Uint8Array) => Promise<MadeHeads> {
	const turns = new Turns(1);
	let waiting = 0;
	return async (bytes) => {
		if (waiting >= WAITING_MAX) return { rejection: { code: 'unavailable' } };
		waiting += 1;
		try {
			return await turns.run(() => make(bytes));
		} finally {
			waiting -= 1;
		}
	};
}

async function make(bytes: Uint8Array): Promise<MadeHeads> {
	const head = await openPicture(bytes).catch(() => undefined);
	if (head === undefined) return { rejection: { code: 'unsupported-type' } };
	if (head.width * head.height > AVATAR_PIXELS_MAX) {
		return { rejection: { code: 'too-large', field: 'pixels', max: AVATAR_PIXELS_MAX } };
	}
	try {
		return { ok: { large: await square(head, LARGE_PX), small: await square(head, SMALL_PX) } };
	} catch {
		return { rejection: { code: 'bad-image' } };
	}
}

type Picture = NonNullable<Awaited<ReturnType<typeof openPicture>>>;

async function square({ decode }: Picture, side: number): Promise<Uint8Array> {
	for (const quality of QUALITIES) {
		const made = await decode()
			.timeout({ seconds: SECONDS_MAX })
			.autoOrient()
			.resize({ width: side, height: side, fit: 'cover' })
			.webp({ quality })
			.toBuffer();
		if (made.length <= HEAD_BYTES_MAX) return made;
	}
	throw new Error('a head does not fit');
}
