import { createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BlockList } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createOutside } from '../../../transports/outside/outside.ts';
import { createAliyun, templateFor } from '../../../transports/senders/aliyun.ts';
import { signedForm } from '../../../transports/senders/aliyun-signature.ts';
import { systemClock } from '../../../transports/system-clock.ts';
import { type StubUpstream, startUpstream } from '../outside/stub-upstream.ts';
import { CODE, NOTICE } from './messages.ts';

const loopback = new BlockList();
loopback.addAddress('127.0.0.1', 'ipv4');
const outside = createOutside({ clock: systemClock, allowPrivate: loopback });
const SECRET = 'testSecret';
const TEMPLATES = new Map([
	['code', 'SMS_1'],
	['notice', 'SMS_2'],
	['signin-unknown', 'SMS_3'],
	['code-abroad', 'SMS_4'],
]);

let stub: StubUpstream | undefined;
afterEach(() => stub?.stop());

/** Checks the signature as the manual describes it, then answers `status` with `reply`. */
async function provider(reply: unknown, status = 200) {
	const asked: URLSearchParams[] = [];
	let nonces = 0;
	stub = await startUpstream(async (request, response) => {
		const form = new URLSearchParams(await bodyOf(request));
		if (!isSigned(form)) return answer(response, 400, { Code: 'SignatureDoesNotMatch' });
		asked.push(form);
		answer(response, status, reply);
	});
	const attempt = createAliyun(
		{
			url: `${stub.url}/`,
			accessKeyId: 'testId',
			accessKeySecret: SECRET,
			signName: '阿里云短信*测试',
			templates: TEMPLATES,
		},
		{ outside, clock: { ...systemClock, now: () => 1_499_827_339_123 }, newNonce: () => `nonce${nonces++}` },
	);
	return { asked, attempt };
}

