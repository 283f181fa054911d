/**
 * Finds out what tokens stand for. Look-ups that come while one is under way are gathered into the next, so a storm of
 * reconnects costs a few selects; sessions in use slide.
 */
import type { Clock } from '../clock.ts';
import type { EventLog } from '../log/port.ts';
import { type RowOf, rowsOf } from './rows.ts';
import { hashToken } from './seal.ts';
import { judgeSession, type SessionState } from './sessions.ts';
import { kindOf } from './tokens.ts';

/** Tokens in one select (the port's own bound on values). */
const TOKENS_PER_SELECT_MAX = 1_000;

type Row = RowOf<'sessions'> | undefined;
interface Asking {
	readonly hash: string;
	readonly answer: (row: Row) => void;
	readonly fail: (error: unknown) => void;
}

/** Resolves with the session's state now; rejects with `LogError` when the log cannot be reached. */
export type SessionLookup = (token: string) => Promise<SessionState>;

export function createSessionLookup(log: EventLog, clock: Clock): SessionLookup {
	let waiting: Asking[] = [];
	let busy = false;

	/** Serves everybody who waits, in rounds. */
	async function serve(): Promise<void> {
		busy = true;
		while (waiting.length > 0) {
			const round = waiting.slice(0, TOKENS_PER_SELECT_MAX);
			waiting = waiting.slice(TOKENS_PER_SELECT_MAX);
			try {
				const values = [...new Set(round.map((asking) => asking.hash))];
				const [rows] = await log.select([{ table: 'sessions', column: 'token', values }]);
				const found = new Map(rowsOf('sessions', rows).map((row) => [row.token, row]));
				for (const asking of round) asking.answer(found.get(asking.hash));
			} catch (error) {
				for (const asking of round) asking.fail(error);
			}
		}
		busy = false;
	}

	return async (token) => {
		const { promise, resolve, reject } = Promise.withResolvers<Row>();
		waiting.push({ hash: hashToken(token), answer: resolve, fail: reject });
		if (!busy) void serve();
		const state = judgeSession(await promise, clock.now(), kindOf(token));
		if (state.state === 'good' && state.touch !== undefined) await log.write([state.touch]);
		return state;
	};
}
