/** What stands around the chat, for who is signed in: weather, news, links. Where there is nothing to tell, the answer says why. */
import { parseCity } from '../../core/domain/line.ts';
import type { Language } from '../../core/messages/sentence.ts';
import type { Around } from '../around.ts';
import { Rate } from '../rate.ts';
import { type Sky, skyIn } from '../weather/sky.ts';
import type { Day } from '../weather/source.ts';
import type { Reading } from '../weather/weather.ts';
import type { HttpPorts } from './ports.ts';
import { refusal } from './refusal.ts';
import type { Ask, Route, SignedIn } from './route.ts';

/** Looks at the weather of one person: so many at once, then one in five seconds; beyond it 429. */
export const LOOKS_AT_ONCE_MAX = 30;
const LOOKS_PER_SECOND = 0.2;
const PICTURES = '/news/pictures';
/** A picture's name is its content. */
const PICTURE_KEPT = 'private, max-age=86400, immutable';

/** `unknown-place`: neither profile nor address tell a city. `no-such-city`: nobody knows it. `off`: there is no source. */
export type WhyNot = 'unknown-place' | 'no-such-city' | 'unreachable' | 'off';

export function aroundRoutes(ports: HttpPorts): Route[] {
	const { around } = ports;
	const looks = new Rate<string>(LOOKS_PER_SECOND, ports.clock, LOOKS_AT_ONCE_MAX);
	const signedIn = { method: 'GET', kind: 'data', who: 'signed-in' } as const;
	return [
		{
			...signedIn,
			path: '/weather',
			handle(ask, by) {
				const retryAfterMs = looks.take(by.account);
				if (retryAfterMs > 0) return refusal({ code: 'too-often', retryAfterMs }, ask.language);
				return weather(ports, ask, by);
			},
		},
		{ ...signedIn, path: '/news', handle: () => news(around) },
		{
			...signedIn,
			path: `${PICTURES}/:picture`,
			async handle({ url, language }: Ask) {
				const picture = await around.news?.picture(url.pathname.slice(PICTURES.length + 1));
				if (picture === undefined) return refusal({ code: 'not-found' }, language);
				const headers = { 'Content-Type': 'image/webp', 'Cache-Control': PICTURE_KEPT };
				return new Response(new Uint8Array(picture), { headers });
			},
		},
		{ ...signedIn, path: '/links', handle: () => Response.json({ links: around.links }) },
	];
}

async function weather({ around, node }: HttpPorts, ask: Ask, { account }: SignedIn): Promise<Response> {
	const { url, client, language } = ask;
	const asked = url.searchParams.get('city')?.trim() ?? '';
	const parsed = asked === '' ? undefined : parseCity(asked);
	if (parsed !== undefined && 'rejection' in parsed) return refusal(parsed.rejection, language);
	const city = parsed?.ok || node().views.profile(account)?.city || around.locate(client.address);
	if (around.weather === undefined) return Response.json(noWeather(city, 'off'));
	if (city === undefined) return Response.json(noWeather(city, 'unknown-place'));
	const got = await around.weather.get(city);
	if (got === 'nothing') return Response.json(noWeather(city, 'no-such-city'));
	if (got === 'failed') return Response.json(noWeather(city, 'unreachable'));
	const { value, at, stale } = got;
	return Response.json({ ...weatherIn(language, value), at, stale });
}

function noWeather(city: string | undefined, reason: WhyNot) {
	const nothing = { temperature: null, condition: null, icon: null, humidity: null, wind: null, high: null, low: null };
	return { city: city ?? null, ...nothing, days: [], source: null, at: null, stale: false, reason };
}

function weatherIn(language: Language, { sky, words, days, ...told }: Reading) {
	return { ...told, ...skyOf(language, sky, words), days: days.map((day) => dayIn(language, day)) };
}

function dayIn(language: Language, { sky, words, ...told }: Day) {
	return { ...told, ...skyOf(language, sky, words) };
}

/** In Chinese the source's own words, which say more. */
function skyOf(language: Language, sky: Sky | null, words: string | null) {
	const name = sky === null ? null : skyIn(language, sky);
	return { condition: language === 'zh' ? (words ?? name) : (name ?? words), icon: sky };
}

async function news({ news }: Around): Promise<Response> {
	if (news === undefined) return Response.json(noNews('off'));
	const got = await news.get();
	if (got === 'failed' || got === 'nothing') return Response.json(noNews('unreachable'));
	const items = got.value.map(({ image, ...item }) => ({ ...item, image: image && `${PICTURES}/${image}` }));
	return Response.json({ items, at: got.at, stale: got.stale });
}

function noNews(reason: WhyNot) {
	return { items: [], at: null, stale: false, reason };
}
