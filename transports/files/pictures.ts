/**
 * Pictures as far as the server looks at them: their size, from their header, and a small one of each for rows of
 * messages. They come from anybody: few formats are read, none beyond a number of pixels, one at a time.
 */
import sharp, { type Sharp } from 'sharp';
import { Turns } from '../../core/log/turns.ts';
import type { Receiving } from './store.ts';

/** Width times height of a picture that is looked at; a larger one is a file like any other. */
export const PIXELS_MAX = 64 * 1024 * 1024;
/** Of the small picture's longer side. */
const THUMBNAIL_PX = 640;
/** A picture within both is small enough by itself. */
const SMALL_BYTES = 96 * 1024;
const THUMBNAIL_QUALITY = 76;
/** One that takes longer to make small is left as it is. */
const SHRINK_S_MAX = 20;
/** Pictures looked at together on a node, and such as wait for it; beyond that an upload is `unavailable`. */
const AT_ONCE = 2;
const WAITING_MAX = 64;

/** Media types by the names that the library has for them. */
export const FORMATS: Readonly<Record<string, string>> = {
	jpeg: 'image/jpeg',
	png: 'image/png',
	webp: 'image/webp',
	gif: 'image/gif',
};
const TYPES: ReadonlySet<string> = new Set(Object.values(FORMATS));

// Nothing but the formats above is ever tried on bytes from outside.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
	operation: ['Jpeg', 'Png', 'Webp', 'Nsgif'].map((format) => `VipsForeignLoad${format}`),
});
sharp.cache(false);
sharp.concurrency(1);

export interface Look {
	/** As it is shown: turned as its EXIF says. */
	readonly width: number;
	readonly height: number;
	/** A WebP; undefined where the picture is small itself. */
	readonly thumbnail: Uint8Array | undefined;
}

export interface Pictures {
	/** Undefined for what is no picture that can be shown; `busy` where too many wait. */
	look(content: Receiving, type: string): Promise<Look | undefined | 'busy'>;
}

export function createPictures(): Pictures {
	const turns = new Turns(AT_ONCE);
	let waiting = 0;
	return {
		async look(content, type) {
			if (!TYPES.has(type)) return undefined;
			if (waiting >= WAITING_MAX) return 'busy';
			waiting += 1;
			try {
				return await turns.run(() => look(content, type));
			} finally {
				waiting -= 1;
			}
		},
	};
}

async function look(content: Receiving, type: string): Promise<Look | undefined> {
	try {
		const picture = read(content);
		const { format, autoOrient } = await picture.metadata();
		const { width, height } = autoOrient;
		if (FORMATS[format] !== type || width * height > PIXELS_MAX) return undefined;
		const small = Math.max(width, height) <= THUMBNAIL_PX && content.size <= SMALL_BYTES;
		return { width, height, thumbnail: small ? undefined : await shrink(content) };
	} catch {
		// What the library cannot read a browser need not try to.
		return undefined;
	}
}

function read({ source }: Receiving): Sharp {
	return sharp(source, { limitInputPixels: PIXELS_MAX, failOn: 'error', sequentialRead: true });
}

function shrink(content: Receiving): Promise<Uint8Array> {
	return read(content)
		.timeout({ seconds: SHRINK_S_MAX })
		.autoOrient()
		.resize({ width: THUMBNAIL_PX, height: THUMBNAIL_PX, fit: 'inside', withoutEnlargement: true })
		.webp({ quality: THUMBNAIL_QUALITY })
		.toBuffer();
}

/** What a picture's header says, and the picture itself to be decoded; undefined for another kind. Throws for what is none. */
export async function openPicture(bytes: Uint8Array) {
	const { format, width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
	if (FORMATS[format] === undefined) return undefined;
	const decode = () => sharp(bytes, { limitInputPixels: PIXELS_MAX, failOn: 'error', sequentialRead: true });
	return { width, height, decode };
}
