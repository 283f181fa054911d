/** What stands around the chat: weather, news, links, as the settings name them. */
import { webAddress } from '../outside/read.ts';
import { entries, list, type Parser } from './values.ts';

export const WEATHER_SOURCES = ['weathercn', 'qweather', 'open-meteo'] as const;
export interface WeatherSetting {
	readonly source: (typeof WEATHER_SOURCES)[number];
	/** Where it is to be had, in place of its own hosts. */
	readonly url?: string;
}

export type NewsSetting =
	| { readonly kind: 'off' }
	| { readonly kind: 'xinhua'; readonly url?: string }
	| { readonly kind: 'rss'; readonly url: string };

export interface Link {
	readonly title: string;
	readonly url: string;
}

const LINKS_MAX = 50;
const TITLE_CHARACTERS_MAX = 50;

/** Sources in the order in which they are tried, `name` or `name:<url>`; `off` is none. */
export const weather: Parser<readonly WeatherSetting[]> = (text) => {
	if (text === 'off') return { ok: [] };
	const all: WeatherSetting[] = [];
	for (const part of list(text)) {
		const [name = '', ...rest] = part.split(':');
		const source = WEATHER_SOURCES.find((known) => known === name);
		const url = rest.length === 0 ? undefined : base(rest.join(':'));
		if (source === undefined || (rest.length > 0 && url === undefined)) return { wrong: 'wrong-weather' };
		all.push({ source, ...(url === undefined ? {} : { url }) });
	}
	return all.length > 0 && new Set(all.map(({ source }) => source)).size === all.length
		? { ok: all }
		: { wrong: 'wrong-weather' };
};

/** `off`, `xinhua`, `xinhua:<url>` (a mirror) or `rss:<url>`. */
export const news: Parser<NewsSetting> = (text) => {
	if (text === 'off' || text === 'xinhua') return { ok: { kind: text } };
	const [kind, ...rest] = text.split(':');
	const url = absolute(rest.join(':'));
	return (kind === 'xinhua' || kind === 'rss') && url !== undefined ? { ok: { kind, url } } : { wrong: 'wrong-news' };
};

/** Hosts that pictures of news may be asked from, `.example.org` for all in it. */
export const hosts: Parser<readonly string[]> = (text) => {
	const all = list(text);
	return all.every((host) => /^\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(host)) ? { ok: all } : { wrong: 'wrong-hosts' };
};

/** `title=url,…`; `off` is none. A comma in an address is written `%2C`. */
export const links: Parser<readonly Link[]> = (text) => {
	if (text === 'off') return { ok: [] };
	const all: Link[] = [];
	for (const [title, address] of entries(text)) {
		const url = absolute(address);
		if (title === '' || title.length > TITLE_CHARACTERS_MAX || url === undefined) return { wrong: 'wrong-links' };
		all.push({ title: title.trim(), url });
	}
	return all.length > LINKS_MAX ? { wrong: 'wrong-links' } : { ok: all };
};

export const DEFAULT_LINKS = [
	'新华网=https://www.news.cn/',
	'中国天气网=https://www.weather.com.cn/',
	'中国政府网=https://www.gov.cn/',
	'国家图书馆=https://www.nlc.cn/',
	'智慧教育平台=https://www.smartedu.cn/',
	'科普中国=https://www.kepuchina.cn/',
].join(',');

function absolute(text: string): string | undefined {
	return URL.canParse(text) ? webAddress(text, text) : undefined;
}

/** An address that paths are put behind. */
function base(text: string): string | undefined {
	const url = absolute(text);
	return url === undefined || new URL(url).search !== '' ? undefined : url.replace(/\/$/, '');
}
