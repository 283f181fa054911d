import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../transports/config.ts';

type Env = Readonly<Record<string, string>>;

const read = (env: Env, args: readonly string[] = [], files: Env = {}) =>
	readConfig({
		env,
		args,
		readFile(path) {
			const text = files[path];
			if (text === undefined) throw new Error('ENOENT');
			return text;
		},
	});

function config(env: Env, args: readonly string[] = [], files: Env = {}) {
	const result = read(env, args, files);
	if (!('ok' in result)) throw new Error(JSON.stringify(result));
	return result.ok;
}

test('HT19 without settings the defaults of the contract hold', () => {
	expect(config({})).toMatchObject({
		host: '127.0.0.1',
		port: 8000,
		data: './data',
		log: 'sqlite:',
		multiplexer: 'single',
		signup: 'open',
		verify: 'sms',
		trustProxy: { kind: 'none' },
		weather: [{ source: 'weathercn' }, { source: 'qweather' }, { source: 'open-meteo' }],
		news: { kind: 'xinhua' },
		limits: {
			codesPerAddressDay: 10,
			codesPerIpHour: 200,
			requestsPerIpSecond: 1000,
			connectionsPerIp: 10000,
			messagesPerSecond: 50,
			groupMembers: 5000,
			syncEvents: 10000,
			off: false,
		},
	});
});

test('HT19 settings come from the environment, flags win, an empty variable is absent', () => {
	const env = { WEBCHAT_PORT: '9000', WEBCHAT_LOG_LEVEL: 'info', WEBCHAT_HOST: '' };
	expect(config(env, ['--port', '9001', '--trust-proxy=2'])).toMatchObject({
		port: 9001,
		logLevel: 'info',
		host: '127.0.0.1',
		trustProxy: { kind: 'hops', hops: 2 },
	});
});

test('HT19 secrets come from files, without the line break at the end', () => {
	const env = { WEBCHAT_LOG_FILE: '/run/log', WEBCHAT_OPERATOR_TOKEN: 'abc' };
	const files = { '/run/log': 'mysql://u:p@db/chat\n' };
	expect(config(env, [], files)).toMatchObject({ log: 'mysql://u:p@db/chat', operatorToken: 'abc' });
});

test('HT19 limits are set by name, or all off', () => {
	expect(config({ WEBCHAT_LIMITS: 'codes-per-ip-hour=7, messages-per-second=0' }).limits).toMatchObject({
		codesPerIpHour: 7,
		messagesPerSecond: 0,
		codesPerAddressDay: 10,
	});
	expect(config({ WEBCHAT_LIMITS: 'off' }).limits).toEqual({
		codesPerAddressDay: 0,
		codesPerIpHour: 0,
		requestsPerIpSecond: 0,
		connectionsPerIp: 0,
		messagesPerSecond: 0,
		fileBytes: 0,
		quotaBytes: 0,
		groupMembers: 0,
		syncEvents: 0,
		off: true,
	});
});

