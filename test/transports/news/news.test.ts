import { BlockList } from 'node:net';
import sharp from 'sharp';
import { afterEach, expect, test } from 'vitest';
import { createNews, type NewsSource } from '../../../transports/news/news.ts';
import { createRss, itemsIn } from '../../../transports/news/rss.ts';
import { smallPicture } from '../../../transports/news/small-picture.ts';
import { createXinhua, headlinesIn } from '../../../transports/news/xinhua.ts';
import { createOutside } from '../../../transports/outside/outside.ts';
import { systemClock } from '../../../transports/system-clock.ts';
import { picture } from '../../support/pictures.ts';
import { type StubUpstream, startUpstream } from '../outside/stub-upstream.ts';

const loopback = new BlockList();
loopback.addAddress('127.0.0.1', 'ipv4');
const outside = createOutside({ clock: systemClock, allowPrivate: loopback });
const ports = { clock: systemClock, random: () => 0.5, onBug: () => {} };

let stub: StubUpstream | undefined;
afterEach(async () => {
	await stub?.stop();
	stub = undefined;
});

/** Answers by path; 404 elsewhere. */
async function upstream(answers: Readonly<Record<string, string | Buffer>>) {
	const asked: string[] = [];
	stub = await startUpstream((request, response) => {
		asked.push(request.url ?? '');
		const found = answers[request.url ?? ''];
		response.writeHead(found === undefined ? 404 : 200).end(found);
	});
	return { url: stub.url, asked };
}

/** As the front page is built: blocks with a picture and a title that lead to the same article, and lists of titles. */
const FRONT_PAGE = `<!DOCTYPE html><html><head><meta charset="utf-8"><script>var a='<a href="/20261126/x/c.html">脚本里不算的标题</a>'</script></head><body>
<div class="nav"><a href="https://www.news.cn/politics/">时政</a><a href="javascript:void(0)">这是一个很长的脚本链接</a></div>
<div class="list"><ul><li><a href="/politics/20261126/aaaa/c.html" target="_blank">没有图片的第一条要闻标题</a></li></ul></div>
<div class="focus"><div class="pic"><a href="https://www.news.cn/world/20261126/bbbb/c.html"><img src="/img/b.jpg" alt=""></a></div>
<div class="tit"><a href="https://www.news.cn/world/20261126/bbbb/c.html">国际要闻：<b>标题二</b>在这里</a></div></div>
<div class="focus"><a href="http://www.xinhuanet.com/2026-11/26/c_1129.htm"><img data-src="//img.news.cn/c.png" src="/blank.gif" alt="有图片也有替代文字的标题三"></a></div>
<div><a href="/20261126/dddd/c.html" title="被截断的标题四的完整写法">标题…</a></div>
<div><a href="https://evil.example/20261126/eeee/c.html">别的网站的文章标题五</a></div>
<div><a href="/20261126/ffff/c.html"><script>alert(1)</script>&lt;script&gt;标题六 &amp; 更多</a></div>
<div><a href="/20261126/gggg/c.html">标题七也是要闻之一</a><a href="/20261126/hhhh/c.html">标题八也是要闻之一</a></div>
</body></html>`;
const HOSTS = ['.news.cn', '.xinhuanet.com'];

test('OU25 the headlines of the front page are articles with a title, those with a picture first', () => {
	expect(headlinesIn(FRONT_PAGE, 'https://www.news.cn/', HOSTS)).toEqual([
		{
			title: '国际要闻：标题二在这里',
			link: 'https://www.news.cn/world/20261126/bbbb/c.html',
			picture: 'https://www.news.cn/img/b.jpg',
		},
		{
			title: '有图片也有替代文字的标题三',
			link: 'http://www.xinhuanet.com/2026-11/26/c_1129.htm',
			picture: 'https://img.news.cn/c.png',
		},
		{
			title: '没有图片的第一条要闻标题',
			link: 'https://www.news.cn/politics/20261126/aaaa/c.html',
			picture: undefined,
		},
		{ title: '被截断的标题四的完整写法', link: 'https://www.news.cn/20261126/dddd/c.html', picture: undefined },
		{ title: '<script>标题六 & 更多', link: 'https://www.news.cn/20261126/ffff/c.html', picture: undefined },
	]);
});

test.each(['', '<html>', '{"a":1}', '<a href="/20261126/x/c.html">', '<'.repeat(1_000_000), '\u0000'])(
	'OU24 a page without headlines has none',
	(page) => expect(headlinesIn(page, 'https://www.news.cn/', HOSTS)).toEqual([]),
);

const FEED = `<?xml version="1.0" encoding="utf-8"?><!DOCTYPE rss [<!ENTITY boom "boomboom"><!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Feed</title><link>https://feed.example/</link>
<item><title>One &amp; two &boom;&x;</title><link>https://feed.example/1</link><enclosure url="/1.jpg" type="image/jpeg"/></item>
<item><title><![CDATA[<b>Bold</b> <script>alert(1)</script>title]]></title><link>/2</link><media:thumbnail url="https://img.feed.example/2.png"/></item>
<item><title>&lt;i&gt;Escaped&lt;/i&gt;</title><link>https://feed.example/3</link><description>&lt;p&gt;&lt;img src="/3.gif"&gt;&lt;/p&gt;</description></item>
<item><title>Evil</title><link>javascript:alert(1)</link></item>
<item><title> </title><link>https://feed.example/5</link></item>
<item><title>Sound</title><link>https://feed.example/6</link><enclosure url="/6.mp3" type="audio/mpeg"/></item>
</channel></rss>`;

