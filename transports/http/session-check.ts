/** What a token stands for, for HTTP requests and for sockets; a session that ran out is recorded as closed on the way. */
import type { SessionLookup } from '../../core/vault/session-lookup.ts';
import { expireSession, type SessionKind } from '../../core/vault/sessions.ts';
import type { ChatNode, SessionCheck } from '../node.ts';

/** Which a node is told, and who holds it: some routes are not for programs. */
export type Checked =
	| Extract<SessionCheck, { state: 'bad' }>
	| (Extract<SessionCheck, { state: 'good' }> & { readonly kind: SessionKind });

/** Rejects with `LogError` when the log cannot be reached. */
export function createSessionCheck(lookUp: SessionLookup, node: () => ChatNode): (token: string) => Promise<Checked> {
	return async (token) => {
		const found = await lookUp(token);
		switch (found.state) {
			case 'good':
				return { state: 'good', account: found.account, session: found.session, kind: found.kind };
			case 'bad':
				if (found.unclosed !== undefined) {
					const { account, session } = found.unclosed;
					const expire = expireSession(account, session);
					// Whether it gets recorded now or the next time makes no difference to whoever asked.
					void node().execute({ name: 'session.expire', author: account, ...expire });
				}
				return { state: 'bad', reason: found.reason };
			default:
				return found satisfies never;
		}
	};
}
