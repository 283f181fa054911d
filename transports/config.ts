/**
 * Settings: environment variables `WEBCHAT_…`, the same as flags (`--log-level debug`, which win), secrets also from a
 * file named by `…_FILE`. Everything is checked before anything starts; the first wrong one is told.
 */
import * as around from './config/around.ts';
import * as provider from './config/providers.ts';
import { together } from './config/together.ts';
import * as value from './config/values.ts';

interface Setting<T> {
	readonly parse: value.Parser<T>;
	/** Parsed like a value from outside. Without one the setting may be absent. */
	readonly fallback?: string;
	/** May be given as a file, `WEBCHAT_…_FILE`. */
	readonly secret?: true;
	/** What its flag means without a value; then it never takes the next word for one. */
	readonly alone?: string;
	/** What may be given, where a default does not show it. */
	readonly shape?: string;
}

const SETTINGS = {
	host: setting(value.host, '127.0.0.1'),
	port: setting(value.port, '8000'),
	url: optional(value.publicUrl),
	tlsCert: optional(value.path),
	tlsKey: optional(value.path),
	data: setting(value.path, './data'),
	log: { ...setting(value.logUrl, 'sqlite:'), secret: true },
	multiplexer: setting(value.choice(['single'], ['threads', 'cluster', 'proxy']), 'single'),
	workers: optional(value.accepted),
	origins: setting(value.origins, ''),
	trustProxy: setting(value.trustedProxies, 'off'),
	logLevel: setting(value.choice(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']), 'warn'),
	signup: setting(value.choice(['open', 'invite', 'closed']), 'open'),
	verify: setting(value.choice(['sms', 'mail', 'invite']), 'sms'),
	sms: { ...optional(provider.sms), shape: 'outbox | aliyun:<AccessKey id> | webhook:<url>' },
	smsSecret: { ...optional(provider.secret), secret: true },
	smsSign: optional(provider.signName),
	smsTemplates: { ...optional(provider.templates), shape: 'code=<template>,notice=<template>,…' },
	smsUrl: optional(provider.providerUrl),
	mail: {
		...optional(provider.mail),
		secret: true,
		shape: 'outbox | smtp://<user>:<password>@<host>:<port> | smtps://…',
	},
	mailFrom: { ...optional(provider.mailFrom), shape: '<name> <address>' },
	weather: { ...setting(around.weather, 'weathercn,qweather,open-meteo'), shape: 'off | <source>[:<url>],…' },
	weatherKey: { ...optional(value.accepted), secret: true },
	weatherKeyId: optional(value.accepted),
	weatherProject: optional(value.accepted),
	news: { ...setting(around.news, 'xinhua'), shape: 'off | xinhua | rss:<url>' },
	newsHosts: setting(around.hosts, ''),
	locate: { ...optional(value.path), shape: '<path>.mmdb' },
	links: { ...setting(around.links, around.DEFAULT_LINKS), shape: 'off | <title>=<url>,…' },
	operatorToken: { ...optional(value.accepted), secret: true },
	allowPrivate: { ...setting(value.networks, ''), shape: '10.0.0.0/8,::1' },
	limits: setting(value.limits, ''),
	demo: { ...setting(value.choice(['off', 'on']), 'off'), alone: 'on' },
} as const satisfies Record<string, Setting<unknown>>;

export type Name = keyof typeof SETTINGS;
export type Config = {
	readonly [N in Name]: (typeof SETTINGS)[N] extends { readonly parse: value.Parser<infer T> }
		? T | ((typeof SETTINGS)[N] extends { readonly fallback: string } ? never : undefined)
		: never;
};

/** `setting`: as the person who wrote it knows it, a variable or a flag. */
export interface WrongSetting {
	readonly setting: string;
	readonly problem:
		| value.Problem
		| 'unknown-flag'
		| 'no-value'
		| 'unreadable-file'
		| 'twice'
		| 'outbox-in-production'
		| 'demo-in-production'
		| 'private-address'
		| 'wrong-key';
}
export type ReadConfig =
	| { readonly ok: Config }
	| { readonly wrong: WrongSetting }
	/** `--help` was asked for. */
	| { readonly help: readonly Described[] };

interface Described {
	readonly variable: string;
	readonly flag: string;
	readonly fallback: string;
	readonly shape: string;
}

export interface Environment {
	/** What follows the program's name. */
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Throws when there is no such file. */
	readonly readFile: (path: string) => string;
}

/** Reads and checks all settings. An empty variable counts as absent. Pure but for `readFile`. */
export function readConfig(environment: Environment): ReadConfig {
	const flags = readFlags(environment.args);
	if ('help' in flags) return { help: NAMES.map(describe) };
	if ('wrong' in flags) return flags;
	const values: Partial<Record<Name, unknown>> = {};
	for (const name of NAMES) {
		const given = flags.given.get(name) ?? fromEnvironment(name, environment);
		if (given !== undefined && 'wrong' in given) return given;
		const text = given?.text ?? describe(name).fallback;
		if (text === '' && !('fallback' in SETTINGS[name])) continue;
		const parsed = SETTINGS[name].parse(text);
		if ('wrong' in parsed) return wrong(given?.setting ?? variableOf(name), parsed.wrong);
		values[name] = parsed.ok;
	}
	const config = values as Config;
	const problem = together(config, environment.env.NODE_ENV === 'production');
	if (problem === undefined) return { ok: config };
	const { setting, problem: what } = problem;
	// A demo in production was asked for by whoever typed it.
	return wrong(what === 'demo-in-production' ? flagOf(setting) : variableOf(setting), what);
}

interface Given {
	readonly setting: string;
	readonly text: string;
}
type Flags = { readonly given: ReadonlyMap<Name, Given> } | { readonly wrong: WrongSetting } | { readonly help: true };

/** `--name value` or `--name=value`. */
function readFlags(args: readonly string[]): Flags {
	const given = new Map<Name, Given>();
	const rest = [...args];
	for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
		if (arg === '--help') return { help: true };
		const [flag = '', ...parts] = arg.split('=');
		const name = NAMES.find((each) => flagOf(each) === flag);
		if (name === undefined) return wrong(flag, 'unknown-flag');
		const known: Setting<unknown> = SETTINGS[name];
		const text = parts.length > 0 ? parts.join('=') : (known.alone ?? rest.shift());
		if (text === undefined || text === '') return wrong(flag, 'no-value');
		if (given.has(name)) return wrong(flag, 'twice');
		given.set(name, { setting: flag, text });
	}
	return { given };
}

function fromEnvironment(name: Name, { env, readFile }: Environment): Given | { wrong: WrongSetting } | undefined {
	const variable = variableOf(name);
	const text = env[variable] || undefined;
	const file = 'secret' in SETTINGS[name] ? env[`${variable}_FILE`] || undefined : undefined;
	if (file === undefined) return text === undefined ? undefined : { setting: variable, text };
	if (text !== undefined) return wrong(`${variable}_FILE`, 'twice');
	try {
		return { setting: `${variable}_FILE`, text: readFile(file).trim() };
	} catch {
		return wrong(`${variable}_FILE`, 'unreadable-file');
	}
}

function setting<T>(parse: value.Parser<T>, fallback: string) {
	return { parse, fallback };
}

function optional<T>(parse: value.Parser<T>) {
	return { parse };
}

const NAMES = Object.keys(SETTINGS) as Name[];

function describe(name: Name): Described {
	const known: Setting<unknown> = SETTINGS[name];
	return { variable: variableOf(name), flag: flagOf(name), fallback: known.fallback ?? '', shape: known.shape ?? '' };
}

function variableOf(name: Name): string {
	return `WEBCHAT_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`;
}

function flagOf(name: Name): string {
	return `--${name.replace(/[A-Z]/g, '-$&').toLowerCase()}`;
}

function wrong(setting: string, problem: WrongSetting['problem']) {
	return { wrong: { setting, problem } };
}
