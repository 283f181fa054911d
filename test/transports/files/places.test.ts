import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { placesInExif } from '../../../transports/files/exif-places.ts';
import { createMemoryStore } from '../../../transports/files/memory-store.ts';
import { removePlaces } from '../../../transports/files/places.ts';
import { systemClock } from '../../../transports/system-clock.ts';
import { picture, placedPicture } from '../../support/pictures.ts';

async function without(bytes: Uint8Array, type: string): Promise<{ removed: boolean; bytes: Buffer }> {
	const receiving = await createMemoryStore(systemClock).receive();
	await receiving.write(bytes);
	const removed = await removePlaces(receiving, type);
	return { removed, bytes: await receiving.peek(0, bytes.length) };
}

/** What EXIF says of the place: numbers of the GPS directory, as they stand in the block. */
async function exifOf(bytes: Buffer): Promise<Buffer> {
	return (await sharp(bytes).metadata()).exif ?? Buffer.alloc(0);
}

/** 27/1 and the 59 of 59/1, the low bytes first. */
const LATITUDE = Buffer.from([27, 0, 0, 0, 1, 0, 0, 0, 59, 0, 0, 0]).toString('latin1');

test.each(['jpeg', 'png', 'webp'] as const)('FI6 a %s loses its place and nothing else', async (format) => {
	const placed = await placedPicture(format, 6);
	expect((await exifOf(placed)).toString('latin1')).toContain(LATITUDE);
	const { removed, bytes } = await without(placed, `image/${format}`);
	expect(removed).toBe(true);
	expect(bytes).toHaveLength(placed.length);
	const exif = (await exifOf(bytes)).toString('latin1');
	expect(exif).not.toContain(LATITUDE);
	expect(exif).toContain('kept');
	expect(bytes.toString('latin1')).not.toContain(LATITUDE);
	// Readable to the last pixel, turned as before.
	const { autoOrient } = await sharp(bytes).metadata();
	expect(autoOrient).toEqual({ width: 80, height: 120 });
	const pixels = (of: Buffer) => sharp(of, { failOn: 'warning' }).raw().toBuffer();
	expect(await pixels(bytes)).toEqual(await pixels(placed));
});

test('FI6 wherever in a file the block stands, as in a HEIC, and in either order of bytes', async () => {
	const exif = await exifOf(await placedPicture('jpeg'));
	for (const before of [0, 1024 * 1024 - 520, 1024 * 1024 - 512, 1024 * 1024 - 3, 1024 * 1024, 1_500_000]) {
		const file = Buffer.concat([Buffer.alloc(before, 'x'), exif, Buffer.alloc(700_000, 'x')]);
		const { removed, bytes } = await without(file, 'image/heic');
		expect([before, removed]).toEqual([before, true]);
		expect(bytes.toString('latin1')).not.toContain(LATITUDE);
	}
	expect((await without(bigEndian(), 'image/heic')).bytes.toString('latin1')).not.toContain('NEPAL');
});

test('FI6 places in XMP are blanked, as attributes and as elements', async () => {
	const xmp = `<x:xmpmeta><rdf:Description exif:GPSLatitude="27,59.28N" exif:GPSLongitude='86,55.5E' dc:title="27,59.28N">
		<exif:GPSAltitude>8849/1</exif:GPSAltitude></rdf:Description></x:xmpmeta>`;
	const { removed, bytes } = await without(Buffer.from(xmp), 'image/jpeg');
	expect(removed).toBe(true);
	expect(bytes.toString()).toBe(
		xmp
			.replace('exif:GPSLatitude="27,59.28N"', `exif:GPSLatitude="${' '.repeat(9)}"`)
			.replace('86,55.5E', ' '.repeat(8))
			.replace('8849/1', ' '.repeat(6)),
	);
});

test.each(['jpeg', 'png', 'webp', 'gif'] as const)('FI6 a %s that tells no place stays as it is', async (format) => {
	const plain = await picture(format);
	const { removed, bytes } = await without(plain, `image/${format}`);
	expect(removed).toBe(false);
	expect(bytes).toEqual(plain);
});

test('FI6 no block makes it throw, run long, or reach beyond the block', () => {
	const headers = fc.constantFrom('II*\0', 'MM\0*');
	fc.assert(
		fc.property(headers, fc.uint8Array({ maxLength: 400 }), (header, rest) => {
			const block = Buffer.concat([Buffer.from(header, 'latin1'), rest]);
			for (const { start, end } of placesInExif(block)) {
				expect(start).toBeGreaterThanOrEqual(8);
				expect(end).toBeLessThanOrEqual(block.length);
				expect(start).toBeLessThan(end);
			}
		}),
	);
	// A directory that is its own next one, and one that claims to be endless.
	const circle = Buffer.from('II*\0\x08\0\0\0\0\0\x08\0\0\0', 'latin1');
	expect(placesInExif(circle)).toEqual([]);
	const endless = Buffer.from('II*\0\x08\0\0\0\xff\xff\x25\x88\x04\0\x01\0\0\0\x08\0\0\0', 'latin1');
	expect(placesInExif(endless).every(({ end }) => end <= endless.length)).toBe(true);
});

/** `Exif`, a directory with a GPS pointer, and a directory with one text of six bytes, all with the high byte first. */
function bigEndian(): Buffer {
	const numbers = (...list: readonly [bytes: 2 | 4, value: number][]) =>
		Buffer.concat(
			list.map(([bytes, value]) => {
				const number = Buffer.alloc(bytes);
				number.writeUIntBE(value, 0, bytes);
				return number;
			}),
		);
	return Buffer.concat([
		Buffer.from('Exif\0\0MM\0*', 'latin1'),
		numbers([4, 8]),
		numbers([2, 1], [2, 0x8825], [2, 4], [4, 1], [4, 26], [4, 0]),
		numbers([2, 1], [2, 27], [2, 2], [4, 6], [4, 44], [4, 0]),
		Buffer.from('NEPAL\0'),
	]);
}
