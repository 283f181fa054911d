/** What is said between the main thread and the threads that hold an SQLite connection. */
import type { Param } from './sql.ts';

export interface SqliteOptions {
	readonly path: string;
	/** A writer takes its lock by asking again and again itself; a reader may leave waiting to SQLite. */
	readonly role: 'writer' | 'reader';
	/** Set to 1 to end a wait for the lock at once. */
	readonly closing: Int32Array<SharedArrayBuffer>;
}

export type SqliteRequest =
	| { readonly id: number; readonly do: 'run'; readonly sql: string; readonly params: readonly Param[] }
	/** `BEGIN IMMEDIATE`: the one lock there is for writing. */
	| { readonly id: number; readonly do: 'lock'; readonly waitMsMax: number }
	| { readonly id: number; readonly do: 'close' };

export type SqliteReply =
	| { readonly id: number; readonly rows: readonly (readonly unknown[])[] }
	/** `code` is SQLite's extended result code, 0 when it is not SQLite that complains. */
	| { readonly id: number; readonly code: number; readonly message: string };

/** https://www.sqlite.org/rescode.html */
export const SQLITE_BUSY = 5;
export const SQLITE_LOCKED = 6;
export const SQLITE_FULL = 13;
export const SQLITE_CONSTRAINT_PRIMARYKEY = 1555;
export const SQLITE_CONSTRAINT_UNIQUE = 2067;

/** The primary result code is the low byte of an extended one. */
export function primaryCode(code: number): number {
	return code & 0xff;
}
