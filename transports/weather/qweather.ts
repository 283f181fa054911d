/** 和风天气, https://dev.qweather.com/docs/api: for who has an account there, with its API host and a key or a JWT. */
import { createPrivateKey, sign } from 'node:crypto';
import type { Clock } from '../../core/clock.ts';
import type { Outside } from '../outside/outside.ts';
import { at, listAt, numberIn, parseJson, plainText } from '../outside/read.ts';
import { skyOfWords } from './sky.ts';
import {
	CELSIUS_MAX,
	CELSIUS_MIN,
	CITY_CODE_POINTS_MAX,
	DAYS_AHEAD,
	type Day,
	type WeatherSource,
	WORDS_CODE_POINTS_MAX,
} from './source.ts';

const BYTES_MAX = 256 * 1024;
/** A token is begun a little early, for clocks that are late, and lasts so long: https://dev.qweather.com/docs/configuration/authentication. */
const TOKEN_EARLY_S = 30;
const TOKEN_S = 900;

export interface QweatherAccount {
	/** `https://<API host>`. */
	readonly url: string;
	readonly credential:
		| { readonly kind: 'key'; readonly key: string }
		/** An Ed25519 private key, PEM, and what its public half is called there. */
		| { readonly kind: 'token'; readonly pem: string; readonly keyId: string; readonly project: string };
}

export function createQweather({ url, credential }: QweatherAccount, outside: Outside, clock: Clock): WeatherSource {
	const hosts = [new URL(url).hostname];
	const base = url.replace(/\/$/, '');

	return {
		name: 'qweather',
		async read(city) {
			const found = await json(`/geo/v2/city/lookup?number=1&lang=zh&location=${encodeURIComponent(city)}`);
			if (at(found, 'code') === '404') return 'nothing';
			const id = at(found, 'location', 0, 'id');
			if (typeof id !== 'string' || !/^\w{1,32}$/.test(id)) return 'failed';
			const [now, days] = await Promise.all([
				json(`/v7/weather/now?lang=zh&location=${id}`),
				json(`/v7/weather/7d?lang=zh&location=${id}`),
			]);
			const reading = at(now, 'now');
			const [today, ...ahead] = listAt(days, 'daily')
				.map(dayOf)
				.filter((day) => day !== undefined);
			const temperature = celsius(at(reading, 'temp'));
			if (temperature === null && today === undefined) return 'failed';
			const words = plainText(at(reading, 'text'), WORDS_CODE_POINTS_MAX) ?? null;
			const [direction, scale] = [at(reading, 'windDir'), numberIn(at(reading, 'windScale'), 0, 18)];
			return {
				city: plainText(at(found, 'location', 0, 'name'), CITY_CODE_POINTS_MAX) ?? city,
				temperature,
				sky: skyOfWords(words ?? undefined),
				words,
				humidity: numberIn(at(reading, 'humidity'), 0, 100),
				wind: plainText(scale === null ? direction : `${direction} ${scale}级`, WORDS_CODE_POINTS_MAX) ?? null,
				high: today?.high ?? null,
				low: today?.low ?? null,
				days: ahead.slice(0, DAYS_AHEAD),
			};
		},
	};

	/** The answer; an error of theirs is one too. */
	async function json(path: string): Promise<unknown> {
		const headers = { ...authorization(credential, clock.now()) };
		const answer = await outside.fetch({ url: base + path, hosts, headers, bytesMax: BYTES_MAX });
		return answer.state === 'answered' ? parseJson(answer.body.toString('utf8')) : undefined;
	}
}

function authorization(credential: QweatherAccount['credential'], now: number): Readonly<Record<string, string>> {
	switch (credential.kind) {
		case 'key':
			return { 'X-QW-Api-Key': credential.key };
		case 'token': {
			const { pem, keyId, project } = credential;
			const issued = Math.floor(now / 1000) - TOKEN_EARLY_S;
			const parts = [
				{ alg: 'EdDSA', kid: keyId },
				{ sub: project, iat: issued, exp: issued + TOKEN_S },
			];
			const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
			const signature = sign(null, Buffer.from(signed), createPrivateKey(pem)).toString('base64url');
			return { Authorization: `Bearer ${signed}.${signature}` };
		}
		default:
			return credential satisfies never;
	}
}

function dayOf(day: unknown): Day | undefined {
	const date = at(day, 'fxDate');
	if (typeof date !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(date)) return undefined;
	const words = plainText(at(day, 'textDay'), WORDS_CODE_POINTS_MAX) ?? null;
	const [high, low] = [celsius(at(day, 'tempMax')), celsius(at(day, 'tempMin'))];
	return { date, sky: skyOfWords(words ?? undefined), words, high, low };
}

function celsius(value: unknown): number | null {
	return numberIn(value, CELSIUS_MIN, CELSIUS_MAX);
}
