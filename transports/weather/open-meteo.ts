/** Open-Meteo, https://open-meteo.com/en/docs: no key needed, the whole world, places by name through its geocoding. */
import type { Outside } from '../outside/outside.ts';
import { at, listAt, numberIn, parseJson, plainText } from '../outside/read.ts';
import { skyOfWmo } from './sky.ts';
import { CELSIUS_MAX, CELSIUS_MIN, CITY_CODE_POINTS_MAX, DAYS_AHEAD, type Day, type WeatherSource } from './source.ts';

export const OPEN_METEO_HOSTS = {
	search: 'https://geocoding-api.open-meteo.com',
	forecast: 'https://api.open-meteo.com',
} as const;
const BYTES_MAX = 256 * 1024;
const WIND_KMH_MAX = 500;

/** `mirror` in place of its own hosts. */
export function createOpenMeteo(outside: Outside, mirror?: string): WeatherSource {
	const hosts = mirror === undefined ? OPEN_METEO_HOSTS : { search: mirror, forecast: mirror };

	return {
		name: 'open-meteo',
		async read(city) {
			const search = `${hosts.search}/v1/search?count=1&language=zh&format=json&name=${encodeURIComponent(city)}`;
			const found = await json(search);
			if (typeof found !== 'object' || found === null || at(found, 'error') !== undefined) return 'failed';
			const place = at(found, 'results', 0);
			// It leaves the list out where it knows no such place.
			if (place === undefined) return 'nothing';
			const latitude = numberIn(at(place, 'latitude'), -90, 90);
			const longitude = numberIn(at(place, 'longitude'), -180, 180);
			if (latitude === null || longitude === null) return 'failed';
			const query = new URLSearchParams({
				latitude: String(latitude),
				longitude: String(longitude),
				current: 'temperature_2m,relative_humidity_2m,weather_code,wind_speed_10m',
				daily: 'weather_code,temperature_2m_max,temperature_2m_min',
				timezone: 'auto',
				forecast_days: String(DAYS_AHEAD + 1),
			});
			const forecast = await json(`${hosts.forecast}/v1/forecast?${query}`);
			const current = at(forecast, 'current');
			const [today, ...ahead] = daysOf(at(forecast, 'daily'));
			const temperature = celsius(at(current, 'temperature_2m'));
			if (temperature === null && today === undefined) return 'failed';
			const wind = numberIn(at(current, 'wind_speed_10m'), 0, WIND_KMH_MAX);
			return {
				city: plainText(at(place, 'name'), CITY_CODE_POINTS_MAX) ?? city,
				temperature,
				sky: skyOfWmo(at(current, 'weather_code')),
				words: null,
				humidity: numberIn(at(current, 'relative_humidity_2m'), 0, 100),
				wind: wind === null ? null : `${Math.round(wind)} km/h`,
				high: today?.high ?? null,
				low: today?.low ?? null,
				days: ahead.slice(0, DAYS_AHEAD),
			};
		},
	};

	async function json(url: string): Promise<unknown> {
		const answer = await outside.fetch({ url, hosts: [new URL(url).hostname], bytesMax: BYTES_MAX });
		return answer.state === 'answered' && answer.status === 200 ? parseJson(answer.body.toString('utf8')) : undefined;
	}
}

/** Columns → days; a day without a date is none. */
function daysOf(daily: unknown): Day[] {
	return listAt(daily, 'time').flatMap((date, k) => {
		if (typeof date !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(date)) return [];
		const of = (name: string) => at(daily, name, k);
		const [high, low] = [celsius(of('temperature_2m_max')), celsius(of('temperature_2m_min'))];
		return [{ date, sky: skyOfWmo(of('weather_code')), words: null, high, low }];
	});
}

function celsius(value: unknown): number | null {
	return numberIn(value, CELSIUS_MIN, CELSIUS_MAX);
}
