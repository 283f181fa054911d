import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { BlockList } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createOutside } from '../../../transports/outside/outside.ts';
import { systemClock } from '../../../transports/system-clock.ts';
import { createOpenMeteo } from '../../../transports/weather/open-meteo.ts';
import { createQweather } from '../../../transports/weather/qweather.ts';
import { skyOfWmo, skyOfWords } from '../../../transports/weather/sky.ts';
import type { WeatherSource } from '../../../transports/weather/source.ts';
import { createWeather } from '../../../transports/weather/weather.ts';
import { createWeathercn, daysIn } from '../../../transports/weather/weathercn.ts';
import { type StubUpstream, startUpstream } from '../outside/stub-upstream.ts';
import {
	NOW,
	OPEN_METEO_FORECAST,
	OPEN_METEO_PLACE,
	QWEATHER_CITY,
	QWEATHER_DAYS,
	QWEATHER_NOW,
	WEATHERCN_NOW,
	WEATHERCN_PAGE,
	WEATHERCN_SEARCH,
} from './fixtures.ts';

const loopback = new BlockList();
loopback.addAddress('127.0.0.1', 'ipv4');
const outside = createOutside({ clock: systemClock, allowPrivate: loopback });
const clock = { ...systemClock, now: () => NOW };

let stub: StubUpstream | undefined;
afterEach(() => stub?.stop());

type Answers = Readonly<Record<string, string>>;

/** Answers by the beginning of the path; 404 elsewhere. */
async function upstream(answers: Answers) {
	const asked: { readonly url: string; readonly headers: IncomingHttpHeaders }[] = [];
	stub = await startUpstream((request, response) => {
		const { url = '', headers } = request;
		asked.push({ url: decodeURIComponent(url), headers });
		const found = Object.entries(answers).find(([path]) => url.startsWith(path));
		response.writeHead(found === undefined ? 404 : 200).end(found?.[1]);
	});
	return { url: stub.url, asked };
}

const WEATHERCN: Answers = { '/search': WEATHERCN_SEARCH, '/weather/': WEATHERCN_PAGE, '/sk_2d/': WEATHERCN_NOW };
const QWEATHER: Answers = { '/geo/': QWEATHER_CITY, '/v7/weather/now': QWEATHER_NOW, '/v7/weather/7d': QWEATHER_DAYS };
const OPEN_METEO: Answers = { '/v1/search': OPEN_METEO_PLACE, '/v1/forecast': OPEN_METEO_FORECAST };

/** Each source over a stub at `url`. */
const MAKE = {
	weathercn: (url: string) => createWeathercn(outside, clock, url),
	qweather: (url: string) => createQweather({ url, credential: { kind: 'key', key: 'KEY' } }, outside, clock),
	'open-meteo': (url: string) => createOpenMeteo(outside, url),
} as const;

test('OU23 weathercn is read: now, today, three days', async () => {
	const { url, asked } = await upstream(WEATHERCN);
	expect(await MAKE.weathercn(url).read('北京市')).toEqual({
		city: '北京',
		temperature: 6,
		sky: 'cloudy',
		words: '多云',
		humidity: 31,
		wind: '西北风 2级',
		high: 9,
		low: -2,
		days: [
			{ date: '2026-11-27', sky: 'light-snow', words: '小雪', high: 4, low: -5 },
			{ date: '2026-11-28', sky: 'overcast', words: '阴', high: 6, low: -4 },
			{ date: '2026-11-29', sky: 'clear', words: '晴', high: 8, low: -3 },
		],
	});
	expect(asked.map(({ url: path }) => path.split('?')[0]).toSorted()).toEqual([
		'/search',
		'/sk_2d/101010100.html',
		'/weather/101010100.shtml',
	]);
	expect(asked.every(({ headers }) => headers.referer === 'https://www.weather.com.cn/')).toBe(true);
});