test.each<[string, string, string]>([
	['WEBCHAT_PORT', '65536', 'wrong-port'],
	['WEBCHAT_PORT', '80a', 'wrong-port'],
	['WEBCHAT_PORT', '-1', 'wrong-port'],
	['WEBCHAT_HOST', 'http://x', 'wrong-host'],
	['WEBCHAT_HOST', '127.0.0.1:80', 'wrong-host'],
	['WEBCHAT_URL', 'chat.example', 'wrong-url'],
	['WEBCHAT_URL', 'https://chat.example/path', 'wrong-url'],
	['WEBCHAT_URL', 'ftp://chat.example', 'wrong-url'],
	['WEBCHAT_ORIGINS', 'https://a.example,b.example', 'wrong-origins'],
	['WEBCHAT_LOG', 'postgres://x', 'wrong-log'],
	['WEBCHAT_TRUST_PROXY', 'yes', 'wrong-proxy'],
	['WEBCHAT_TRUST_PROXY', '10.0.0.0/33', 'wrong-proxy'],
	['WEBCHAT_TRUST_PROXY', '10.0.0.0/8/8', 'wrong-proxy'],
	['WEBCHAT_TRUST_PROXY', '17', 'wrong-proxy'],
	['WEBCHAT_LIMITS', 'codes=3', 'wrong-limits'],
	['WEBCHAT_LIMITS', 'codes-per-ip-hour', 'wrong-limits'],
	['WEBCHAT_LIMITS', 'codes-per-ip-hour=-1', 'wrong-limits'],
	['WEBCHAT_LOG_LEVEL', 'loud', 'wrong-choice'],
	['WEBCHAT_SIGNUP', 'maybe', 'wrong-choice'],
	['WEBCHAT_MULTIPLEXER', 'threads', 'not-yet'],
	['WEBCHAT_MULTIPLEXER', 'forks', 'wrong-choice'],
	['WEBCHAT_SMS', 'pigeon', 'wrong-sms'],
	['WEBCHAT_SMS', 'aliyun:', 'wrong-sms'],
	['WEBCHAT_SMS', 'aliyun:a b c d', 'wrong-sms'],
	['WEBCHAT_SMS', 'webhook:ftp://a.example', 'wrong-sms'],
	['WEBCHAT_SMS', 'webhook:http://a.example/', 'wrong-sms'],
	['WEBCHAT_SMS', 'webhook:http://8.8.8.8/', 'wrong-sms'],
	['WEBCHAT_SMS', 'webhook:https://u:p@a.example/', 'wrong-sms'],
	['WEBCHAT_SMS', 'webhook:https://a.example/', 'no-value'],
	['WEBCHAT_SMS_SECRET', 'short', 'wrong-secret'],
	['WEBCHAT_SMS_URL', 'http://a.example/', 'wrong-provider-url'],
	['WEBCHAT_SMS_URL', 'https://10.0.0.1/', 'private-address'],
	['WEBCHAT_SMS_SIGN', 'x'.repeat(51), 'wrong-sign'],
	['WEBCHAT_SMS_TEMPLATES', 'code=SMS_1', 'wrong-templates'],
	['WEBCHAT_SMS_TEMPLATES', 'code=SMS_1,notice=SMS_2,subject-code=SMS_3', 'wrong-templates'],
	['WEBCHAT_SMS_TEMPLATES', 'code=SMS_1,notice=SMS_2,code=SMS_3', 'wrong-templates'],
	['WEBCHAT_SMS_TEMPLATES', 'code=SMS 1,notice=SMS_2', 'wrong-templates'],
	['WEBCHAT_MAIL', 'smtp:', 'wrong-mail'],
	['WEBCHAT_MAIL', 'http://mail.example', 'wrong-mail'],
	['WEBCHAT_MAIL', 'smtp://user@mail.example', 'wrong-mail'],
	['WEBCHAT_MAIL', 'smtp://u:%zz@mail.example', 'wrong-mail'],
	['WEBCHAT_MAIL', 'smtp://mail.example/path', 'wrong-mail'],
	['WEBCHAT_MAIL', 'smtp://mail.example?from=x', 'wrong-mail'],
	['WEBCHAT_MAIL_FROM', 'nobody', 'wrong-from'],
	['WEBCHAT_MAIL_FROM', 'A <a@b.example>\r\nBcc: c@d.example', 'wrong-from'],
	['WEBCHAT_ALLOW_PRIVATE', 'localhost', 'wrong-networks'],
	['WEBCHAT_WEATHER', 'weathercn,weathercn', 'wrong-weather'],
	['WEBCHAT_WEATHER', 'frogs', 'wrong-weather'],
	['WEBCHAT_WEATHER', 'weathercn:ftp://a.example', 'wrong-weather'],
	['WEBCHAT_WEATHER', 'qweather:https://a.example/?x=1', 'wrong-weather'],
	['WEBCHAT_WEATHER', 'open-meteo:http://127.0.0.1:1', 'private-address'],
	['WEBCHAT_WEATHER_KEY_ID', 'KID', 'no-value'],
	['WEBCHAT_NEWS', 'rss:', 'wrong-news'],
	['WEBCHAT_NEWS', 'rss:feed.example', 'wrong-news'],
	['WEBCHAT_NEWS', 'rss:javascript:alert(1)', 'wrong-news'],
	['WEBCHAT_NEWS', 'rss:http://192.168.1.1/', 'private-address'],
	['WEBCHAT_NEWS_HOSTS', 'https://a.example', 'wrong-hosts'],
	['WEBCHAT_LINKS', 'no link', 'wrong-links'],
	['WEBCHAT_LINKS', 'evil=javascript:alert(1)', 'wrong-links'],
	['WEBCHAT_LINKS', '=https://a.example', 'wrong-links'],
	['WEBCHAT_ALLOW_PRIVATE', '10.0.0.0/40', 'wrong-networks'],
	['WEBCHAT_LOG_FILE', '/nowhere', 'unreadable-file'],
])('HT19 %s=%s is refused as %s', (setting, value, problem) => {
	const told = read({ [setting]: value });
	const named = problem === 'no-value' ? expect.stringMatching(/^WEBCHAT_(SMS|WEATHER)_/) : setting;
	expect(told).toEqual({ wrong: { setting: named, problem } });
	expect(JSON.stringify(told)).not.toContain(value);
});

