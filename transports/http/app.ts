/**
 * The HTTP side: a table of routes, and one door for all of them. What is not in the table is refused, and each route
 * says who may use it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener, type HttpBindings, RequestError } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { Rejection } from '../../core/domain/rejection.ts';
import { LogError } from '../../core/log/port.ts';
import { type Language, preferredLanguage } from '../../core/messages/sentence.ts';
import { aroundRoutes } from './around.ts';
import { avatarRoutes } from './avatar.ts';
import { botRoutes } from './bots.ts';
import { type Client, clientOf } from './client.ts';
import { closeAccountRoute } from './close-account.ts';
import { codeRoutes } from './codes.ts';
import { showsBearer } from './credential.ts';
import { deviceRoutes } from './devices.ts';
import { downloadRoutes } from './download-routes.ts';
import { exportRoute } from './export.ts';
import { fileRoutes } from './files.ts';
import { profileRoutes } from './me.ts';
import { isForeign } from './origin.ts';
import { ownCredentialRoutes } from './own-credentials.ts';
import { createPace } from './pace.ts';
import { pageRoutes } from './page-routes.ts';
import { passwordResetRoutes } from './password-reset.ts';
import type { HttpPorts } from './ports.ts';
import { leadTo, refused } from './posted.ts';
import { refusal, refusalOf } from './refusal.ts';
import type { Ask, Route } from './route.ts';
import { securityHeaders } from './security-headers.ts';
import { signInRoutes } from './sign-in.ts';
import { signUpRoutes } from './sign-up.ts';
import { signedIn } from './signed-in.ts';
import { tokenRoutes } from './tokens.ts';
import { uploadRoute } from './upload-route.ts';

type Env = { Bindings: HttpBindings };
export type HttpListener = (request: IncomingMessage, response: ServerResponse) => void;

/** Every route there is. */
export function routeTable(ports: HttpPorts): Route[] {
	return [
		...codeRoutes(ports),
		...signUpRoutes(ports),
		...signInRoutes(ports),
		...passwordResetRoutes(ports),
		...profileRoutes(ports),
		...ownCredentialRoutes(ports),
		closeAccountRoute(ports),
		exportRoute(ports),
		uploadRoute(ports),
		...deviceRoutes(ports),
		...tokenRoutes(ports),
		...botRoutes(ports),
		...downloadRoutes(ports),
		...avatarRoutes(ports),
		{ method: 'GET', path: '/healthz', kind: 'data', who: 'anybody', handle: () => Response.json({ ok: true }) },
		{
			method: 'GET',
			path: '/readyz',
			kind: 'data',
			who: 'anybody',
			handle: ({ language }) =>
				ports.node().ready ? Response.json({ ok: true }) : refusal({ code: 'unavailable' }, language),
		},
		...aroundRoutes(ports),
		...pageRoutes(ports),
		...fileRoutes(ports.files),
	];
}

/** What a `node:http` server calls for each request. Never throws, never rejects. */
export function createHttpListener(ports: HttpPorts): HttpListener {
	const app = createApp(ports);
	const listener = getRequestListener((request, env) => app.fetch(request, env), {
		overrideGlobalObjects: false,
		errorHandler(error) {
			// The request's own head is at fault: a host that is none, a target that is no path.
			if (!(error instanceof RequestError)) ports.note('error', 'http.failed', { error });
			return refusal({ code: error instanceof RequestError ? 'bad-request' : 'unavailable' }, 'zh');
		},
	});
	const pace = createPace();
	return (request, response) => {
		const client = whoAsks(ports, request);
		// Set before anything can go wrong, so that every answer carries them.
		const headers = securityHeaders(client);
		for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
		response.setHeader('Cache-Control', 'no-store');
		const rejection = turnedAway(ports, client, request);
		if (rejection === undefined) {
			pace(() => void listener(request, response));
			return;
		}
		const refused = refusalOf(rejection, preferredLanguage(request.headers['accept-language']));
		response.writeHead(refused.status, { ...refused.headers, Connection: 'close' }).end(refused.body);
	};
}

/** Why a request is not even looked at. */
function turnedAway(ports: HttpPorts, client: Client, request: IncomingMessage): Rejection | undefined {
	// RFC 9112 3.2: whoever stands in front of us could have read another one than we do.
	if ((request.headersDistinct.host ?? []).length > 1) return { code: 'bad-request' };
	const waitMs = ports.visits.wait(client);
	return waitMs > 0 ? { code: 'too-often', retryAfterMs: waitMs } : undefined;
}

function createApp(ports: HttpPorts): Hono<Env> {
	const app = new Hono<Env>();
	const table = routeTable(ports);
	for (const route of table)
		app.on(route.method, route.path, (context) => guarded(ports, route, askOf(ports, context)));
	for (const path of new Set(table.map((route) => route.path))) {
		const methods = table.filter((route) => route.path === path).map((route) => route.method);
		app.all(path, (context) => wrongMethod(methods, askOf(ports, context).language));
	}
	app.notFound((context) => refusal({ code: 'not-found' }, askOf(ports, context).language));
	app.onError((error, context) => {
		const lost = error instanceof LogError;
		ports.note(lost ? 'warn' : 'error', 'http.failed', { path: context.req.path, error });
		return refusal({ code: 'unavailable' }, askOf(ports, context).language);
	});
	return app;
}

/** The door: whose page asks, who asks, and only then the handler. */
async function guarded(ports: HttpPorts, route: Route, ask: Ask): Promise<Response> {
	const { request, client, language } = ask;
	// A page of another site can send a cookie along, but no token: who asks with one alone, is asked for no origin.
	const byToken = route.who === 'account' && showsBearer(request.headers);
	if (route.method !== 'GET' && !byToken && isForeign(request.headers, client, ports.settings.origins)) {
		return refusal({ code: 'foreign-origin' }, language);
	}
	const meant = request.headers.get('X-Webchat-Account');
	// Who signs in or up may be signed in already, as somebody whom the page does not know of.
	const asked = route.who !== 'anybody' || (route.method !== 'GET' && meant !== null);
	const by = asked ? await signedIn(ports, ask) : undefined;
	if (meant !== null && by !== undefined && meant !== by.account) return refusal({ code: 'other-account' }, language);
	if (route.who === 'anybody') return route.handle(ask);
	if (by?.kind === 'token' && route.who === 'signed-in') return refusal({ code: 'not-allowed' }, language);
	if (by !== undefined) return route.handle(ask, by);
	if (route.kind === 'page' && wantsPage(request)) return toSignIn(ask);
	return refused(ports, ask, 'signin', { code: 'no-session' });
}

function askOf(ports: HttpPorts, context: Context<Env>): Ask {
	const { incoming } = context.env;
	return {
		request: context.req.raw,
		url: new URL(context.req.url),
		client: whoAsks(ports, incoming),
		language: preferredLanguage(incoming.headers['accept-language']),
	};
}

function whoAsks({ settings }: HttpPorts, { socket, headers }: IncomingMessage): Client {
	const peer = { remoteAddress: socket.remoteAddress, encrypted: 'encrypted' in socket, headers };
	return clientOf(peer, settings.trustProxy);
}

function wantsPage(request: Request): boolean {
	return (request.headers.get('Accept') ?? '').toLowerCase().includes('text/html');
}

function toSignIn({ url }: Ask): Response {
	const next = encodeURIComponent(url.pathname + url.search);
	return leadTo(`/verify/signin?next=${next}`);
}

function wrongMethod(methods: readonly string[], language: Language): Response {
	const response = refusal({ code: 'method-not-allowed' }, language);
	response.headers.set(
		'Allow',
		methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', '),
	);
	return response;
}
