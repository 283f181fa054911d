/** `GET /me/export`: all that one has here, as a ZIP made while it is sent. */
import { Readable } from 'node:stream';
import type { AccountId } from '../../core/ids.ts';
import { exportData } from '../export/export.ts';
import { ownAccount } from './people.ts';
import type { HttpPorts } from './ports.ts';
import { refusal } from './refusal.ts';
import type { Ask, Route, SignedIn } from './route.ts';

/** Under way at once on a node, one an account; beyond it `unavailable`, and `too-often`. */
export const EXPORTS_MAX = 4;
/** For an export to be taken; beyond it, it breaks off. */
export const EXPORT_MS_MAX = 30 * 60_000;
const RETRY_MS = 10_000;

export function exportRoute(ports: HttpPorts): Route {
	const underWay = new Set<AccountId>();
	return {
		...{ method: 'GET', path: '/me/export', kind: 'data', who: 'signed-in' },
		handle: (ask, by) => send(ports, ask, by, underWay),
	};
}

async function send(
	ports: HttpPorts,
	{ request, language }: Ask,
	{ account }: SignedIn,
	underWay: Set<AccountId>,
): Promise<Response> {
	const { clock, note } = ports;
	const now = clock.now();
	const headers = {
		'Content-Type': 'application/zip',
		'Content-Disposition': `attachment; filename="webchat-${new Date(now).toISOString().slice(0, 10)}.zip"`,
	};
	if (request.method === 'HEAD') return new Response(null, { headers });
	if (underWay.has(account)) return refusal({ code: 'too-often', retryAfterMs: RETRY_MS }, language);
	if (underWay.size >= EXPORTS_MAX) return refusal({ code: 'unavailable' }, language);
	underWay.add(account);
	try {
		const own = await ownAccount(ports, account);
		if (own === undefined) throw new Error('an account that is signed in is not there');
		const { views, log } = ports.node();
		const bytes = exportData({ log, views, store: ports.store }, { account, language, now, own });
		const timer = clock.after(EXPORT_MS_MAX, () => bytes.destroy(new Error('an export took too long')));
		bytes.once('error', (error) => note('warn', 'export.failed', { error }));
		bytes.once('close', () => {
			clock.clear(timer);
			underWay.delete(account);
		});
		return new Response(Readable.toWeb(bytes) as ReadableStream, { headers });
	} catch (error) {
		underWay.delete(account);
		throw error;
	}
}
