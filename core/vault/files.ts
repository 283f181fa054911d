/**
 * What people uploaded, as the vault keeps it, and the decisions that bring it and take it away. The contents lie in a
 * store of their own (`transports/files`): what no row names here is nobody's there.
 */
import { NOTHING, reject } from '../domain/decisions.ts';
import { accountKey, exclusive, fileKey, shared, spaceKey } from '../domain/keys.ts';
import type { AccountId, EventId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import { type RowOf, rowsOf } from './rows.ts';
import type { VaultRead, VaultWrite } from './tables.ts';

/** How long a file that no message carries is kept. */
export const UNSENT_MS_MAX = 24 * 60 * 60_000;

export interface NewFile {
	/** The id of the command that records it, and so of its event. */
	readonly file: EventId;
	readonly account: AccountId;
	readonly sha256: string;
	readonly name: string;
	/** By its content. */
	readonly type: string;
	readonly size: number;
	readonly picture: Picture | undefined;
}

/** A picture as it is shown, and the SHA-256 of a small one of it, where it is not small itself. */
export interface Picture {
	readonly width: number;
	readonly height: number;
	readonly thumbnail: string | null;
}

/** The file is its account's, and counts for its room: at most `quotaBytes` (0: as much as there is), else `quota-full`. */
export function recordFile(upload: NewFile, quotaBytes: number): Decidable {
	const { file, account, sha256, name, type, size, picture } = upload;
	return {
		keys: [exclusive(fileKey(file)), exclusive(spaceKey(account)), shared(accountKey(account))],
		reads: [spaceRead(account)],
		decide(facts, now, rows) {
			if (facts.account(account)?.closed !== false) return reject('no-session');
			const bytes = spaceOf(rowsOf('file_space', rows[0])) + size;
			if (quotaBytes > 0 && bytes > quotaBytes) return { rejection: quotaFull(quotaBytes) };
			const { width = null, height = null, thumbnail = null } = picture ?? {};
			return {
				events: [{ stream: account, type: 'FileUploaded', by: account, data: { name, type, size, sha256 } }],
				vault: [
					{
						do: 'insert',
						table: 'files',
						row: { file, account, sha256, name, type, size, width, height, thumbnail, uses: 0, uploaded: now },
					},
					{ do: 'put', table: 'file_space', row: { account, bytes } },
				],
			};
		},
	};
}

export function quotaFull(quotaBytes: number) {
	return { code: 'quota-full', field: 'file', max: quotaBytes } as const;
}

/** Asks how much room the account's files take (`spaceOf`). */
export function spaceRead(account: AccountId): VaultRead {
	return { table: 'file_space', column: 'account', values: [account] };
}

/** In bytes. */
export function spaceOf(rows: readonly RowOf<'file_space'>[]): number {
	return rows[0]?.bytes ?? 0;
}

/** What a recall writes: the message carries its file no more. Nothing where it carries none. */
export function noLongerCarried(message: EventId): VaultWrite {
	return { do: 'update', table: 'file_uses', where: { message }, set: { recalled: 1 } };
}

/**
 * Forgets a file that no message carries any more, or that none has carried a day after it was uploaded (at once where
 * its account is closed); of one that
 * some still carry, the messages that were recalled. Records that its event was redacted.
 */
export function sweepFile(file: EventId, account: AccountId): Decidable {
	return {
		keys: [exclusive(fileKey(file)), exclusive(spaceKey(account))],
		reads: [
			{ table: 'files', column: 'file', values: [file] },
			{ table: 'file_uses', column: 'file', values: [file] },
			spaceRead(account),
		],
		decide(facts, now, rows) {
			const [row] = rowsOf('files', rows[0]);
			if (row === undefined) return NOTHING;
			const uses = rowsOf('file_uses', rows[1]);
			const recalled = uses.filter((use) => use.recalled === 1);
			const isOwned = facts.account(account)?.closed === false;
			const unsent = uses.length === 0 && (!isOwned || row.uploaded < now - UNSENT_MS_MAX);
			const gone = unsent || (uses.length > 0 && recalled.length === uses.length);
			if (!gone && recalled.length === 0) return NOTHING;
			const released: VaultWrite = { do: 'delete', table: 'file_uses', where: { file, recalled: 1 } };
			if (!gone) {
				const kept = uses.length - recalled.length;
				return {
					events: [],
					vault: [released, { do: 'update', table: 'files', where: { file }, set: { uses: kept } }],
				};
			}
			const bytes = Math.max(0, spaceOf(rowsOf('file_space', rows[2])) - row.size);
			return {
				events: [{ stream: account, type: 'DataRedacted', by: null, data: { event: file }, redacts: [file] }],
				vault: [
					released,
					{ do: 'delete', table: 'files', where: { file } },
					{ do: 'put', table: 'file_space', row: { account, bytes } },
				],
			};
		},
	};
}
