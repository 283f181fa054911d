/** What stands around the chat, put together from the settings. Nothing of it is asked for before somebody wants to see it. */

import type { Link, WeatherSetting } from './config/around.ts';
import type { Config } from './config.ts';
import { type Locate, locateNowhere } from './locate.ts';
import type { News, NewsSource } from './news/news.ts';
import { createNews } from './news/news.ts';
import { createRss } from './news/rss.ts';
import { smallPicture } from './news/small-picture.ts';
import { createXinhua } from './news/xinhua.ts';
import type { BreakerPorts } from './outside/breaker.ts';
import type { Kept } from './outside/kept.ts';
import type { Outside } from './outside/outside.ts';
import { createOpenMeteo } from './weather/open-meteo.ts';
import { createQweather, type QweatherAccount } from './weather/qweather.ts';
import type { WeatherSource } from './weather/source.ts';
import { createWeather, type Reading } from './weather/weather.ts';
import { createWeathercn } from './weather/weathercn.ts';

export interface Around {
	/** By city; undefined where there is none. */
	readonly weather: Kept<Reading> | undefined;
	readonly news: News | undefined;
	readonly links: readonly Link[];
	readonly locate: Locate;
}

type Wanted = Pick<
	Config,
	'weather' | 'weatherKey' | 'weatherKeyId' | 'weatherProject' | 'news' | 'newsHosts' | 'links'
>;

export function createAround(
	config: Wanted,
	outside: Outside,
	ports: BreakerPorts,
	locate: Locate = locateNowhere,
): Around {
	const sources = config.weather.map((setting) => weatherSource(setting, config, outside, ports));
	const known = sources.filter((source) => source !== undefined);
	const news = newsSource(config, outside);
	return {
		weather: known.length === 0 ? undefined : createWeather(known, ports),
		news: news === undefined ? undefined : createNews(news, outside, smallPicture, ports),
		links: config.links,
		locate,
	};
}

/** One that lacks its key is passed over. */
function weatherSource(
	{ source, url }: WeatherSetting,
	config: Wanted,
	outside: Outside,
	{ clock }: BreakerPorts,
): WeatherSource | undefined {
	switch (source) {
		case 'weathercn':
			return createWeathercn(outside, clock, url);
		case 'open-meteo':
			return createOpenMeteo(outside, url);
		case 'qweather': {
			const credential = credentialOf(config);
			if (url === undefined || credential === undefined) return undefined;
			return createQweather({ url, credential }, outside, clock);
		}
		default:
			return source satisfies never;
	}
}

function credentialOf({ weatherKey, weatherKeyId, weatherProject }: Wanted): QweatherAccount['credential'] | undefined {
	if (weatherKey === undefined) return undefined;
	if (weatherKeyId === undefined || weatherProject === undefined) return { kind: 'key', key: weatherKey };
	return { kind: 'token', pem: weatherKey, keyId: weatherKeyId, project: weatherProject };
}

function newsSource({ news, newsHosts }: Wanted, outside: Outside): NewsSource | undefined {
	switch (news.kind) {
		case 'off':
			return undefined;
		case 'xinhua':
			return withHosts(createXinhua(outside, news.url), newsHosts);
		case 'rss':
			return withHosts(createRss(outside, news.url), newsHosts);
		default:
			return news satisfies never;
	}
}

function withHosts(source: NewsSource, more: readonly string[]): NewsSource {
	return { ...source, pictureHosts: [...source.pictureHosts, ...more] };
}
