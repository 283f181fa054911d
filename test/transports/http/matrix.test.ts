import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AccountId, operatorId } from '../../../core/ids.ts';
import { disableAccount } from '../../../core/vault/operators.ts';
import { SESSION_IDLE_MS } from '../../../core/vault/sessions.ts';
import { routeTable } from '../../../transports/http/app.ts';
import { type HttpServer, signUp, startHttpServer } from '../../support/http-server.ts';
import { ASKERS, type Asker, ROUTES } from './routes.ts';

let server: HttpServer;
beforeAll(async () => {
	server = await startHttpServer();
});
afterAll(() => server.stop());

test('HT1 every route has its row, and every row its route', () => {
	const served = routeTable(server.ports).map(({ method, path }) => `${method} ${path}`);
	expect(Object.keys(ROUTES).toSorted()).toEqual(served.toSorted());
});

test('HT1 a row that is for anybody is one of a route for anybody', () => {
	const open = Object.entries(ROUTES).filter(([, { answers }]) => !answers.nobody.startsWith('401 no-session'));
	const anybodys = routeTable(server.ports).filter(({ who }) => who === 'anybody');
	expect(open.map(([route]) => route).toSorted()).toEqual(
		anybodys.map(({ method, path }) => `${method} ${path}`).toSorted(),
	);
});

const cells = Object.entries(ROUTES).flatMap(([route, { answers, body = {} }]) =>
	ASKERS.map((asker) => [route, asker, answers[asker], body] as const),
);

test.each(cells)('HT1, HT4, HT5, OP1 %s, asked by %s, answers %s', async (route, asker, answer, body) => {
	const [method = '', path = ''] = route.split(' ');
	const sent = method === 'GET' ? {} : { body: JSON.stringify(body) };
	const headers = { 'Content-Type': 'application/json', ...(await WAYS[asker]()) };
	const { status, json } = await server.request(samplePath(path), { method, headers, ...sent });
	const { code } = (json.error ?? {}) as { readonly code?: string };
	expect(code === undefined ? String(status) : `${status} ${code}`).toBe(answer);
});

/** The headers that make somebody such an asker: a person of their own each time, so that no cell disturbs another. */
const WAYS: Readonly<Record<Asker, () => Promise<Readonly<Record<string, string>>>>> = {
	nobody: async () => ({}),
	async expired() {
		const headers = await signedIn();
		server.engine.pass(SESSION_IDLE_MS + 1_000);
		return headers;
	},
	async disabled() {
		const { account, cookies } = await somebody();
		const { epoch } = await server.engine.log.head();
		await server.engine.execute(disableAccount(operatorId(epoch), account, []));
		return { Cookie: cookies };
	},
	'signed in': signedIn,
	async token() {
		const { json } = await server.post('/me/tokens', { name: 'test' }, await signedIn());
		return { Authorization: `Bearer ${json.token}` };
	},
	async 'other account'() {
		const { account } = await somebody();
		return { ...(await signedIn()), 'X-Webchat-Account': account };
	},
	async 'foreign page'() {
		return { ...(await signedIn()), Origin: 'https://evil.example' };
	},
};

async function signedIn() {
	return { Cookie: (await somebody()).cookies };
}

let people = 0;

async function somebody() {
	people += 1;
	const { json, cookies } = await signUp(server, {
		username: `u${people}`,
		phone: `139${String(people).padStart(8, '0')}`,
	});
	return { account: (json.account as { readonly id: AccountId }).id, cookies };
}

/** A path that the route serves. */
function samplePath(path: string): string {
	return path.replace(/:\w+/g, '019a0000-0000-7000-8000-000000000000');
}
