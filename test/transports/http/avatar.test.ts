import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { smallAvatar } from '../../../core/wire.ts';
import { AVATAR_BYTES_MAX } from '../../../transports/files/heads.ts';
import { type HttpServer, signUp, startHttpServer } from '../../support/http-server.ts';
import { picture, placedPicture } from '../../support/pictures.ts';

let server: HttpServer;
let cookies: string;
beforeEach(async () => {
	server = await startHttpServer();
	({ cookies } = await signUp(server));
});
afterEach(() => server.stop());

const put = (bytes: Uint8Array | string, headers = {}) =>
	server.request('/me/avatar', {
		...{ method: 'PUT', headers: { 'Content-Type': 'image/png', Cookie: cookies, ...headers } },
		body: typeof bytes === 'string' ? bytes : new Uint8Array(bytes),
	});
const remove = () => server.request('/me/avatar', { method: 'DELETE', headers: { Cookie: cookies } });
const pathOf = async (bytes: Uint8Array) => String((await put(bytes)).json.avatar);
const fetchHead = async (path: string, headers: Record<string, string> = { Cookie: cookies }) => {
	const response = await fetch(server.url + path, { headers });
	return { response, bytes: Buffer.from(await response.arrayBuffer()) };
};
const own = async () => (await server.get('/me', { Cookie: cookies })).json.account as { avatar: string | null };
const changes = async () => {
	const events = (await server.engine.events()).filter(({ type }) => type === 'AvatarChanged');
	return events.map(({ data }) => JSON.parse(data));
};

describe('a picture that is taken', () => {
	test.each(['png', 'jpeg', 'webp', 'gif'] as const)('HT46 %s becomes a square WebP in two sizes', async (format) => {
		const answer = await put(await picture(format, 300, 200), { 'Content-Type': 'text/plain' });
		expect(answer).toMatchObject({
			status: 200,
			json: { avatar: expect.stringMatching(/^\/avatars\/[\w-]{22}\.webp$/) },
		});
		const path = String(answer.json.avatar);
		for (const [address, side] of [
			[path, 384],
			[smallAvatar(path), 128],
		] as const) {
			const { bytes, response } = await fetchHead(address);
			expect(response.headers.get('Content-Type')).toBe('image/webp');
			expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: side, height: side });
			expect(bytes.length).toBeLessThanOrEqual(65_535);
		}
		expect((await own()).avatar).toBe(path);
		expect(await changes()).toEqual([{ avatar: path }]);
	});

	test('HT46 what else it held is gone: place, camera, text', async () => {
		const { bytes } = await fetchHead(await pathOf(await placedPicture('jpeg')));
		const { exif, icc, xmp, iptc } = await sharp(bytes).metadata();
		expect([exif, icc, xmp, iptc]).toEqual([undefined, undefined, undefined, undefined]);
		expect(bytes.includes('GPS') || bytes.includes('kept')).toBe(false);
	});

	test('HT46 it is turned as it is shown, and cut to its middle', async () => {
		const colour = (width: number, background: string) => ({
			create: { width, height: 100, channels: 3 as const, background },
		});
		const sides = await Promise.all(
			['#ff0000', '#0000ff'].map(async (side, k) => ({
				...{ input: await sharp(colour(50, side)).png().toBuffer(), top: 0, left: k * 150 },
			})),
		);
		const upright = await sharp(colour(200, '#00ff00')).composite(sides).jpeg().toBuffer();
		const lying = await sharp(upright).withMetadata({ orientation: 6 }).jpeg().toBuffer();
		for (const bytes of [upright, lying]) {
			const head = await fetchHead(await pathOf(bytes));
			const { dominant } = await sharp(head.bytes).stats();
			expect(dominant.g).toBeGreaterThan(200);
			expect([dominant.r, dominant.b].every((part) => part < 60)).toBe(true);
		}
	});

	test('HT46 of an animation the first picture is taken', async () => {
		const frame = (background: string) => ({ create: { width: 64, height: 64, channels: 3 as const, background } });
		const frames = await Promise.all(['#ff0000', '#0000ff'].map((each) => sharp(frame(each)).png().toBuffer()));
		const animated = await sharp(frames, { join: { animated: true } })
			.gif()
			.toBuffer();
		const { bytes } = await fetchHead(await pathOf(animated));
		expect((await sharp(bytes).metadata()).pages ?? 1).toBe(1);
		expect((await sharp(bytes).stats()).dominant).toMatchObject({ b: expect.any(Number) });
		expect((await sharp(bytes).stats()).dominant.r).toBeGreaterThan(200);
	});

	test('HT46 noise that does not compress fits, too', async () => {
		const pixels = Buffer.from(Uint8Array.from({ length: 500 * 500 * 3 }, (_, k) => (k * 2654435761) >>> 13));
		const noise = await sharp(pixels, { raw: { width: 500, height: 500, channels: 3 } })
			.png()
			.toBuffer();
		expect((await fetchHead(await pathOf(noise))).response.status).toBe(200);
	});
});