test('OU23 weathercn is read as far as it can be: without now, without days, in the evening, past midnight', async () => {
	const { url: noNow } = await upstream({ ...WEATHERCN, '/sk_2d/': 'var dataSK = oops' });
	expect(await MAKE.weathercn(noNow).read('北京')).toMatchObject({ temperature: null, words: '多云转晴', high: 9 });
	await stub?.stop();
	const { url: noDays } = await upstream({ ...WEATHERCN, '/weather/': '<html>changed' });
	expect(await MAKE.weathercn(noDays).read('北京')).toMatchObject({ temperature: 6, high: null, days: [] });
	const evening =
		'<ul><li class="sky skyid lv1 on"><h1>26日（今天）</h1><p class="wea">晴</p><p class="tem"><i>0℃</i></p></li></ul>';
	expect(daysIn(evening, NOW)).toEqual([{ date: '2026-11-26', sky: 'clear', words: '晴', high: null, low: 0 }]);
	expect(daysIn(WEATHERCN_PAGE, NOW + 13 * 3_600_000).map(({ date }) => date)[0]).toBe('2026-11-27');
});

test('OU23 qweather is read, by key', async () => {
	const { url, asked } = await upstream(QWEATHER);
	expect(await MAKE.qweather(url).read('上海')).toEqual({
		city: '上海',
		temperature: 12,
		sky: 'light-rain',
		words: '小雨',
		humidity: 82,
		wind: '东北风 3级',
		high: 14,
		low: 9,
		days: [
			{ date: '2026-11-27', sky: 'overcast', words: '阴', high: 15, low: 8 },
			{ date: '2026-11-28', sky: 'cloudy', words: '多云', high: 16, low: 8 },
			{ date: '2026-11-29', sky: 'clear', words: '晴', high: 17, low: 9 },
		],
	});
	expect(asked.every(({ url: path, headers }) => headers['x-qw-api-key'] === 'KEY' && !path.includes('KEY'))).toBe(
		true,
	);
});

test('OU23 qweather takes a token signed with Ed25519', async () => {
	const { url, asked } = await upstream(QWEATHER);
	const { privateKey } = generateKeyPairSync('ed25519');
	const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
	const credential = { kind: 'token', pem, keyId: 'KID', project: 'PRJ' } as const;
	await createQweather({ url, credential }, outside, clock).read('上海');
	const [head = '', payload = '', signature = ''] =
		asked[0]?.headers.authorization?.replace('Bearer ', '').split('.') ?? [];
	const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
	expect(read(head)).toEqual({ alg: 'EdDSA', kid: 'KID' });
	expect(read(payload)).toEqual({ sub: 'PRJ', iat: NOW / 1000 - 30, exp: NOW / 1000 + 870 });
	const signed = Buffer.from(`${head}.${payload}`);
	expect(verify(null, signed, createPublicKey(pem), Buffer.from(signature, 'base64url'))).toBe(true);
});

test('OU23 open-meteo is read', async () => {
	const { url } = await upstream(OPEN_METEO);
	expect(await MAKE['open-meteo'](url).read('Lyon')).toEqual({
		city: '里昂',
		temperature: 3.4,
		sky: 'fog',
		words: null,
		humidity: 91,
		wind: '8 km/h',
		high: 8.1,
		low: 2,
		days: [
			{ date: '2026-11-27', sky: 'light-rain', words: null, high: 9.9, low: 3.3 },
			{ date: '2026-11-28', sky: 'overcast', words: null, high: 7.2, low: 1.1 },
			{ date: '2026-11-29', sky: 'clear', words: null, high: 6.5, low: -0.4 },
		],
	});
});

test.each([
	['weathercn', { '/search': '([])' }],
	['weathercn', { '/search': '([{"ref":"101010100~beijing~北京~Beijing~北京"}])' }],
	['qweather', { '/geo/': '{"code":"404"}' }],
	['open-meteo', { '/v1/search': '{"generationtime_ms":0.5}' }],
] as const)('OU23 a city that %s does not know is none: %j', async (name, answers) => {
	const { url } = await upstream(answers);
	expect(await MAKE[name](url).read('亚特兰蒂斯')).toBe('nothing');
});

