/** What is wrong with settings only together. */
import { createPrivateKey } from 'node:crypto';
import type { Config, Name, WrongSetting } from '../config.ts';
import { isNamed } from '../outside/addresses.ts';
import { privateAddress } from './providers.ts';

export interface WrongTogether {
	readonly setting: Name;
	readonly problem: WrongSetting['problem'];
}

/** The first problem of settings that are each right by themselves. Pure. */
export function together(config: Config, production: boolean): WrongTogether | undefined {
	const missing = missingTo(config);
	if (missing !== undefined) return { setting: missing, problem: 'no-value' };
	if (production && config.demo === 'on') return { setting: 'demo', problem: 'demo-in-production' };
	// Codes on a console are for trying it out: a real installation has to ask for that by name.
	if (production && config.sms === undefined) return { setting: 'sms', problem: 'outbox-in-production' };
	if (config.weatherKeyId !== undefined && !isEd25519(config.weatherKey)) {
		return { setting: 'weatherKey', problem: 'wrong-key' };
	}
	const unreachable = HOSTS.find(([, hostOf]) => isForbidden(hostOf(config), config));
	return unreachable === undefined ? undefined : { setting: unreachable[0], problem: 'private-address' };
}

/** A setting that another one cannot do without. */
function missingTo(config: Config): Name | undefined {
	if ((config.tlsCert === undefined) !== (config.tlsKey === undefined)) {
		return config.tlsCert === undefined ? 'tlsCert' : 'tlsKey';
	}
	const needed = [
		...(config.sms?.kind === 'webhook' ? (['smsSecret'] as const) : []),
		...(config.sms?.kind === 'aliyun' ? (['smsSecret', 'smsSign', 'smsTemplates'] as const) : []),
		...(config.mail?.kind === 'smtp' ? (['mailFrom'] as const) : []),
		...(config.weatherKeyId !== undefined ? (['weatherKey', 'weatherProject'] as const) : []),
	];
	return needed.find((name) => config[name] === undefined);
}

/** Where settings lead outside; names are judged when they are asked, addresses at once. */
const HOSTS: readonly (readonly [Name, (config: Config) => string | undefined])[] = [
	['sms', ({ sms }) => hostOf(sms?.kind === 'webhook' ? sms.url : undefined)],
	['smsUrl', ({ smsUrl }) => hostOf(smsUrl)],
	['mail', ({ mail }) => (mail?.kind === 'smtp' ? mail.host : undefined)],
	...[0, 1, 2].map((k) => ['weather', (config: Config) => hostOf(config.weather[k]?.url)] as const),
	['news', ({ news }) => (news.kind === 'off' ? undefined : hostOf(news.url))],
];

function hostOf(url: string | undefined): string | undefined {
	return url === undefined ? undefined : new URL(url).hostname;
}

function isEd25519(pem: string | undefined): boolean {
	try {
		return createPrivateKey(pem ?? '').asymmetricKeyType === 'ed25519';
	} catch {
		return false;
	}
}

function isForbidden(host: string | undefined, { allowPrivate }: Config): boolean {
	const address = host === undefined ? undefined : privateAddress(host);
	return address !== undefined && !isNamed(allowPrivate, address);
}
