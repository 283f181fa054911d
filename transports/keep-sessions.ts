/**
 * Keeps sessions to their time: ends those that nobody uses, and notes the use of those whose pages are open, which may be
 * so for weeks without a request.
 */
import type { Clock } from '../core/clock.ts';
import type { SessionId } from '../core/ids.ts';
import type { EventLog } from '../core/log/port.ts';
import { rowsOf } from '../core/vault/rows.ts';
import { overdueRead, sweep } from '../core/vault/session-sweep.ts';
import { expireSession, judgeSession } from '../core/vault/sessions.ts';
import type { ChatNode, NodePorts } from './node.ts';

const ROUND_MS = 60_000;
/** Between two looks at one session that has a socket. */
const LOOK_MS = 30 * 60_000;
/** Sessions with a socket that are looked at in one round. */
const LOOKS_MAX = 1_000;

export interface KeepSessionsPorts {
	readonly log: EventLog;
	readonly clock: Clock;
	readonly node: () => ChatNode;
	readonly note: NodePorts['note'];
}

export function keepSessions({ log, clock, node, note }: KeepSessionsPorts): { stop(): void } {
	/** Still to be looked at, of those that had a socket when `since` began. */
	let queue: SessionId[] = [];
	let since = Number.NEGATIVE_INFINITY;
	let timer = clock.after(ROUND_MS, round);
	let stopped = false;

	async function round(): Promise<void> {
		try {
			await noteUse();
			await endOverdue();
		} catch (error) {
			note('warn', 'sessions.sweep-failed', { error: String(error) });
		}
		if (!stopped) timer = clock.after(ROUND_MS, round);
	}

	/** An open page is a use of its session. */
	async function noteUse(): Promise<void> {
		const now = clock.now();
		if (queue.length === 0 && now - since >= LOOK_MS) {
			queue = node().sessions();
			since = now;
		}
		const values = queue.splice(0, LOOKS_MAX);
		if (values.length === 0) return;
		const [rows, named] = await log.select([
			{ table: 'sessions', column: 'session', values },
			{ table: 'tokens', column: 'session', values },
		]);
		const tokens = new Set(rowsOf('tokens', named).map(({ session }) => session));
		const touches = rowsOf('sessions', rows).flatMap((row) => {
			const state = judgeSession(row, now, tokens.has(row.session) ? 'token' : 'device');
			return state.state === 'good' && state.touch !== undefined ? [state.touch] : [];
		});
		if (touches.length > 0) await log.write(touches);
	}

	async function endOverdue(): Promise<void> {
		const [rows] = await log.select([overdueRead(clock.now())]);
		const { expired, writes } = sweep(rowsOf('sessions', rows));
		await Promise.all(
			expired.map(({ account, session }) =>
				node().execute({ name: 'session.expire', author: account, ...expireSession(account, session) }),
			),
		);
		if (writes.length > 0) await log.write(writes);
	}

	return {
		stop() {
			stopped = true;
			clock.clear(timer);
		},
	};
}
