/**
 * Codes sent to a phone or an e-mail address, which prove that somebody reads what arrives there. Decided under the head
 * lock with one exclusive key a code, so that guesses in parallel are counted one by one and a right one works once.
 */
import { randomInt } from 'node:crypto';
import { exclusive } from '../domain/keys.ts';
import type { Decidable } from '../loop/command.ts';
import { type CountedLimit, counted, counterKeys, countersRead, spent, uncounted } from './counters.ts';
import { codeKey } from './keys.ts';
import { type RowOf, rowsOf } from './rows.ts';
import type { SealedCode } from './seal.ts';
import type { VaultRead, VaultWrite } from './tables.ts';

const CODE_DIGITS = 6;
export const CODE_LIFE_MS = 10 * 60_000;
/** Wrong guesses after which a code is dead, right or not. */
export const CODE_TRIES_MAX = 5;
/** Between two codes for one purpose and address. */
export const CODE_WAIT_MS = 60_000;

/** Six digits from the system's random source, every combination as likely as any other. */
export function newCode(): string {
	return String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
}

/** Makes `issued` the one code of its purpose and address. Refused `too-often` within the wait and past a limit. */
export function issueCode(issued: SealedCode, limits: readonly CountedLimit[]): Decidable {
	return {
		keys: [exclusive(codeKey(issued)), ...counterKeys(limits)],
		reads: [codeRead(issued), countersRead(limits)],
		decide(_facts, now, rows) {
			const waitMs = codeWaitMs(issued, rows[0], now);
			if (waitMs > 0) return { rejection: { code: 'too-often', retryAfterMs: waitMs } };
			const counters = rowsOf('counters', rows[1]);
			const rejection = spent(limits, counters, now);
			if (rejection !== undefined) return { rejection };
			const { purpose, address, code: hash } = issued;
			const row = { purpose, address, hash, tries: 0, sent: now, expires: now + CODE_LIFE_MS };
			return { events: [], vault: [{ do: 'put', table: 'codes', row }, ...counted(limits, counters, now)] };
		},
	};
}

/** How long until another code for the same purpose and address can be had, in ms; 0 when one can. */
export function codeWaitMs(code: SealedCode, rows: Parameters<typeof rowsOf>[1], now: number): number {
	const last = codeRow(code, rows);
	return last === undefined ? 0 : Math.max(0, last.sent + CODE_WAIT_MS - now);
}

/**
 * Takes back a code that could not be sent: it is as if it had not been made, and under `limits` it does not count. One
 * that was made since stays.
 */
export function withdrawCode(issued: SealedCode, limits: readonly CountedLimit[]): Decidable {
	return {
		keys: [exclusive(codeKey(issued)), ...counterKeys(limits)],
		reads: [codeRead(issued), countersRead(limits)],
		decide(_facts, _now, rows) {
			const last = codeRow(issued, rows[0]);
			if (last === undefined || last.hash !== issued.code) return { events: [] };
			const { purpose, address, sent } = last;
			const code: VaultWrite = { do: 'delete', table: 'codes', where: { purpose, address } };
			return { events: [], vault: [code, ...uncounted(limits, rowsOf('counters', rows[1]), sent)] };
		},
	};
}

export function codeRead(shown: SealedCode): VaultRead {
	return { table: 'codes', column: 'address', values: [shown.address] };
}

/**
 * Whether the shown code is the one last sent and still alive, and what to write: `used` when the request that shows it
 * succeeds (the row stays, so that the wait between codes holds), `missed` when it is wrong.
 */
export function tryCode(
	shown: SealedCode,
	rows: Parameters<typeof rowsOf>[1],
	now: number,
): { readonly right: true; readonly used: VaultWrite } | { readonly right: false; readonly missed: VaultWrite[] } {
	const row = codeRow(shown, rows);
	if (row === undefined || row.tries >= CODE_TRIES_MAX || row.expires <= now) return { right: false, missed: [] };
	const set = (tries: number): VaultWrite => {
		return { do: 'update', table: 'codes', where: { purpose: row.purpose, address: row.address }, set: { tries } };
	};
	if (row.hash !== shown.code) return { right: false, missed: [set(row.tries + 1)] };
	return { right: true, used: set(CODE_TRIES_MAX) };
}

function codeRow(shown: SealedCode, rows: Parameters<typeof rowsOf>[1]): RowOf<'codes'> | undefined {
	return rowsOf('codes', rows).find((row) => row.purpose === shown.purpose && row.address === shown.address);
}