const HOSTILE = [
	'',
	'<html>',
	'null',
	'[]',
	'{"results":[null]}',
	'{"code":200,"location":"x"}',
	`(${'['.repeat(100_000)}`,
	'\u0000',
];

test.each(Object.keys(MAKE) as (keyof typeof MAKE)[])(
	'OU24 whatever %s answers, it is understood or failed',
	async (name) => {
		const good = { weathercn: WEATHERCN, qweather: QWEATHER, 'open-meteo': OPEN_METEO }[name];
		for (const path of Object.keys(good)) {
			for (const text of HOSTILE) {
				const { url } = await upstream({ ...good, [path]: text });
				const read = await MAKE[name](url).read('北京');
				if (typeof read === 'object') expect(Object.keys(read)).toHaveLength(9);
				await stub?.stop();
			}
		}
		const { url } = await upstream(Object.fromEntries(Object.keys(good).map((path) => [path, 'x'.repeat(3_000_000)])));
		expect(await MAKE[name](url).read('北京')).toBe('failed');
		await stub?.stop();
		stub = undefined;
		expect(await MAKE[name](url).read('北京')).toBe('failed');
	},
);

test('OU24 texts with markup are texts, numbers beyond reason none', async () => {
	const sk =
		'var dataSK={"cityname":"<script>alert(1)</script>","temp":"9999","SD":"-5%","weather":"<img src=x onerror=y>","WD":"\\u202e风","WS":"2级"};';
	const { url } = await upstream({ ...WEATHERCN, '/sk_2d/': sk });
	expect(await MAKE.weathercn(url).read('北京')).toMatchObject({
		city: '<script>alert(1)</script>',
		temperature: null,
		humidity: null,
		words: '<img src=x onerror=y',
		sky: null,
		wind: '风 2级',
	});
});

test('OU23 every sky has its words', () => {
	const words = [
		'晴',
		'多云转晴',
		'阴',
		'雾',
		'中度霾',
		'扬沙',
		'阵雨',
		'中雨',
		'大暴雨',
		'雷阵雨',
		'冻雨',
		'阵雪',
		'中雪',
		'暴雪',
		'?',
	];
	expect(words.map(skyOfWords)).toEqual([
		'clear',
		'cloudy',
		'overcast',
		'fog',
		'haze',
		'dust',
		'light-rain',
		'rain',
		'heavy-rain',
		'thunderstorm',
		'sleet',
		'light-snow',
		'snow',
		'heavy-snow',
		null,
	]);
	expect([0, 3, 95, 4, '0', undefined].map(skyOfWmo)).toEqual(['clear', 'overcast', 'thunderstorm', null, null, null]);
});

const source = (name: string, answer: Awaited<ReturnType<WeatherSource['read']>> | Error): WeatherSource => ({
	name,
	async read() {
		if (answer instanceof Error) throw answer;
		return answer;
	},
});
const ports = { clock, random: () => 0.5, onBug: () => {} };
const SUNNY = {
	city: 'x',
	temperature: 1,
	sky: null,
	words: null,
	humidity: null,
	wind: null,
	high: null,
	low: null,
	days: [],
};

test('OU23 sources are tried in order, and the first that knows the city answers', async () => {
	const all = [source('a', 'failed'), source('b', 'nothing'), source('c', new Error('bug')), source('d', SUNNY)];
	expect(await createWeather(all, ports).get('x')).toMatchObject({ value: { source: 'd', temperature: 1 } });
	expect(await createWeather(all.slice(0, 2), ports).get('x')).toBe('failed');
	expect(await createWeather([source('a', 'nothing'), source('b', 'nothing')], ports).get('x')).toBe('nothing');
});
