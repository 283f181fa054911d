import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Around } from '../../../transports/around.ts';
import type { News } from '../../../transports/news/news.ts';
import type { Weather, WeatherSource } from '../../../transports/weather/source.ts';
import { createWeather } from '../../../transports/weather/weather.ts';
import { type HttpServer, signUp, startHttpServer } from '../../support/http-server.ts';
import { SimClock } from '../../support/sim-clock.ts';

const LYON: Weather = {
	city: '里昂',
	temperature: 3.4,
	sky: 'fog',
	words: null,
	humidity: 91,
	wind: '8 km/h',
	high: 8,
	low: 2,
	days: [{ date: '2026-11-27', sky: 'light-rain', words: '小雨转多云', high: 9, low: 3 }],
};
const clock = new SimClock();
const asked: string[] = [];
const source: WeatherSource = {
	name: 'test',
	async read(city) {
		asked.push(city);
		if (city === '亚特兰蒂斯') return 'nothing';
		return city === 'down' ? 'failed' : { ...LYON, city };
	},
};
const ITEM = { title: '<b>标题</b>', link: 'https://www.news.cn/1', image: 'abc.webp' };
const news: News = {
	get: async () => ({ value: [ITEM, { ...ITEM, image: null }], at: 5, stale: true }),
	picture: async (name) => (name === 'abc.webp' ? Buffer.from('webp') : undefined),
};
const AROUND: Around = {
	weather: createWeather([source], { clock, random: () => 0.5, onBug: () => {} }),
	news,
	links: [{ title: '新华网', url: 'https://www.news.cn/' }],
	locate: (address) => (address === '8.8.8.8' ? '北京' : undefined),
};

let server: HttpServer;
let cookies: string;
async function start(around: Partial<Around> = {}) {
	await server?.stop();
	server = await startHttpServer({ trustProxy: { kind: 'hops', hops: 1 } }, { around: { ...AROUND, ...around } });
	({ cookies } = await signUp(server));
	asked.length = 0;
}
beforeEach(() => start());
afterEach(() => server.stop());

const get = (path: string, headers = {}) => server.get(path, { Cookie: cookies, ...headers });

test('OU29 the weather of a city that was asked for, in the language of whoever asks', async () => {
	const answer = await get('/weather?city=%20Lyon%20', { 'Accept-Language': 'en' });
	expect(answer.json).toEqual({
		city: 'Lyon',
		temperature: 3.4,
		condition: 'Fog',
		icon: 'fog',
		humidity: 91,
		wind: '8 km/h',
		high: 8,
		low: 2,
		days: [{ date: '2026-11-27', condition: 'Light rain', icon: 'light-rain', high: 9, low: 3 }],
		source: 'test',
		at: expect.any(Number),
		stale: false,
	});
	expect((await get('/weather?city=Lyon')).json).toMatchObject({
		condition: '雾',
		days: [{ condition: '小雨转多云' }],
	});
	expect(asked).toEqual(['Lyon']);
});

test('OU29 without one asked for, the city of the profile, then that of the address', async () => {
	const from = { 'X-Forwarded-For': '8.8.8.8' };
	expect((await get('/weather', from)).json.city).toBe('北京');
	const init = { method: 'PATCH', headers: { Cookie: cookies, 'Content-Type': 'application/json' } };
	await server.request('/me', { ...init, body: JSON.stringify({ city: '成都' }) });
	expect((await get('/weather', from)).json.city).toBe('成都');
	expect((await get('/weather?city=Lyon', from)).json.city).toBe('Lyon');
});

const NONE = {
	temperature: null,
	condition: null,
	icon: null,
	high: null,
	low: null,
	days: [],
	at: null,
	stale: false,
};

test.each([
	['/weather', null, 'unknown-place'],
	['/weather?city=', null, 'unknown-place'],
	['/weather?city=亚特兰蒂斯', '亚特兰蒂斯', 'no-such-city'],
	['/weather?city=down', 'down', 'unreachable'],
])('OU29 %s: what is not known is null, with the reason', async (path, city, reason) => {
	expect((await get(path)).json).toMatchObject({ ...NONE, city, reason });
});

test('OU29 what is off says so', async () => {
	await start({ weather: undefined, news: undefined, links: [] });
	expect((await get('/weather?city=Lyon')).json).toMatchObject({ ...NONE, city: 'Lyon', reason: 'off' });
	expect((await get('/news')).json).toEqual({ items: [], at: null, stale: false, reason: 'off' });
	expect((await get('/news/pictures/abc.webp')).status).toBe(404);
	expect((await get('/links')).json).toEqual({ links: [] });
});

test.each([
	['x'.repeat(51), 413, 'too-large'],
	['a%0Ab', 400, 'bad-request'],
])('OU29 a city that is none (%s) is refused %i', async (city, status, code) => {
	expect(await get(`/weather?city=${city}`)).toMatchObject({ status, json: { error: { code, field: 'city' } } });
	expect(asked).toEqual([]);
});

test('OU29 one person looks thirty times at once, then once in five seconds', async () => {
	const statuses: number[] = [];
	for (let k = 0; k < 31; k++) statuses.push((await get(`/weather?city=city${k}`)).status);
	expect(statuses.filter((status) => status === 200)).toHaveLength(30);
	expect(statuses.at(-1)).toBe(429);
	server.engine.pass(5_000);
	expect((await get('/weather?city=Lyon')).status).toBe(200);
});

test('OU29 news have their pictures at paths of ours, which are kept', async () => {
	expect((await get('/news')).json).toEqual({
		items: [
			{ ...ITEM, image: '/news/pictures/abc.webp' },
			{ ...ITEM, image: null },
		],
		at: 5,
		stale: true,
	});
	const picture = await get('/news/pictures/abc.webp');
	expect(picture.headers.get('Content-Type')).toBe('image/webp');
	expect(picture.headers.get('Cache-Control')).toBe('private, max-age=86400, immutable');
	expect((await get('/news/pictures/..%2fetc')).status).toBe(404);
});

test('OU29 links are those of the configuration', async () => {
	expect((await get('/links')).json).toEqual({ links: [{ title: '新华网', url: 'https://www.news.cn/' }] });
});