test.each<[string[], string, string]>([
	[['--colour', 'red'], '--colour', 'unknown-flag'],
	[['8000'], '8000', 'unknown-flag'],
	[['--port'], '--port', 'no-value'],
	[['--port='], '--port', 'no-value'],
	[['--port', '1', '--port', '2'], '--port', 'twice'],
	[['--port', 'x'], '--port', 'wrong-port'],
	[['--demo', 'on'], 'on', 'unknown-flag'],
	[['--demo', '--demo'], '--demo', 'twice'],
	[['--demo=maybe'], '--demo', 'wrong-choice'],
])('HT19 the flags %j are refused: %s %s', (args, setting, problem) => {
	expect(read({}, args)).toEqual({ wrong: { setting, problem } });
});

test('HT19 a certificate needs its key, and a secret one source', () => {
	expect(read({ WEBCHAT_TLS_CERT: 'a.pem' })).toEqual({ wrong: { setting: 'WEBCHAT_TLS_KEY', problem: 'no-value' } });
	expect(read({ WEBCHAT_TLS_KEY: 'a.pem' })).toEqual({ wrong: { setting: 'WEBCHAT_TLS_CERT', problem: 'no-value' } });
	const both = { WEBCHAT_LOG: 'sqlite:', WEBCHAT_LOG_FILE: '/run/log' };
	expect(read(both)).toEqual({ wrong: { setting: 'WEBCHAT_LOG_FILE', problem: 'twice' } });
});

const ALIYUN = {
	WEBCHAT_SMS: 'aliyun:LTAI5tExample',
	WEBCHAT_SMS_SIGN: '我们的聊天',
	WEBCHAT_SMS_TEMPLATES: 'code=SMS_1, notice=SMS_2, signin-unknown=SMS_3, code-abroad=SMS_4',
};
const SECRET = '0123456789abcdef0123456789abcd';

test('HT19 Alibaba Cloud needs a secret, a sign name and templates', () => {
	const secret = { WEBCHAT_SMS_SECRET_FILE: '/run/sms' };
	const files = { '/run/sms': `${SECRET}\n` };
	const { sms, smsSecret, smsSign, smsTemplates } = config({ ...ALIYUN, ...secret }, [], files);
	expect(sms).toEqual({ kind: 'aliyun', accessKeyId: 'LTAI5tExample' });
	expect([smsSecret, smsSign]).toEqual([SECRET, '我们的聊天']);
	expect(Object.fromEntries(smsTemplates ?? [])).toEqual({
		code: 'SMS_1',
		notice: 'SMS_2',
		'signin-unknown': 'SMS_3',
		'code-abroad': 'SMS_4',
	});
	const missing = (setting: string) => ({ wrong: { setting, problem: 'no-value' } });
	expect(read(ALIYUN)).toEqual(missing('WEBCHAT_SMS_SECRET'));
	for (const setting of ['WEBCHAT_SMS_SIGN', 'WEBCHAT_SMS_TEMPLATES']) {
		expect(read({ ...ALIYUN, ...secret, [setting]: '' }, [], files)).toEqual(missing(setting));
	}
});

test('HT19 a gateway for SMS, and where it may be', () => {
	const at = (url: string, more: Env = {}) =>
		read({ WEBCHAT_SMS: `webhook:${url}`, WEBCHAT_SMS_SECRET: SECRET, ...more });
	const good = { ok: { sms: { kind: 'webhook', url: 'https://a.example/sms?to=x' } } };
	expect(at('https://a.example/sms?to=x')).toMatchObject(good);
	expect(at('http://gateway:8080/')).toMatchObject({ ok: { sms: { url: 'http://gateway:8080/' } } });
	const refused = { wrong: { setting: 'WEBCHAT_SMS', problem: 'private-address' } };
	for (const url of ['http://192.168.1.5/', 'http://[::1]:80/', 'https://127.1/']) expect(at(url)).toEqual(refused);
	const allowed = { WEBCHAT_ALLOW_PRIVATE: '192.168.0.0/16, ::1' };
	expect(at('http://192.168.1.5/', allowed)).toHaveProperty('ok');
	expect(at('http://[::1]:80/', allowed)).toHaveProperty('ok');
	expect(at('http://127.0.0.1/', allowed)).toEqual(refused);
});

