/**
 * What the vault keeps instead of addresses and codes: HMAC-SHA-256 under a secret of this installation, so that a copy
 * of the tables alone does not give six digits away by trying all of them.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { AccountId, EventId } from '../ids.ts';
import { type EventLog, LogError } from '../log/port.ts';
import { rowsOf } from './rows.ts';

/** What a code is good for. A code for one purpose is worth nothing for another. */
export const CODE_PURPOSES = ['signup', 'signin', 'reset', 'phone', 'email'] as const;
export type CodePurpose = (typeof CODE_PURPOSES)[number];

/** A code as commands carry it and the vault keeps it: nothing in it is readable. */
export interface SealedCode {
	readonly purpose: CodePurpose;
	readonly address: string;
	readonly code: string;
}

export interface Seal {
	/** `address`: a phone in E.164 or an e-mail address in its canonical form. */
	address(address: string): string;
	/** A code, bound to its purpose and address. */
	code(purpose: CodePurpose, address: string, code: string): SealedCode;
	/** The name of a counter of `who` (an address, a network address, several of them together). */
	counter(limit: string, ...who: readonly string[]): string;
	/** What proves that the device with this id knows the account: 128 bits, base64url. */
	device(id: string, account: AccountId): string;
	/**
	 * The token of the link into a group that a command makes: 128 bits, base64url. It follows from who asked and the
	 * command's id, so that a repeat, whose first answer nobody kept, gets it again.
	 */
	invitation(author: AccountId, command: EventId): string;
}

const SECRET_BYTES = 32;
/** Bytes of what is shown to be let in, or to be known again. */
const PROOF_BYTES = 16;
const SECRET_NAME = 'seal';

/** Everything under one secret; `what` keeps the uses apart. */
export function createSeal(secret: string): Seal {
	const key = Buffer.from(secret, 'base64url');
	const sealed = (what: string, ...parts: string[]) =>
		createHmac('sha256', key)
			.update(JSON.stringify([what, ...parts]))
			.digest('hex');
	const proof = (what: string, ...parts: string[]) =>
		Buffer.from(sealed(what, ...parts), 'hex').toString('base64url', 0, PROOF_BYTES);
	const address = (readable: string) => sealed('address', readable);
	return {
		address,
		code(purpose, readable, code) {
			return { purpose, address: address(readable), code: sealed('code', purpose, readable, code) };
		},
		counter: (limit, ...who) => `${limit}:${sealed('counter', limit, ...who)}`,
		device: (id, account) => proof('device', id, account),
		invitation: (author, command) => proof('invitation', author, command),
	};
}

/**
 * The installation's secret (base64url), made at the first start. Nodes that start at once agree: the row is inserted,
 * never replaced, and whoever comes second reads what the first wrote. Throws `LogError` when the log cannot be reached.
 */
export async function installationSecret(log: EventLog): Promise<string> {
	const found = await readSecret(log);
	if (found !== undefined) return found;
	const value = randomBytes(SECRET_BYTES).toString('base64url');
	try {
		await log.write([{ do: 'insert', table: 'secrets', row: { name: SECRET_NAME, value } }]);
		return value;
	} catch (error) {
		const made = error instanceof LogError && error.kind === 'duplicate' ? await readSecret(log) : undefined;
		if (made === undefined) throw error;
		return made;
	}
}

/** SHA-256 (hex): how the vault keeps tokens of sessions and links, which are random enough to need no key. */
export function hashToken(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}

async function readSecret(log: EventLog): Promise<string | undefined> {
	const [rows] = await log.select([{ table: 'secrets', column: 'name', values: [SECRET_NAME] }]);
	return rowsOf('secrets', rows)[0]?.value;
}