describe('what is refused', () => {
	const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>';
	const none = async () => {
		expect((await own()).avatar).toBeNull();
		expect(await server.engine.rows('avatars', 'account', String(((await own()) as { id?: string }).id))).toEqual([]);
	};

	test.each([
		['SVG', svg],
		['text', 'hello'],
		['nothing', ''],
		['HTML', '<!doctype html><script>alert(1)</script>'],
	])('HT46 %s is no picture, whatever its type says', async (_, text) => {
		expect(await put(text)).toMatchObject({ status: 415, json: { error: { code: 'unsupported-type' } } });
		await none();
	});

	test('HT46 kinds that are pictures elsewhere are none here', async () => {
		const tiff = await sharp(await picture('png'))
			.tiff()
			.toBuffer();
		expect((await put(tiff)).status).toBe(415);
	});

	test('HT46 a broken picture', async () => {
		const whole = await picture('png', 300, 300);
		expect(await put(whole.subarray(0, whole.length / 2))).toMatchObject({
			...{ status: 422, json: { error: { code: 'bad-image' } } },
		});
		await none();
	});

	test('HT46 more bytes than the limit', async () => {
		const answer = await put(new Uint8Array(AVATAR_BYTES_MAX + 1));
		expect(answer).toMatchObject({ status: 413, json: { error: { code: 'too-large', max: AVATAR_BYTES_MAX } } });
	});

	test('HT46 more pixels than the limit, told from the header without decoding any', async () => {
		const huge = Buffer.from(await picture('png', 8, 8));
		huge.writeUInt32BE(60_000, 16);
		huge.writeUInt32BE(60_000, 20);
		// The header's checksum, as it has to be (PNG 5.3).
		huge.writeUInt32BE(crc32(huge.subarray(12, 29)), 29);
		const answer = await put(huge);
		expect(answer).toMatchObject({ status: 413, json: { error: { field: 'pixels', max: 25_000_000 } } });
	});

	test('HT46 more than thirty in an hour', async () => {
		const bytes = await picture('png', 8, 8);
		for (let k = 0; k < 30; k++) expect((await put(bytes)).status).toBe(200);
		expect((await put(bytes)).status).toBe(429);
	});
});

test('VA25 the one before it is gone with its bytes, and so is the one that is taken away', async () => {
	const first = await pathOf(await picture('png'));
	const second = await pathOf(await picture('jpeg'));
	expect(second).not.toBe(first);
	const statuses = async (...paths: string[]) =>
		Promise.all(paths.map(async (path) => (await fetchHead(path)).response.status));
	expect(await statuses(first, smallAvatar(first), second, smallAvatar(second))).toEqual([404, 404, 200, 200]);
	expect(await remove()).toMatchObject({ status: 204, text: '' });
	expect((await remove()).status).toBe(204);
	expect(await statuses(second, smallAvatar(second))).toEqual([404, 404]);
	expect((await own()).avatar).toBeNull();
	expect(await changes()).toEqual([{ avatar: first }, { avatar: second }, { avatar: '' }]);
});

test('HT47 it is shown to who is signed in, kept for good, and can do nothing', async () => {
	const path = await pathOf(await picture('png'));
	const other = await signUp(server, { username: '李四', phone: '13700000000' });
	const { response } = await fetchHead(path, { Cookie: other.cookies });
	expect(response.status).toBe(200);
	expect(Object.fromEntries(response.headers)).toMatchObject({
		'cache-control': 'private, max-age=31536000, immutable',
		'content-security-policy': "default-src 'none'; sandbox",
		'x-content-type-options': 'nosniff',
	});
	expect((await fetchHead(path, {})).response.status).toBe(401);
	for (const none of ['/avatars/x', `/avatars/${'x'.repeat(500)}`, '/avatars/%00', path.replace('.webp', '')]) {
		expect((await fetchHead(none)).response.status).toBe(404);
	}
});

test('HT47 another node on the log shows it as well', async () => {
	const path = await pathOf(await picture('png'));
	const beside = await startHttpServer({}, {}, server);
	const response = await fetch(beside.url + path, { headers: { Cookie: cookies } });
	expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'image/webp']);
	await response.arrayBuffer();
	await beside.stop();
});

function crc32(bytes: Uint8Array): number {
	let crc = 0xffffffff;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
	}
	return (crc ^ 0xffffffff) >>> 0;
}
