import { expect, test } from 'vitest';
import { createSocketRoute } from '../../../transports/http/socket-route.ts';
import type { Attachment, SessionCheck } from '../../../transports/node.ts';
import type { ByteSocket } from '../../../transports/socket.ts';
import { startEngine } from '../../support/engine.ts';

const HOST = 'chat.example';
const COOKIE = 'other=1; webchat_session=token';

interface Asking {
	readonly path?: string;
	/** How long the network has to wait before it may ask again. */
	readonly waitMs?: number;
	readonly headers: Readonly<Record<string, string>>;
}

/** What happens to a handshake: an attachment, or a refusal. */
async function ask({ path = '/ws', waitMs = 0, headers }: Asking) {
	const engine = await startEngine();
	const attached: Attachment[] = [];
	const looked: string[] = [];
	const route = createSocketRoute({
		node: () => ({ ...engine.node, attach: (_socket, attachment) => attached.push(attachment) }),
		async checkSession(token): Promise<SessionCheck> {
			looked.push(token);
			return { state: 'bad', reason: 'expired' };
		},
		visits: { wait: () => waitMs },
		settings: {
			signup: 'open',
			verify: 'sms',
			trustProxy: { kind: 'none' },
			origins: { known: ['https://public.example'] },
			limits: { codesPerAddressDay: 0, codesPerIpHour: 0 },
			attempts: 'free',
		},
	});
	const refused: { status: number; headers: Readonly<Record<string, string>>; body: string }[] = [];
	route({
		path,
		query: new URLSearchParams(),
		headers: new Map(Object.entries({ host: HOST, ...headers })),
		remoteAddress: '127.0.0.1',
		encrypted: false,
		accept: () => SOCKET,
		refuse: (status, sent, body) => refused.push({ status, headers: sent, body }),
	});
	await engine.stop();
	return { attached, refused, looked };
}

const SOCKET: ByteSocket = {
	write: () => 0,
	unsentBytes: 0,
	pause() {},
	resume() {},
	end() {},
	destroy() {},
	handler: { onBytes() {}, onDrained() {}, onEnd() {}, onClosed() {} },
};

test.each([
	['no origin', {}],
	['the host’s own page', { origin: `http://${HOST}` }],
	['the public address', { origin: 'https://public.example' }],
])('HT17 %s with a cookie is handed to the node, which checks the session', async (_what, headers) => {
	const { attached, refused, looked } = await ask({
		headers: { ...headers, cookie: COOKIE, 'accept-language': 'en' },
	});
	expect(refused).toEqual([]);
	expect(attached).toHaveLength(1);
	expect(looked).toEqual([]);
	expect(attached[0]?.language).toBe('en');
	expect(await attached[0]?.check()).toEqual({ state: 'bad', reason: 'expired' });
	expect(looked).toEqual(['token']);
});

test.each<[string, Asking, number, string]>([
	['another path', { path: '/wss', headers: { cookie: COOKIE } }, 404, 'not-found'],
	['a foreign page', { headers: { cookie: COOKIE, origin: 'https://evil.example' } }, 403, 'foreign-origin'],
	['a page without origin', { headers: { cookie: COOKIE, origin: 'null' } }, 403, 'foreign-origin'],
	['cross-site', { headers: { cookie: COOKIE, 'sec-fetch-site': 'cross-site' } }, 403, 'foreign-origin'],
	['no cookie', { headers: {} }, 401, 'no-session'],
	['another cookie', { headers: { cookie: 'webchat_username=a' } }, 401, 'no-session'],
	['a network that asks too often', { waitMs: 1500, headers: { cookie: COOKIE } }, 429, 'too-often'],
])('HT17, LI9 %s is refused', async (_what, asking, status, code) => {
	const { attached, refused } = await ask(asking);
	expect(attached).toEqual([]);
	expect(refused).toHaveLength(1);
	expect(refused[0]?.status).toBe(status);
	expect(refused[0]?.headers['X-Content-Type-Options']).toBe('nosniff');
	expect(refused[0]?.headers['Retry-After']).toBe(status === 429 ? '2' : undefined);
	expect(JSON.parse(refused[0]?.body ?? '')).toMatchObject({ error: { code } });
});

const TOKEN = 'webchat_token';

test.each([
	['from no origin', {}],
	['from wherever it says', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
	['beside a cookie', { cookie: COOKIE }],
])('OP1, OP3 a token %s is handed to the node, which checks it and nothing else', async (_what, headers) => {
	for (const path of ['/ws', '/chat/friend_list', '/chat/friend_id']) {
		const { attached, looked } = await ask({ path, headers: { authorization: `Bearer ${TOKEN}`, ...headers } });
		await attached[0]?.check();
		expect(looked).toEqual([TOKEN]);
	}
});

test.each([
	['a Bearer that is no token', { authorization: 'Bearer abc', cookie: COOKIE }],
	['a token as cookie', { cookie: `webchat_session=${TOKEN}` }],
])('OP2, OP3 %s is refused', async (_what, headers) => {
	expect((await ask({ headers })).refused[0]?.status).toBe(401);
});
