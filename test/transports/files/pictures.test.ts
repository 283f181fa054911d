import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../../../transports/files/memory-store.ts';
import { createPictures } from '../../../transports/files/pictures.ts';
import { systemClock } from '../../../transports/system-clock.ts';
import { picture, placedPicture } from '../../support/pictures.ts';

async function look(bytes: Uint8Array, type: string) {
	const receiving = await createMemoryStore(systemClock).receive();
	await receiving.write(bytes);
	return createPictures().look(receiving, type);
}

test.each(['jpeg', 'png', 'webp', 'gif'] as const)(
	'FI8 a %s is measured; a large one gets a small WebP',
	async (format) => {
		expect(await look(await picture(format), `image/${format}`)).toEqual({
			width: 120,
			height: 80,
			thumbnail: undefined,
		});
		const large = await look(await picture(format, 2000, 1000), `image/${format}`);
		if (large === undefined || large === 'busy') throw new Error('not looked at');
		expect(large).toMatchObject({ width: 2000, height: 1000 });
		expect(await sharp(large.thumbnail, {}).metadata()).toMatchObject({ format: 'webp', width: 640, height: 320 });
	},
);

test('FI8 a picture is measured as it is shown, and its small one tells nothing of it', async () => {
	expect(await look(await placedPicture('jpeg', 6), 'image/jpeg')).toMatchObject({ width: 80, height: 120 });
	const placed = await sharp(await picture('png', 1500, 700))
		.jpeg()
		.withMetadata({ orientation: 8 })
		.toBuffer();
	const large = await look(placed, 'image/jpeg');
	if (large === undefined || large === 'busy') throw new Error('not looked at');
	const small = await sharp(large.thumbnail).metadata();
	expect(small).toMatchObject({ width: 299, height: 640 });
	expect(small.exif).toBeUndefined();
});

test.each([
	['a picture that was cut off', async () => (await picture('jpeg', 2000, 1000)).subarray(0, 20_000), 'image/jpeg'],
	[
		'noise with a head',
		async () => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(5000)]),
		'image/png',
	],
	['another format than it was taken for', () => picture('png'), 'image/jpeg'],
	['an SVG', async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 'image/png'],
	['a type that is not shown', () => picture('png'), 'image/tiff'],
	['what is no picture', async () => Buffer.from('hi'), 'text/plain'],
	['many pixels in few bytes', async () => bomb(60_000, 60_000), 'image/png'],
	['one pixel row too many', async () => bomb(8192, 8193), 'image/png'],
])('FI8 %s is not taken for a picture', async (_, bytes, type) => {
	expect(await look(await bytes(), type)).toBeUndefined();
});

/** A PNG of so many black pixels, compressed to next to nothing where it is honest about its size. */
function bomb(width: number, height: number): Buffer {
	const chunk = (type: string, data: Buffer) => {
		const body = Buffer.concat([Buffer.from(type), data]);
		const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
		length.writeUInt32BE(data.length);
		sum.writeUInt32BE(crc32(body));
		return Buffer.concat([length, body, sum]);
	};
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([8, 0, 0, 0, 0], 8);
	const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
	const pixels = deflateSync(Buffer.alloc(1_000_000));
	return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}