/** Written anew from the manual: sorted pairs, encoded twice, under the secret and an ampersand. */
function isSigned(form: URLSearchParams): boolean {
	const encode = (text: string) =>
		[...Buffer.from(text)]
			.map((byte) => (/[\w.~-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : hex(byte)))
			.join('');
	const pairs = [...form]
		.filter(([name]) => name !== 'Signature')
		.map(([name, value]) => `${encode(name)}=${encode(value)}`);
	const toSign = `POST&%2F&${encode(pairs.toSorted().join('&'))}`;
	return createHmac('sha1', `${SECRET}&`).update(toSign).digest('base64') === form.get('Signature');
}

test('OU13 the signature is the one of the manual’s example', () => {
	const parameters = {
		TemplateParam: '{"customer":"test"}',
		AccessKeyId: 'testId',
		Action: 'SendSms',
		Format: 'XML',
		OutId: '123',
		PhoneNumbers: '15300000001',
		RegionId: 'cn-hangzhou',
		SignName: '阿里云短信测试专用',
		SignatureMethod: 'HMAC-SHA1',
		SignatureNonce: '45e25e9b-0a6f-4070-8c85-2956eda1b466',
		SignatureVersion: '1.0',
		TemplateCode: 'SMS_71390007',
		Timestamp: '2017-07-12T02:42:19Z',
		Version: '2017-05-25',
	};
	expect(signedForm('GET', parameters, SECRET)).toMatch(
		/^Signature=zJDF%2BLrzhj%2FThnlvIToysFRq6t4%3D&AccessKeyId=testId&/,
	);
});

test('OU13 a code goes out by its template, signed, each try with a nonce of its own', async () => {
	const { asked, attempt } = await provider({ Code: 'OK', Message: 'OK', BizId: '1', RequestId: '2' });
	expect(await attempt(CODE, 'id1')).toEqual({ state: 'sent' });
	expect(await attempt(CODE, 'id1')).toEqual({ state: 'sent' });
	expect(Object.fromEntries(asked[0] ?? [])).toEqual({
		Signature: expect.any(String),
		AccessKeyId: 'testId',
		Action: 'SendSms',
		Format: 'JSON',
		OutId: 'id1',
		PhoneNumbers: '13800000000',
		SignName: '阿里云短信*测试',
		SignatureMethod: 'HMAC-SHA1',
		SignatureNonce: 'nonce0',
		SignatureVersion: '1.0',
		TemplateCode: 'SMS_1',
		TemplateParam: '{"code":"012345"}',
		Timestamp: '2017-07-12T02:42:19Z',
		Version: '2017-05-25',
	});
	expect(asked[1]?.get('SignatureNonce')).toBe('nonce1');
});

test('OU14 a notice has a template without parameters, its own or the general one', async () => {
	const { asked, attempt } = await provider({ Code: 'OK' });
	await attempt(NOTICE, 'id1');
	expect(asked[0]?.get('TemplateCode')).toBe('SMS_2');
	expect(asked[0]?.has('TemplateParam')).toBe(false);
	expect(templateFor(TEMPLATES, { ...NOTICE, key: 'signin-unknown' })).toBe('SMS_3');
});

test('OU14 numbers abroad are written without the plus and have templates of their own', async () => {
	const { asked, attempt } = await provider({ Code: 'OK' });
	expect(await attempt({ ...CODE, to: '+85291234567' }, 'id1')).toEqual({ state: 'sent' });
	expect(asked[0]?.get('PhoneNumbers')).toBe('85291234567');
	expect(asked[0]?.get('TemplateCode')).toBe('SMS_4');
	expect(await attempt({ ...NOTICE, to: '+85291234567' }, 'id1')).toEqual({ state: 'refused', why: 'no template' });
});

test.each([
	[{ Code: 'isv.MOBILE_NUMBER_ILLEGAL' }, 200, 'refused', 'isv.MOBILE_NUMBER_ILLEGAL'],
	[{ Code: 'isv.BUSINESS_LIMIT_CONTROL' }, 200, 'refused', 'isv.BUSINESS_LIMIT_CONTROL'],
	[{ Code: 'InvalidAccessKeyId.NotFound' }, 404, 'refused', 'InvalidAccessKeyId.NotFound'],
	[{ Code: 'isp.SYSTEM_ERROR' }, 200, 'failed', 'isp.SYSTEM_ERROR'],
	[{ Code: 'Throttling.User' }, 400, 'failed', 'Throttling.User'],
	[{ Code: 'ServiceUnavailable' }, 503, 'failed', 'ServiceUnavailable'],
	[{ Code: 'x'.repeat(1_000) }, 400, 'refused', 'status 400'],
	[{ Code: '<script>' }, 200, 'failed', 'no code in the reply'],
	['<html>', 502, 'failed', 'status 502'],
	[{}, 200, 'failed', 'no code in the reply'],
	[null, 200, 'failed', 'no code in the reply'],
])('OU15 the reply %j with %i is %s', async (reply, status, state, why) => {
	const { attempt } = await provider(reply, status);
	expect(await attempt(CODE, 'id1')).toEqual({ state, why });
});

test('OU15 a wrong secret is refused by the provider', async () => {
	const { asked } = await provider({ Code: 'OK' });
	const attempt = createAliyun(
		{ url: `${stub?.url}/`, accessKeyId: 'testId', accessKeySecret: 'other', signName: 'a', templates: TEMPLATES },
		{ outside, clock: systemClock, newNonce: () => 'n' },
	);
	expect(await attempt(CODE, 'id1')).toEqual({ state: 'refused', why: 'SignatureDoesNotMatch' });
	expect(asked).toEqual([]);
});

test('OU15 a provider that is not there, or not to be reached, is told apart', async () => {
	const { attempt } = await provider({ Code: 'OK' });
	await stub?.stop();
	stub = undefined;
	expect(await attempt(CODE, 'id1')).toEqual({ state: 'failed', why: 'unreachable' });
	const closed = createAliyun(
		{ url: 'http://10.0.0.1/', accessKeyId: 'testId', accessKeySecret: SECRET, signName: 'a', templates: TEMPLATES },
		{ outside, clock: systemClock, newNonce: () => 'n' },
	);
	expect(await closed(CODE, 'id1')).toEqual({ state: 'refused', why: 'forbidden-address' });
});

async function bodyOf(request: IncomingMessage): Promise<string> {
	let text = '';
	for await (const chunk of request) text += chunk;
	return text;
}

function answer(response: ServerResponse, status: number, body: unknown): void {
	response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

function hex(byte: number): string {
	return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
