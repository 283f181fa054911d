/**
 * Takes out of a picture where it was taken, in place, so that not one other byte of it changes: what a phone writes
 * down without asking, and people send without knowing. Blocks of EXIF are known by what stands before them in JPEG and
 * HEIC, PNG and WebP; places in XMP by their names.
 */
import { crc32 } from 'node:zlib';
import { placesInExif, type Range } from './exif-places.ts';
import type { Receiving } from './store.ts';

/** Bytes looked at together, and of those how many are looked at again with the next ones. */
const WINDOW_BYTES = 1024 * 1024;
const OVERLAP_BYTES = 512;
/** What is looked at of a block of EXIF: in a JPEG it has no more than 64 KiB. */
const EXIF_BYTES_MAX = 256 * 1024;
const TIFF_HEADERS = [Buffer.from('II*\0', 'latin1'), Buffer.from('MM\0*', 'latin1')];
/** What stands before a block: in JPEG and HEIC, in PNG, in WebP (then its size). */
const BEFORE_EXIF = /(Exif\0\0|eXIf|EXIF.{4})$/s;
/** An attribute or an element; its value is the last group. */
const XMP_PLACE = /exif:GPS\w{1,40}(?:\s*=\s*["']|>)([^"'<>]{1,200})/g;

const PNG_SIGNATURE_BYTES = 8;
const PNG_CHUNK_BYTES_MAX = 1024 * 1024;

/** Whether there were any. */
export async function removePlaces(picture: Receiving, type: string): Promise<boolean> {
	const blanked: Range[] = [];
	for (let from = 0; from < picture.size; from += WINDOW_BYTES - OVERLAP_BYTES) {
		const window = await picture.peek(from, WINDOW_BYTES);
		for (const at of exifBlocks(window)) {
			const block = await picture.peek(from + at, EXIF_BYTES_MAX);
			for (const { start, end } of placesInExif(block)) {
				blanked.push({ start: from + at + start, end: from + at + end });
				await picture.patch(from + at + start, Buffer.alloc(end - start));
			}
		}
		for (const { start, end } of xmpPlaces(window)) {
			blanked.push({ start: from + start, end: from + end });
			await picture.patch(from + start, Buffer.alloc(end - start, ' '));
		}
	}
	if (blanked.length > 0 && type === 'image/png') await sumAgain(picture, blanked);
	return blanked.length > 0;
}

function exifBlocks(window: Buffer): number[] {
	return TIFF_HEADERS.flatMap((header) => {
		const found: number[] = [];
		for (let at = window.indexOf(header); at !== -1; at = window.indexOf(header, at + 1)) {
			if (BEFORE_EXIF.test(window.toString('latin1', Math.max(0, at - 8), at))) found.push(at);
		}
		return found;
	});
}

function xmpPlaces(window: Buffer): Range[] {
	if (!window.includes('exif:GPS')) return [];
	return [...window.toString('latin1').matchAll(XMP_PLACE)].map((match) => {
		const end = match.index + match[0].length;
		return { start: end - match[1]!.length, end };
	});
}

/** A chunk of a PNG ends with a sum of its bytes, which readers may insist on. */
async function sumAgain(picture: Receiving, blanked: readonly Range[]): Promise<void> {
	for (let at = PNG_SIGNATURE_BYTES; at + 12 <= picture.size; ) {
		const head = await picture.peek(at, 8);
		const length = head.readUInt32BE(0);
		const data = { start: at + 8, end: at + 8 + length };
		const isChanged = blanked.some(({ start, end }) => start < data.end && end > data.start);
		if (isChanged && length <= PNG_CHUNK_BYTES_MAX && data.end + 4 <= picture.size) {
			const sum = Buffer.alloc(4);
			sum.writeUInt32BE(crc32(await picture.peek(at + 4, 4 + length)));
			await picture.patch(data.end, sum);
		}
		at = data.end + 4;
	}
}
