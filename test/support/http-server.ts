/** The HTTP side on a real listening server, over the write loop and a log in memory. */
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { v7 } from 'uuid';
import { createPasswordHasher } from '../../core/vault/password.ts';
import { createSeal } from '../../core/vault/seal.ts';
import { createSessionLookup } from '../../core/vault/session-lookup.ts';
import { createErasure } from '../../transports/erasure.ts';
import { createHeadMaker } from '../../transports/files/heads.ts';
import { createMemoryStore } from '../../transports/files/memory-store.ts';
import { createUpload } from '../../transports/files/upload.ts';
import { createHttpListener } from '../../transports/http/app.ts';
import { createAttempts } from '../../transports/http/attempts.ts';
import { createPages } from '../../transports/http/pages/pages.ts';
import type { ClientFile, HttpPorts, HttpSettings } from '../../transports/http/ports.ts';
import { createSessionCheck } from '../../transports/http/session-check.ts';
import { createVisits } from '../../transports/http/visits.ts';
import type { OutgoingMessage, Sender } from '../../transports/senders/sender.ts';
import { TEXTS } from '../../web/build.ts';
import { type Engine, startEngine } from './engine.ts';

export interface HttpServer {
	readonly engine: Engine;
	readonly ports: HttpPorts;
	readonly url: string;
	/** Messages that were sent, oldest first. */
	readonly sent: readonly OutgoingMessage[];
	/** What was noted, as JSON. */
	readonly notes: readonly string[];
	get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
	/** Posts a form, as a browser without script. */
	postForm(
		path: string,
		fields: Readonly<Record<string, string>>,
		headers?: Readonly<Record<string, string>>,
	): Promise<Answer>;
	/** Posts JSON. */
	post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
	request(path: string, init: RequestInit): Promise<Answer>;
	stop(): Promise<void>;
}

export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	/** The body's fields, where it is JSON. */
	readonly json: { readonly [field: string]: unknown };
	/** `name=value` of the cookies that were set, for a `Cookie` header. */
	readonly cookies: string;
}

const file = (type: string, text: string, immutable = false): ClientFile => {
	return { type, body: Buffer.from(text), immutable };
};

/** A document as the client's build makes them. */
const page = (element: string) =>
	file(
		'text/html; charset=utf-8',
		`<html lang="zh"><title>webchat</title><${element}></${element}><noscript>No.</noscript></html>`,
	);

const FILES: ReadonlyMap<string, ClientFile> = new Map([
	['/index.html', page('webchat-app')],
	['/settings.html', page('webchat-settings')],
	['/join.html', page('webchat-join')],
	['/signup.html', page('webchat-signup')],
	['/login.html', page('webchat-signin')],
	['/password_reset.html', page('webchat-reset')],
	['/password_reset2.html', page('webchat-reset2')],
	['/assets/chat-abc123.js', file('text/javascript; charset=utf-8', 'let chat;', true)],
	['/icon.svg', file('image/svg+xml', '<svg/>')],
]);

/** Of uploads, in bytes. */
export const FILE_LIMITS = { fileBytes: 1_000_000, quotaBytes: 2_500_000 };

const SETTINGS: HttpSettings = {
	signup: 'open',
	verify: 'sms',
	trustProxy: { kind: 'none' },
	origins: { known: [] },
	limits: { codesPerAddressDay: 10, codesPerIpHour: 200 },
	attempts: 'limited',
};

/**
 * `ports` replace what a test wants otherwise. Passwords are hashed by something cheap unless it hands in a hasher.
 * `beside`: a server whose log this one shares, as another node.
 */
export async function startHttpServer(
	settings: Partial<HttpSettings> = {},
	ports: Partial<HttpPorts> = {},
	beside?: HttpServer,
): Promise<HttpServer> {
	const engine = await (beside === undefined ? startEngine() : beside.engine.beside());
	const sent: OutgoingMessage[] = [];
	const notes: string[] = [];
	const cheap = createPasswordHasher(async (password, phc) => {
		return hash('sha256', Buffer.concat([phc.salt, Buffer.from(password)]), 'buffer');
	});
	const node = () => engine.node;
	const sender: Sender = {
		delivery: 'outbox',
		async send(message) {
			sent.push(message);
			return 'sent';
		},
	};
	const store = createMemoryStore(engine.clock);
	const erasure = createErasure({
		...{ log: engine.log, store, clock: engine.clock, node },
		note: (...noted) => notes.push(JSON.stringify(noted, showErrors)),
	});
	const all: HttpPorts = {
		node,
		log: engine.log,
		clock: engine.clock,
		newId: v7,
		seal: createSeal('c2VjcmV0'),
		hasher: cheap,
		checkSession: createSessionCheck(createSessionLookup(engine.log, engine.clock), node),
		visits: createVisits(0, engine.clock),
		makeHeads: createHeadMaker(),
		attempts: createAttempts({ node, log: engine.log, clock: engine.clock }),
		around: { weather: undefined, news: undefined, links: [], locate: () => undefined },
		sms: sender,
		mail: sender,
		store,
		erase: () => void erasure.run(),
		upload: createUpload({ store, node, clock: engine.clock, newId: v7, limits: FILE_LIMITS }),
		files: FILES,
		pages: createPages(FILES, TEXTS, { ...SETTINGS, ...settings }),
		settings: { ...SETTINGS, ...settings },
		note: (...noted) => notes.push(JSON.stringify(noted, showErrors)),
		...ports,
	};
	const server = createServer(createHttpListener(all)).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('a server without a port');
	const url = `http://127.0.0.1:${address.port}`;
	const request = async (path: string, init: RequestInit) =>
		answerOf(await fetch(url + path, { redirect: 'manual', ...init }));
	return {
		engine,
		ports: all,
		url,
		sent,
		notes,
		request,
		get: (path, headers = {}) => request(path, { headers }),
		post: (path, body, headers = {}) =>
			request(path, {
				method: 'POST',
				headers: { 'Content-Type': 'application/json', ...headers },
				body: JSON.stringify(body),
			}),
		postForm: (path, fields, headers = {}) =>
			request(path, { method: 'POST', headers, body: new URLSearchParams(fields) }),
		async stop() {
			server.close();
			server.closeAllConnections();
			await engine.stop();
		},
	};
}

export const GOOD_FORM = {
	username: '张三',
	nickname: '三儿',
	password: 'abc123',
	phone: '13800000000',
	email: 'zhang@Example.com',
};

/** Fetches a code and signs up, both over HTTP. */
export async function signUp(server: HttpServer, changes: Partial<typeof GOOD_FORM> = {}): Promise<Answer> {
	const form = { ...GOOD_FORM, ...changes };
	return server.post('/verify/signup', { ...form, veri_code: await fetchCode(server, form.phone) });
}

export async function fetchCode(server: HttpServer, phone: string, purpose = 'signup'): Promise<string> {
	const answer = await server.post('/verify/code', { purpose, phone });
	const code = server.sent.at(-1)?.code;
	if (answer.status !== 202 || typeof code !== 'string') throw new Error(`no code: ${answer.text}`);
	return code;
}

async function answerOf(response: Response): Promise<Answer> {
	const text = await response.text();
	const isJson = text !== '' && response.headers.get('Content-Type')?.startsWith('application/json');
	const json = isJson ? JSON.parse(text) : {};
	const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
	return { status: response.status, headers: response.headers, text, json, cookies: cookies.join('; ') };
}

function showErrors(_key: string, value: unknown): unknown {
	return value instanceof Error ? `${value.name}: ${value.stack}` : value;
}
