/** The devices that are signed in to one's own account: `/me/sessions`, told and ended. */
import { isId, type SessionId } from '../../core/ids.ts';
import { rowsOf } from '../../core/vault/rows.ts';
import { closeOtherSessions, closeSession, tokensOf } from '../../core/vault/sessions.ts';
import type { Session } from '../../core/wire.ts';
import { takeSession } from './cookies.ts';
import { done } from './own-route.ts';
import type { HttpPorts } from './ports.ts';
import { refusal } from './refusal.ts';
import type { Ask, Route, SignedIn } from './route.ts';

export function deviceRoutes(ports: HttpPorts): Route[] {
	const common = { kind: 'data', who: 'signed-in' } as const;
	const [all, one] = ['/me/sessions', '/me/sessions/:id'];
	return [
		{
			...{ ...common, method: 'GET', path: all },
			handle: async (_, by) => Response.json({ sessions: await list(ports, by) }),
		},
		{ ...common, method: 'DELETE', path: all, handle: (ask, by) => endOthers(ports, ask, by) },
		{ ...common, method: 'DELETE', path: one, handle: (ask, by) => end(ports, ask, by) },
	];
}

/** The one that asks first, then the one used last. */
async function list({ log, clock }: HttpPorts, { account, session: own }: SignedIn): Promise<Session[]> {
	const [rows, tokens] = await log.select([
		{ table: 'sessions', column: 'account', values: [account] },
		tokensOf(account),
	]);
	const now = clock.now();
	const named = new Set(rowsOf('tokens', tokens).map(({ session }) => session));
	return rowsOf('sessions', rows)
		.filter(({ session, bad, expires }) => bad === null && expires > now && !named.has(session))
		.map(({ session, device, opened, seen }) => ({
			...{ id: session as SessionId, device, opened },
			...(session === own ? { seen: now, current: true } : { seen, current: false }),
		}))
		.sort((a, b) => Number(b.current) - Number(a.current) || b.seen - a.seen || b.opened - a.opened);
}

async function end(ports: HttpPorts, ask: Ask, { account, session: own }: SignedIn): Promise<Response> {
	const session = ask.url.pathname.split('/').at(-1) as SessionId;
	const values = isId(session) ? [session] : [];
	const [rows] = await ports.log.select([{ table: 'sessions', column: 'session', values }]);
	if (rowsOf('sessions', rows)[0]?.account !== account) return refusal({ code: 'not-found' }, ask.language);
	const close = closeSession(account, session, session === own ? 'signed-out' : 'revoked');
	const outcome = await ports.node().execute({ name: 'session.close', author: account, ...close });
	if (outcome.state === 'rejected') return refusal(outcome.rejection, ask.language);
	const answer = done();
	if (session === own) answer.headers.set('Set-Cookie', takeSession(ask.client.secure));
	return answer;
}

async function endOthers(ports: HttpPorts, { language }: Ask, { account, session }: SignedIn): Promise<Response> {
	const close = closeOtherSessions(account, session);
	const outcome = await ports.node().execute({ name: 'sessions.close', author: account, ...close });
	return outcome.state === 'rejected' ? refusal(outcome.rejection, language) : done();
}