test('HT19 a mail server, with TLS or without, and from whom mails are', () => {
	const from = { WEBCHAT_MAIL_FROM: '我们的聊天 <chat@example.org>' };
	const { mail, mailFrom } = config({ WEBCHAT_MAIL: 'smtp://chat%40example.org:p%3Aa%40ss@mail.example', ...from });
	expect(mailFrom).toEqual({ name: '我们的聊天', address: 'chat@example.org' });
	const credentials = { user: 'chat@example.org', pass: 'p:a@ss' };
	expect(mail).toEqual({ kind: 'smtp', host: 'mail.example', port: 587, secure: false, credentials });
	const files = { '/run/mail': 'smtps://mail.example\n' };
	expect(config({ WEBCHAT_MAIL_FILE: '/run/mail', WEBCHAT_MAIL_FROM: 'chat@example.org' }, [], files)).toMatchObject({
		mail: { kind: 'smtp', host: 'mail.example', port: 465, secure: true },
		mailFrom: { name: '', address: 'chat@example.org' },
	});
	expect(read({ WEBCHAT_MAIL: 'smtp://mail.example' })).toEqual({
		wrong: { setting: 'WEBCHAT_MAIL_FROM', problem: 'no-value' },
	});
	expect(read({ WEBCHAT_MAIL: 'smtp://127.0.0.1:25', ...from })).toEqual({
		wrong: { setting: 'WEBCHAT_MAIL', problem: 'private-address' },
	});
});

test('HT19 weather, news and links may be had elsewhere, or be off', () => {
	const { weather, news, newsHosts, links } = config({
		WEBCHAT_WEATHER: 'open-meteo, qweather:https://abc.qweatherapi.com/',
		WEBCHAT_NEWS: 'rss:https://feeds.example.org/rss?a=b',
		WEBCHAT_NEWS_HOSTS: '.cdn.example, img.example',
		WEBCHAT_LINKS: '学校=https://school.example/?a=b,班级=https://class.example/',
	});
	expect(weather).toEqual([{ source: 'open-meteo' }, { source: 'qweather', url: 'https://abc.qweatherapi.com' }]);
	expect(news).toEqual({ kind: 'rss', url: 'https://feeds.example.org/rss?a=b' });
	expect(newsHosts).toEqual(['.cdn.example', 'img.example']);
	expect(links).toEqual([
		{ title: '学校', url: 'https://school.example/?a=b' },
		{ title: '班级', url: 'https://class.example/' },
	]);
	const off = config({ WEBCHAT_WEATHER: 'off', WEBCHAT_NEWS: 'off', WEBCHAT_LINKS: 'off' });
	expect([off.weather, off.news, off.links]).toEqual([[], { kind: 'off' }, []]);
	expect(config({}).links).toHaveLength(6);
});

test('HT19 a token for weather needs its project and a key that signs', () => {
	const token = { WEBCHAT_WEATHER_KEY: 'no key', WEBCHAT_WEATHER_KEY_ID: 'KID', WEBCHAT_WEATHER_PROJECT: 'PRJ' };
	expect(read(token)).toEqual({ wrong: { setting: 'WEBCHAT_WEATHER_KEY', problem: 'wrong-key' } });
	const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
	expect(read({ ...token, WEBCHAT_WEATHER_KEY: String(pem) })).toHaveProperty('ok');
});

test('HT20 in production the outbox has to be asked for by name', () => {
	const refused = { wrong: { setting: 'WEBCHAT_SMS', problem: 'outbox-in-production' } };
	expect(read({ NODE_ENV: 'production' })).toEqual(refused);
	expect(config({ NODE_ENV: 'production', WEBCHAT_SMS: 'outbox' }).sms).toEqual({ kind: 'outbox' });
});

test('DE3 a demo is asked for by flag or variable, and never in production', () => {
	expect(config({}).demo).toBe('off');
	expect(config({}, ['--demo', '--port', '1'])).toMatchObject({ demo: 'on', port: 1 });
	expect(config({ WEBCHAT_DEMO: 'on' }).demo).toBe('on');
	const production = { NODE_ENV: 'production', WEBCHAT_SMS: 'outbox' };
	expect(read(production, ['--demo'])).toEqual({ wrong: { setting: '--demo', problem: 'demo-in-production' } });
	expect(config(production, ['--demo=off']).demo).toBe('off');
});

describe('help', () => {
	test('HT19 every setting of the contract has a variable and a flag', () => {
		const result = read({ WEBCHAT_PORT: 'wrong' }, ['--help']);
		const listed = 'help' in result ? result.help : [];
		const names =
			'HOST PORT URL TLS_CERT TLS_KEY DATA LOG MULTIPLEXER WORKERS ORIGINS TRUST_PROXY LOG_LEVEL SIGNUP VERIFY SMS SMS_SECRET SMS_SIGN SMS_TEMPLATES SMS_URL MAIL MAIL_FROM WEATHER WEATHER_KEY WEATHER_KEY_ID WEATHER_PROJECT NEWS NEWS_HOSTS LOCATE LINKS OPERATOR_TOKEN ALLOW_PRIVATE LIMITS DEMO';
		expect(listed.map(({ variable }) => variable)).toEqual(names.split(' ').map((name) => `WEBCHAT_${name}`));
		expect(listed.find(({ variable }) => variable === 'WEBCHAT_TRUST_PROXY')?.flag).toBe('--trust-proxy');
	});
});
