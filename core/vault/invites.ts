/**
 * Invitations: who has one may sign up. 128 random bits that the operator hands out, good for so many people and so long.
 * Decided under the head lock with one exclusive key each, so that the last place is taken once.
 */
import { randomBytes } from 'node:crypto';
import { exclusive } from '../domain/keys.ts';
import { bad, type Parsed } from '../domain/parsed.ts';
import type { AccountId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import { inviteKey } from './keys.ts';
import { rowsOf } from './rows.ts';
import { hashToken } from './seal.ts';
import type { VaultRead, VaultRow, VaultWrite } from './tables.ts';

/** People whom one invitation lets in. */
export const INVITE_USES_MAX = 1_000;
/** How long an invitation can be good. */
export const INVITE_LIFE_MS_MAX = 366 * 24 * 60 * 60_000;

const INVITE_BYTES = 16;
/** Without letters that look like others (Crockford's base 32). */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const CHARS = 26;
const GROUP_CHARS = 5;

/** 128 random bits in groups of five characters, for people to read out and type. */
export function newInvite(): string {
	let bits = BigInt(`0x${randomBytes(INVITE_BYTES).toString('hex')}`);
	let text = '';
	for (let k = 0; k < CHARS; k++, bits >>= 5n) text += ALPHABET[Number(bits & 31n)];
	return text.replace(new RegExp(`.{${GROUP_CHARS}}(?=.)`, 'g'), '$&-');
}

/** What somebody typed, as the vault keeps it: its SHA-256, whatever its case, spaces and hyphens. `bad-invite` for what can be none. */
export function parseInvite(input: unknown, field: string): Parsed<string> {
	if (typeof input !== 'string' || input.length > 4 * CHARS) return bad('bad-invite', field);
	const text = input.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll(/[il]/g, '1').replaceAll('o', '0');
	const fits = text.length === CHARS && [...text].every((char) => ALPHABET.includes(char));
	return fits ? { ok: hashToken(text) } : bad('bad-invite', field);
}

export interface NewInvite {
	/** As `parseInvite` gives it. */
	readonly hash: string;
	/** Who makes it, and in whose stream that is told. */
	readonly by: AccountId;
	readonly operator: AccountId;
	readonly uses: number;
	/** ms since 1970 UTC. */
	readonly expires: number;
}

/** Records that there is one, never which. */
export function makeInvite({ hash, by, operator, uses, expires }: NewInvite): Decidable {
	return {
		keys: [exclusive(inviteKey(hash))],
		decide: (_facts, now) => ({
			events: [{ stream: operator, type: 'InvitationMade', by, data: { uses, expires } }],
			vault: [{ do: 'insert', table: 'invites', row: { hash, uses, created: now, expires } }],
		}),
	};
}

export function inviteRead(hash: string): VaultRead {
	return { table: 'invites', column: 'hash', values: [hash] };
}

/** What to write when the request that shows it succeeds; undefined where it is good for nothing (any more). */
export function tryInvite(rows: readonly VaultRow[] | undefined, now: number): VaultWrite | undefined {
	const [row] = rowsOf('invites', rows);
	if (row === undefined || row.uses < 1 || row.expires <= now) return undefined;
	return { do: 'update', table: 'invites', where: { hash: row.hash }, set: { uses: row.uses - 1 } };
}
