/** Headlines of any feed: RSS 2.0 or 0.9, RDF, Atom. */
import { decodeText, type Element, elementsIn, findIn, parseMarkup, textOf } from '../outside/html.ts';
import type { Outside } from '../outside/outside.ts';
import { plainText, webAddress } from '../outside/read.ts';
import { HEADLINES, type Headline, type NewsSource } from './news.ts';

const BYTES_MAX = 2 * 1024 * 1024;
const TITLE_CODE_POINTS_MAX = 80;
const PICTURE_TYPE = /^image\//;

/** Pictures come from the feed's own host and its neighbours: `feeds.example.org` and all in `example.org`. */
export function createRss(outside: Outside, url: string): NewsSource {
	const { hostname } = new URL(url);
	return {
		name: 'rss',
		pictureHosts: neighbours(hostname),
		async read() {
			const answer = await outside.fetch({ url, hosts: [hostname], bytesMax: BYTES_MAX });
			if (answer.state === 'failed' || answer.status !== 200) return 'failed';
			return itemsIn(decodeText(answer.body, answer.charset || declared(answer.body)), answer.url);
		},
	};
}

export function itemsIn(feed: string, base: string): Headline[] {
	const headlines: Headline[] = [];
	for (const item of elementsIn(parseMarkup(feed, true))) {
		if (item.name !== 'item' && item.name !== 'entry') continue;
		const title = titleOf(item);
		const link = webAddress(linkOf(item), base);
		if (title !== undefined && link !== undefined) headlines.push({ title, link, picture: pictureOf(item, base) });
		if (headlines.length === HEADLINES) break;
	}
	return headlines;
}

/** `<title>` may hold HTML, escaped or in CDATA: what one would read of it counts. */
function titleOf(item: Element): string | undefined {
	const title = childOf(item, 'title');
	return title === undefined ? undefined : plainText(readable(textOf(title)), TITLE_CODE_POINTS_MAX);
}

function linkOf(item: Element): string | undefined {
	const links = item.children.filter((child): child is Element => 'attribs' in child && child.name === 'link');
	const atom = links.find(({ attribs }) => attribs.href !== undefined && (attribs.rel ?? 'alternate') === 'alternate');
	return atom?.attribs.href ?? links.map(textOf).find((text) => text.trim() !== '');
}

/** What stands beside the item for it, else the first picture of its text. */
function pictureOf(item: Element, base: string): string | undefined {
	const beside = elementsIn(item).find(({ name, attribs }) => {
		if (name === 'enclosure') return PICTURE_TYPE.test(attribs.type ?? '');
		const isMedia = name === 'media:content' || name === 'media:thumbnail';
		return isMedia && (attribs.medium === 'image' || PICTURE_TYPE.test(attribs.type ?? 'image/'));
	});
	const found = webAddress(beside?.attribs.url, base);
	if (found !== undefined) return found;
	const text = childOf(item, 'description') ?? childOf(item, 'content:encoded') ?? childOf(item, 'content');
	if (text === undefined) return undefined;
	const image = findIn(parseMarkup(textOf(text)), ({ name }) => name === 'img');
	return webAddress(image?.attribs.src, base);
}

function childOf(item: Element, name: string): Element | undefined {
	return item.children.find((child): child is Element => 'attribs' in child && child.name === name);
}

function readable(html: string): string {
	return [...parseMarkup(html).children]
		.map((node) => ('attribs' in node ? textOf(node) : 'data' in node ? node.data : ''))
		.join('');
}

/** Of its XML declaration. */
function declared(feed: Buffer): string {
	return /^\s*<\?xml[^>]*encoding=["']([\w-]+)/.exec(feed.toString('latin1', 0, 200))?.[1] ?? '';
}

function neighbours(host: string): readonly string[] {
	const above = host.split('.').slice(1).join('.');
	return /^[\d.]+$|:/.test(host) || !above.includes('.') ? [host, `.${host}`] : [host, `.${above}`];
}
