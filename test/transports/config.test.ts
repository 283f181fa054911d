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
		weather: 'weathercn,qweather,open-meteo',
		news: 'xinhua',
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
	['WEBCHAT_SIGNUP', 'invite', 'not-yet'],
	['WEBCHAT_MULTIPLEXER', 'threads', 'not-yet'],
	['WEBCHAT_MULTIPLEXER', 'forks', 'wrong-choice'],
	['WEBCHAT_VERIFY', 'mail', 'not-yet'],
	['WEBCHAT_SMS', 'pigeon', 'not-yet'],
	['WEBCHAT_MAIL', 'smtp://x', 'not-yet'],
	['WEBCHAT_LOG_FILE', '/nowhere', 'unreadable-file'],
])('HT19 %s=%s is refused as %s', (setting, value, problem) => {
	expect(read({ [setting]: value })).toEqual({ wrong: { setting, problem } });
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

test('HT20 in production the outbox has to be asked for by name', () => {
	const refused = { wrong: { setting: 'WEBCHAT_SMS', problem: 'outbox-in-production' } };
	expect(read({ NODE_ENV: 'production' })).toEqual(refused);
	expect(config({ NODE_ENV: 'production', WEBCHAT_SMS: 'outbox' }).sms).toBe('outbox');
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
			'HOST PORT URL TLS_CERT TLS_KEY DATA LOG MULTIPLEXER WORKERS ORIGINS TRUST_PROXY LOG_LEVEL SIGNUP VERIFY SMS MAIL WEATHER NEWS LOCATE LINKS OPERATOR_TOKEN ALLOW_PRIVATE LIMITS DEMO';
		expect(listed.map(({ variable }) => variable)).toEqual(names.split(' ').map((name) => `WEBCHAT_${name}`));
		expect(listed.find(({ variable }) => variable === 'WEBCHAT_TRUST_PROXY')?.flag).toBe('--trust-proxy');
	});
});