test('OU26 a feed gives its first items that can be read; entities of its own stay what they are', () => {
	expect(itemsIn(FEED, 'https://feed.example/rss')).toEqual([
		{ title: 'One & two &boom;&x;', link: 'https://feed.example/1', picture: 'https://feed.example/1.jpg' },
		{ title: 'Bold title', link: 'https://feed.example/2', picture: 'https://img.feed.example/2.png' },
		{ title: 'Escaped', link: 'https://feed.example/3', picture: 'https://feed.example/3.gif' },
		{ title: 'Sound', link: 'https://feed.example/6', picture: undefined },
	]);
});

test('OU26 Atom is a feed too', () => {
	const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><title type="html">A &amp;lt; B</title>
	<link rel="self" href="/self"/><link href="https://feed.example/a"/></entry></feed>`;
	expect(itemsIn(atom, 'https://feed.example/')).toEqual([
		{ title: 'A < B', link: 'https://feed.example/a', picture: undefined },
	]);
});

test('OU26 pictures of a feed come from its neighbours', () => {
	const hosts = (url: string) => createRss(outside, url).pictureHosts;
	expect(hosts('https://feeds.example.org/rss')).toEqual(['feeds.example.org', '.example.org']);
	expect(hosts('https://example.org/rss')).toEqual(['example.org', '.example.org']);
	expect(hosts('http://127.0.0.1/rss')).toEqual(['127.0.0.1', '.127.0.0.1']);
});

const WIDE = await picture('jpeg', 900, 300);

test('OU27 pictures are made anew, small, and named by their content', async () => {
	const item = (k: number, image: string) =>
		`<item><title>Number ${k}</title><link>/${k}</link><enclosure url="${image}" type="image/jpeg"/></item>`;
	const feed = ['/good.jpg', '/svg.jpg', '/html.jpg', '/missing.jpg', 'http://10.0.0.1/x.jpg'].map((url, k) =>
		item(k, url),
	);
	const { url, asked } = await upstream({
		'/rss': `<rss><channel>${feed.join('')}</channel></rss>`,
		'/good.jpg': WIDE,
		'/svg.jpg': '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
		'/html.jpg': '<html><script>alert(1)</script>',
	});
	const news = createNews(createRss(outside, `${url}/rss`), outside, smallPicture, ports);
	expect(asked).toEqual([]);
	const got = Object(await news.get());
	expect(got.stale).toBe(false);
	const [first, ...others] = got.value;
	expect(first).toEqual({ title: 'Number 0', link: `${url}/0`, image: expect.stringMatching(/^[0-9a-f]{32}\.webp$/) });
	expect(others.map(({ image }: { image: unknown }) => image)).toEqual([null, null, null, null]);
	const small = await news.picture(first.image);
	expect(small?.equals(WIDE)).toBe(false);
	expect(await sharp(small).metadata()).toMatchObject({ format: 'webp', width: 320, height: 180 });
	expect(await news.picture('0'.repeat(32))).toBeUndefined();
	expect(asked.filter((path) => path === '/rss')).toHaveLength(1);
});

test('OU27 a picture of too many pixels, or cut short, is none', async () => {
	const header = Buffer.from(
		await sharp({ create: { width: 8_000, height: 8_000, channels: 3, background: 'red' } })
			.png({ compressionLevel: 9 })
			.toBuffer(),
	);
	expect(await smallPicture(header)).toBeUndefined();
	expect(await smallPicture(WIDE.subarray(0, 500))).toBeUndefined();
	expect(await smallPicture(Buffer.alloc(0))).toBeUndefined();
});

test('OU27 a node that was started anew finds a picture whose name another gave out', async () => {
	const { url } = await upstream({
		'/rss': '<rss><item><title>One</title><link>/1</link><enclosure url="/a.jpg" type="image/jpeg"/></item></rss>',
		'/a.jpg': WIDE,
	});
	const make = () => createNews(createRss(outside, `${url}/rss`), outside, smallPicture, ports);
	const name = Object(await make().get()).value[0].image;
	expect(await make().picture(name)).toBeInstanceOf(Buffer);
});

test('OU25 a front page is asked for once, and what it sends is judged by where it came from', async () => {
	const { url, asked } = await upstream({ '/': '<a href="/20261126/a/c.html">一条足够长的新闻标题</a>' });
	const news = createNews(createXinhua(outside, `${url}/`), outside, smallPicture, ports);
	await Promise.all([news.get(), news.get(), news.get()]);
	expect(Object(await news.get()).value).toEqual([
		{ title: '一条足够长的新闻标题', link: `${url}/20261126/a/c.html`, image: null },
	]);
	expect(asked).toEqual(['/']);
});

test('OU25 a source without headlines has failed', async () => {
	const empty: NewsSource = { name: 'x', pictureHosts: [], read: async () => [] };
	expect(await createNews(empty, outside, smallPicture, ports).get()).toBe('failed');
});
