/**
 * 中国天气网, weather.com.cn: the search that its pages use, the page of a week, and the reading of now. None of it is
 * meant for programs, so all is read tolerantly: what is not found is not known.
 */
import type { Clock } from '../../core/clock.ts';
import { decodeText, elementsIn, findIn, hasClass, parseMarkup, textOf } from '../outside/html.ts';
import type { Outside } from '../outside/outside.ts';
import { at, numberIn, parseJson, plainText } from '../outside/read.ts';
import { skyOfWords } from './sky.ts';
import {
	CELSIUS_MAX,
	CELSIUS_MIN,
	CITY_CODE_POINTS_MAX,
	DAYS_AHEAD,
	type Day,
	type Weather,
	type WeatherSource,
	WORDS_CODE_POINTS_MAX,
} from './source.ts';

/** By what is asked of them; a mirror has all of it. */
export const WEATHERCN_HOSTS = {
	search: 'https://toy1.weather.com.cn',
	page: 'https://www.weather.com.cn',
	now: 'https://d1.weather.com.cn',
} as const;

const BYTES_MAX = 1024 * 1024;
/** Without it the readings are not given out. */
const HEADERS = { Referer: 'https://www.weather.com.cn/' };
/** China has one time. */
const CHINA_MS = 8 * 60 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
/** The page's first day may still be yesterday. */
const DAYS_SEARCHED = [-1, 0, 1, 2, 3, 4, 5, 6, 7, 8];

/** `mirror` in place of its own hosts. */
export function createWeathercn(outside: Outside, clock: Clock, mirror?: string): WeatherSource {
	const hosts = mirror === undefined ? WEATHERCN_HOSTS : { search: mirror, page: mirror, now: mirror };

	return {
		name: 'weathercn',
		async read(city) {
			const id = await find(city);
			if (id === 'nothing' || id === 'failed') return id;
			const [page, now] = await Promise.all([
				text(`${hosts.page}/weather/${id}.shtml`),
				text(`${hosts.now}/sk_2d/${id}.html?_=${clock.now()}`),
			]);
			return weatherOf(city, page === undefined ? [] : daysIn(page, clock.now()), now, clock.now());
		},
	};

	async function find(city: string): Promise<string | 'nothing' | 'failed'> {
		const found = await text(`${hosts.search}/search?cityname=${encodeURIComponent(city)}`);
		return found === undefined ? 'failed' : cityIn(found, city);
	}

	async function text(url: string): Promise<string | undefined> {
		const answer = await outside.fetch({ url, hosts: [new URL(url).hostname], headers: HEADERS, bytesMax: BYTES_MAX });
		return answer.state === 'answered' && answer.status === 200 ? decodeText(answer.body, answer.charset) : undefined;
	}
}

/** `([{"ref":"101010100~beijing~北京~Beijing~…"},…])`: the place that is called so, else the first whose name begins so. */
export function cityIn(found: string, city: string): string | 'nothing' | 'failed' {
	if (!/^[\s\w$]*\(?\s*\[/.test(found)) return 'failed';
	const places = [...found.matchAll(/"ref"\s*:\s*"([^"]{1,500})"/g)].map(([, ref = '']) => ref.split('~'));
	const known = places.filter(([id = '', , name]) => /^\d{9}$/.test(id) && name);
	const wanted = shortName(city);
	const exact = known.find(
		([, , name = '', english = '']) => shortName(name) === wanted || english.toLowerCase() === wanted,
	);
	return (exact ?? known.find(([, , name = '']) => name.startsWith(wanted)))?.[0] ?? 'nothing';
}

/** People write `北京市` or `北京`. */
function shortName(name: string): string {
	return name
		.trim()
		.toLowerCase()
		.replace(/(?<=..)[市县区]$/, '');
}

/** The days of the page of a week, yesterday left out. */
export function daysIn(page: string, now: number): Day[] {
	const days: Day[] = [];
	for (const item of elementsIn(parseMarkup(page))) {
		if (item.name !== 'li' || !hasClass(item, 'sky')) continue;
		const heading = findIn(item, ({ name }) => name === 'h1');
		const date = heading === undefined ? undefined : dateOf(textOf(heading), now);
		if (date === undefined || date < isoDate(now) || days.some((day) => day.date === date)) continue;
		const of = (name: string) => findIn(item, (element) => element.name === 'p' && hasClass(element, name));
		const [wea, tem] = [of('wea'), of('tem')];
		const words = wea === undefined ? undefined : plainText(textOf(wea), WORDS_CODE_POINTS_MAX);
		const part = (name: string) => {
			const found = tem === undefined ? undefined : findIn(tem, (element) => element.name === name);
			return celsius(found === undefined ? undefined : textOf(found));
		};
		days.push({ date, sky: skyOfWords(words), words: words ?? null, high: part('span'), low: part('i') });
	}
	return days.toSorted((a, b) => (a.date < b.date ? -1 : 1));
}

/** `26日（今天）` near now. */
function dateOf(heading: string, now: number): string | undefined {
	const day = /(\d{1,2})日/.exec(heading)?.[1];
	const dates = DAYS_SEARCHED.map((days) => isoDate(now + days * DAY_MS));
	return day === undefined ? undefined : dates.find((date) => Number(date.slice(-2)) === Number(day));
}

function weatherOf(city: string, days: readonly Day[], sk: string | undefined, now: number): Weather | 'failed' {
	const reading = parseJson(/dataSK\s*=\s*(\{[^;]*\})/.exec(sk ?? '')?.[1] ?? '');
	const today = days.find(({ date }) => date === isoDate(now));
	const temperature = celsius(at(reading, 'temp'));
	if (temperature === null && today === undefined) return 'failed';
	const words = plainText(at(reading, 'weather'), WORDS_CODE_POINTS_MAX) ?? today?.words ?? null;
	const wind = [at(reading, 'WD'), at(reading, 'WS')].filter((part) => typeof part === 'string').join(' ');
	return {
		city: plainText(at(reading, 'cityname'), CITY_CODE_POINTS_MAX) ?? city,
		temperature,
		sky: skyOfWords(words ?? undefined),
		words,
		humidity: numberIn(at(reading, 'SD'), 0, 100),
		wind: plainText(wind, WORDS_CODE_POINTS_MAX) ?? null,
		high: today?.high ?? null,
		low: today?.low ?? null,
		days: days.filter((day) => day !== today).slice(0, DAYS_AHEAD),
	};
}

function celsius(value: unknown): number | null {
	return numberIn(value, CELSIUS_MIN, CELSIUS_MAX);
}

function isoDate(now: number): string {
	return new Date(now + CHINA_MS).toISOString().slice(0, 10);
}
