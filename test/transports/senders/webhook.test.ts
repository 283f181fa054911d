import { createHmac } from 'node:crypto';
import { BlockList } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createOutside } from '../../../transports/outside/outside.ts';
import { createWebhook } from '../../../transports/senders/webhook.ts';
import { systemClock } from '../../../transports/system-clock.ts';
import { type StubUpstream, startUpstream } from '../outside/stub-upstream.ts';
import { CODE, NOTICE } from './messages.ts';

const loopback = new BlockList();
loopback.addAddress('127.0.0.1', 'ipv4');
const outside = createOutside({ clock: systemClock, allowPrivate: loopback });
const SECRET = 'a shared secret of some length';

let stub: StubUpstream | undefined;
afterEach(() => stub?.stop());

/** A gateway as its author would write it after the README: it takes what is signed and of this minute. */
async function gateway(status = 204, secret = SECRET) {
	const taken: unknown[] = [];
	stub = await startUpstream(async (request, response) => {
		let body = '';
		for await (const chunk of request) body += chunk;
		const at = String(request.headers['x-webchat-timestamp']);
		const signature = createHmac('sha256', SECRET).update(`${at}.${body}`).digest('hex');
		const isFresh = Math.abs(Date.now() - Number(at)) < 60_000;
		const isOurs = isFresh && request.headers['x-webchat-signature'] === `sha256=${signature}`;
		if (isOurs) taken.push({ ...JSON.parse(body), header: request.headers['x-webchat-message'] });
		response.writeHead(isOurs ? status : 401).end('thanks');
	});
	return { taken, attempt: createWebhook({ url: `${stub.url}/sms?from=chat`, secret }, outside, systemClock) };
}

test('OU16 a gateway gets each message as JSON, signed over time and body', async () => {
	const { taken, attempt } = await gateway(202);
	expect(await attempt(CODE, 'id1')).toEqual({ state: 'sent' });
	expect(await attempt(NOTICE, 'id2')).toEqual({ state: 'sent' });
	expect(taken[0]).toEqual({
		id: 'id1',
		header: 'id1',
		at: expect.any(Number),
		channel: 'sms',
		to: '+8613800000000',
		purpose: 'signup',
		code: '012345',
		text: expect.stringContaining('012345'),
		key: 'code',
		language: 'zh',
	});
	expect(taken[1]).toMatchObject({ id: 'id2', code: null, key: 'signup-known' });
});

test('OU16 under another secret it is refused', async () => {
	const { taken, attempt } = await gateway(204, 'another secret of that length');
	expect(await attempt(CODE, 'id1')).toEqual({ state: 'refused', why: 'status 401' });
	expect(taken).toEqual([]);
});

test.each([
	[200, { state: 'sent' }],
	[400, { state: 'refused', why: 'status 400' }],
	[404, { state: 'refused', why: 'status 404' }],
	[408, { state: 'failed', why: 'status 408' }],
	[429, { state: 'failed', why: 'status 429' }],
	[500, { state: 'failed', why: 'status 500' }],
	[503, { state: 'failed', why: 'status 503' }],
	[304, { state: 'refused', why: 'status 304' }],
])('OU15 a gateway’s %i is %j', async (status, tried) => {
	const { attempt } = await gateway(status);
	expect(await attempt(CODE, 'id1')).toEqual(tried);
});
