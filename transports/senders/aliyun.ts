/**
 * SMS by Alibaba Cloud: `SendSms` of version 2017-05-25,
 * https://www.alibabacloud.com/help/en/sms/developer-reference/api-dysmsapi-2017-05-25-sendsms. It takes no free text,
 * only templates that were approved there, so each of our texts has a template.
 */
import type { Clock } from '../../core/clock.ts';
import type { Fetched, Outside } from '../outside/outside.ts';
import { signedForm } from './aliyun-signature.ts';
import { triedOf } from './reply.ts';
import type { Attempt, OutgoingMessage, Tried } from './sender.ts';

export const ALIYUN_URL = 'https://dysmsapi.aliyuncs.com/';
const REPLY_BYTES_MAX = 64 * 1024;
/** Codes that say "not now", https://www.alibabacloud.com/help/en/sms/support/api-error-codes. */
const LATER = /^(isp\.(SYSTEM_ERROR|GATEWAY_ERROR|UNKNOWN)|Throttling(\..*)?|ServiceUnavailable|InternalError)$/;
/** What is not ours is shown to the operator only as far as it is a code. */
const CODE = /^[\w.-]{1,64}$/;
/** Numbers of the mainland are written without their prefix there, all others without the plus. */
const MAINLAND = '+86';

export interface Aliyun {
	readonly url: string;
	readonly accessKeyId: string;
	readonly accessKeySecret: string;
	/** The name that stands before the text, approved there. */
	readonly signName: string;
	/** Template codes by our texts' names, see `templateFor`. */
	readonly templates: ReadonlyMap<string, string>;
}

export interface AliyunPorts {
	readonly outside: Outside;
	readonly clock: Clock;
	/** A value that was never used before. */
	readonly newNonce: () => string;
}

export function createAliyun(aliyun: Aliyun, { outside, clock, newNonce }: AliyunPorts): Attempt {
	const { hostname } = new URL(aliyun.url);
	return async (message, id) => {
		const template = templateFor(aliyun.templates, message);
		if (template === undefined) return { state: 'refused', why: 'no template' };
		const parameters = {
			AccessKeyId: aliyun.accessKeyId,
			Action: 'SendSms',
			Format: 'JSON',
			OutId: id,
			PhoneNumbers: isMainland(message) ? message.to.slice(MAINLAND.length) : message.to.slice(1),
			SignName: aliyun.signName,
			SignatureMethod: 'HMAC-SHA1',
			SignatureNonce: newNonce(),
			SignatureVersion: '1.0',
			TemplateCode: template,
			...(message.code === null ? {} : { TemplateParam: JSON.stringify({ code: message.code }) }),
			Timestamp: new Date(clock.now()).toISOString().replace(/\.\d+/, ''),
			Version: '2017-05-25',
		};
		return meaning(
			await outside.fetch({
				url: aliyun.url,
				hosts: [hostname],
				headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
				body: signedForm('POST', parameters, aliyun.accessKeySecret),
				bytesMax: REPLY_BYTES_MAX,
			}),
		);
	};
}

/** The text's own template, else the one for all notices; beyond the mainland those whose names end in `-abroad`. */
export function templateFor(templates: ReadonlyMap<string, string>, message: OutgoingMessage): string | undefined {
	const suffix = isMainland(message) ? '' : '-abroad';
	const general = message.code === null ? 'notice' : 'code';
	return templates.get(`${message.key}${suffix}`) ?? templates.get(`${general}${suffix}`);
}

function isMainland({ to }: OutgoingMessage): boolean {
	return to.startsWith(MAINLAND);
}

function meaning(fetched: Fetched): Tried {
	const code = fetched.state === 'answered' ? codeIn(fetched.body) : undefined;
	if (code === undefined) {
		const tried = triedOf(fetched);
		return tried.state === 'sent' ? { state: 'failed', why: 'no code in the reply' } : tried;
	}
	if (code === 'OK') return { state: 'sent' };
	return { state: LATER.test(code) ? 'failed' : 'refused', why: code };
}

function codeIn(body: Buffer): string | undefined {
	try {
		const { Code: code }: { readonly Code?: unknown } = JSON.parse(body.toString('utf8'));
		return typeof code === 'string' && CODE.test(code) ? code : undefined;
	} catch {
		return undefined;
	}
}
