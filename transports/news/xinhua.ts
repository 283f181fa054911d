/**
 * 新华网: the headlines of its front page. The page is made for people and changes as its makers like, so nothing is taken
 * from where it stands in it: a headline is a link to an article with enough text, its picture one that leads to the same.
 */
import { decodeText, type Element, elementsIn, parseMarkup, textOf } from '../outside/html.ts';
import type { Outside } from '../outside/outside.ts';
import { plainText, webAddress } from '../outside/read.ts';
import { HEADLINES, type Headline, type NewsSource } from './news.ts';

export const XINHUA_URL = 'https://www.news.cn/';
const HOSTS = ['.news.cn', '.xinhuanet.com'];
const BYTES_MAX = 2 * 1024 * 1024;
/** Articles have the day of their publication in their address: `/20261126/…/c.html`, `/2026-11/26/c_1.htm`. */
const ARTICLE = /\/(20\d\d[01]\d[0-3]\d|20\d\d-[01]\d\/[0-3]\d)\//;
const TITLE_CODE_POINTS_MIN = 6;
const TITLE_CODE_POINTS_MAX = 80;
/** Links looked at. */
const LINKS_MAX = 2_000;

/** `url`: the front page, or a mirror of it. */
export function createXinhua(outside: Outside, url = XINHUA_URL): NewsSource {
	const hosts = [...HOSTS, new URL(url).hostname];
	return {
		name: 'xinhua',
		pictureHosts: hosts,
		async read() {
			const answer = await outside.fetch({ url, hosts, bytesMax: BYTES_MAX });
			if (answer.state === 'failed' || answer.status !== 200) return 'failed';
			return headlinesIn(decodeText(answer.body, answer.charset), answer.url, hosts);
		},
	};
}

/** Those with a picture first, otherwise in the order of the page. */
export function headlinesIn(page: string, base: string, hosts: readonly string[]): Headline[] {
	const articles = new Map<string, { title: string | undefined; picture: string | undefined }>();
	let links = 0;
	for (const anchor of elementsIn(parseMarkup(page))) {
		if (anchor.name !== 'a' || links >= LINKS_MAX) continue;
		const link = webAddress(anchor.attribs.href, base);
		if (link === undefined || !isArticle(link, hosts)) continue;
		links += 1;
		const known = articles.get(link) ?? { title: undefined, picture: undefined };
		known.title ??= titleOf(anchor);
		known.picture ??= pictureIn(anchor, base);
		articles.set(link, known);
	}
	const all = [...articles].flatMap(([link, { title, picture }]) =>
		title === undefined ? [] : [{ title, link, picture }],
	);
	const [pictured, plain] = [all.filter(({ picture }) => picture), all.filter(({ picture }) => !picture)];
	return [...pictured, ...plain].slice(0, HEADLINES);
}

function isArticle(link: string, hosts: readonly string[]): boolean {
	const { hostname, pathname } = new URL(link);
	const isOurs = hosts.some(
		(host) => hostname === host.replace(/^\./, '') || (host.startsWith('.') && hostname.endsWith(host)),
	);
	return isOurs && ARTICLE.test(pathname);
}

/** Its text, or what it says of itself where it is cut short. */
function titleOf(anchor: Element): string | undefined {
	return [textOf(anchor), anchor.attribs.title, imageIn(anchor)?.attribs.alt]
		.map((text) => plainText(text, TITLE_CODE_POINTS_MAX))
		.find((title) => title !== undefined && [...title].length >= TITLE_CODE_POINTS_MIN);
}

function pictureIn(anchor: Element, base: string): string | undefined {
	const image = imageIn(anchor);
	// Pages that load pictures late have the address beside a placeholder.
	return webAddress(image?.attribs['data-src'] ?? image?.attribs['data-original'] ?? image?.attribs.src, base);
}

function imageIn(anchor: Element): Element | undefined {
	return elementsIn(anchor).find(({ name }) => name === 'img');
}
