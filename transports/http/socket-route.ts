/** Who may open a WebSocket at `/ws` and at the brief's addresses: pages of ours with a session's cookie, programs with a token. */

import type { RejectionCode } from '../../core/domain/rejection.ts';
import { preferredLanguage } from '../../core/messages/sentence.ts';
import { dialectAt } from '../brief/address.ts';
import type { Upgrade } from '../front-door/upgrade.ts';
import type { SessionCheck } from '../node.ts';
import { clientOf } from './client.ts';
import { credentialOf, showsBearer } from './credential.ts';
import { isForeign } from './origin.ts';
import type { HttpPorts } from './ports.ts';
import { refusalOf } from './refusal.ts';
import { securityHeaders } from './security-headers.ts';

/**
 * Decides on a WebSocket handshake at once. A cookie or token that is no longer good is let in and told why by its close code,
 * because a page cannot read the status of a refused handshake.
 */
export function createSocketRoute(
	ports: Pick<HttpPorts, 'node' | 'settings' | 'visits'> & { checkSession(token: string): Promise<SessionCheck> },
): (upgrade: Upgrade) => void {
	return (upgrade) => {
		const { path, remoteAddress, encrypted, headers } = upgrade;
		const language = preferredLanguage(headers.get('accept-language'));
		const client = clientOf(
			{ remoteAddress, encrypted, headers: Object.fromEntries(headers) },
			ports.settings.trustProxy,
		);
		const refuse = (code: RejectionCode, retryAfterMs?: number) => {
			const refused = refusalOf({ code, ...(retryAfterMs !== undefined && { retryAfterMs }) }, language);
			upgrade.refuse(refused.status, { ...securityHeaders(client), ...refused.headers }, refused.body);
		};
		const waitMs = ports.visits.wait(client);
		if (waitMs > 0) return refuse('too-often', waitMs);
		const dialect = path === '/ws' ? 'chat' : dialectAt(path);
		if (dialect === undefined) return refuse('not-found');
		// No page can send a token with its handshake, so whatever origin a program names says nothing.
		const ours = showsBearer(headers) || !isForeign(headers, client, ports.settings.origins);
		if (!ours) return refuse('foreign-origin');
		const token = credentialOf(headers, client.secure);
		if (token === undefined) return refuse('no-session');
		ports.node().attach(upgrade.accept(), { check: () => ports.checkSession(token), language, dialect });
	};
}
