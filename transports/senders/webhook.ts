/**
 * SMS through a gateway of one's own: each message is posted to it as JSON, signed, so that it can be sure who asks.
 *
 * `X-Webchat-Signature` is `sha256=` and the HMAC-SHA-256 (hex), under the shared secret, of the timestamp (`X-Webchat-Timestamp`,
 * ms since 1970 UTC), a full stop, and the body's bytes. `X-Webchat-Message` is the message's id, the same at each try.
 */
import { createHmac } from 'node:crypto';
import type { Clock } from '../../core/clock.ts';
import type { Outside } from '../outside/outside.ts';
import { triedOf } from './reply.ts';
import type { Attempt, OutgoingMessage } from './sender.ts';

/** Of the gateway's reply, which nobody reads. */
const REPLY_BYTES_MAX = 64 * 1024;

export interface Webhook {
	readonly url: string;
	readonly secret: string;
}

export function createWebhook({ url, secret }: Webhook, outside: Outside, clock: Clock): Attempt {
	const { hostname } = new URL(url);
	return async (message, id) => {
		const at = clock.now();
		const body = bodyOf(message, id, at);
		const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
		const headers = {
			'Content-Type': 'application/json',
			'X-Webchat-Message': id,
			'X-Webchat-Timestamp': String(at),
			'X-Webchat-Signature': `sha256=${signature}`,
		};
		return triedOf(await outside.fetch({ url, hosts: [hostname], headers, body, bytesMax: REPLY_BYTES_MAX }));
	};
}

function bodyOf({ channel, to, purpose, code, text, key, language }: OutgoingMessage, id: string, at: number): string {
	return JSON.stringify({ id, at, channel, to, purpose, code, text, key, language });
}
