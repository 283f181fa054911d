/** Five headlines with their pictures, kept for a while. Pictures are fetched here, so that no reader's address is given away. */
import { createHash } from 'node:crypto';
import { type BreakerPorts, createBreaker } from '../outside/breaker.ts';
import { createKept, type Got, type Loaded } from '../outside/kept.ts';
import type { Outside } from '../outside/outside.ts';
import type { SmallPicture } from './small-picture.ts';

export const HEADLINES = 5;
const MINUTE_MS = 60_000;
const LIMITS = {
	freshMs: 15 * MINUTE_MS,
	keepMs: 24 * 60 * MINUTE_MS,
	nothingMs: MINUTE_MS,
	keysMax: 1,
	loadsMax: 1,
};
/** Bytes of a picture as it comes. */
const PICTURE_BYTES_MAX = 4 * 1024 * 1024;
/** Pictures kept in memory, the newest ones: those of the headlines shown, and of some that are on a page still. */
const PICTURES_MAX = 25;
/** Less than a headline may take, for it waits for its picture. */
const PICTURE_MS_MAX = 3_000;

export interface Headline {
	readonly title: string;
	readonly link: string;
	/** Where its picture is to be had. */
	readonly picture: string | undefined;
}

export interface NewsSource {
	readonly name: string;
	/** Whom pictures may be asked from, as a fetch has it. */
	readonly pictureHosts: readonly string[];
	/** The first ones that can be read, with something in each that is needed. */
	read(): Promise<readonly Headline[] | 'failed'>;
}

export interface NewsItem {
	readonly title: string;
	readonly link: string;
	/** The name of its picture; null where there is none to be shown. */
	readonly image: string | null;
}

export interface News {
	get(): Promise<Got<readonly NewsItem[]>>;
	/** A WebP by its name, as an item has it. */
	picture(name: string): Promise<Buffer | undefined>;
}

const ONLY = 'news';

/** Without a source there are none. `shrink` makes small pictures of whatever comes. */
export function createNews(
	source: NewsSource | undefined,
	outside: Outside,
	shrink: SmallPicture,
	ports: BreakerPorts,
): News {
	const breaker = createBreaker(ports);
	/** By name. */
	const pictures = new Map<string, Buffer>();
	const kept = createKept(load, LIMITS, ports);

	return {
		get: () => kept.get(ONLY),
		async picture(name) {
			if (pictures.has(name)) return pictures.get(name);
			// Another node over the same database gave the name, or we were started anew.
			await kept.get(ONLY);
			return pictures.get(name);
		},
	};

	async function load(): Promise<Loaded<readonly NewsItem[]>> {
		if (source === undefined) return 'nothing';
		const read = await breaker.run(async () => {
			const headlines = await source.read();
			return headlines === 'failed' || headlines.length === 0 ? 'failed' : headlines;
		});
		if (read === 'failed') return 'failed';
		const value = await Promise.all(read.slice(0, HEADLINES).map((headline) => item(headline, source)));
		return { value };
	}

	async function item({ title, link, picture }: Headline, { pictureHosts }: NewsSource): Promise<NewsItem> {
		const image = picture === undefined ? undefined : await fetchPicture(picture, pictureHosts);
		return { title, link, image: image ?? null };
	}

	async function fetchPicture(url: string, hosts: readonly string[]): Promise<string | undefined> {
		const limits = { bytesMax: PICTURE_BYTES_MAX, deadlineMs: PICTURE_MS_MAX };
		const answer = await outside.fetch({ url, hosts, ...limits });
		if (answer.state === 'failed' || answer.status !== 200) return undefined;
		const small = await shrink(answer.body);
		if (small === undefined) return undefined;
		const name = `${createHash('sha256').update(small).digest('hex').slice(0, 32)}.webp`;
		pictures.delete(name);
		pictures.set(name, small);
		// A map keeps the order of insertion.
		for (const [oldest] of pictures) {
			if (pictures.size <= PICTURES_MAX) break;
			pictures.delete(oldest);
		}
		return name;
	}
}
