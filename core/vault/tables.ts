/**
 * The vault: ordinary, mutable tables beside the log, for what must never enter it: password hashes, session tokens
 * (hashed), codes (hashed), phones, e-mail addresses, device names, counters of limits. Described here once; each log
 * adapter makes its tables and statements from this description, so a write can share the events' transaction.
 */

/** `id`: UUID as BINARY(16); `text`: at most 255 characters, compared byte by byte; `long`: at most 4,000; `int`: a safe integer (times in ms); `blob`: at most 65,535 bytes, never looked up by. */
export type ColumnType = 'id' | 'text' | 'long' | 'int' | 'blob';

export interface TableShape {
	/** Column names and types; a type ending in `?` may be null. */
	readonly columns: Readonly<Record<string, ColumnType | `${ColumnType}?`>>;
	/** The primary key's columns. */
	readonly key: readonly string[];
	/** Further unique columns (null repeats freely). */
	readonly unique?: readonly string[];
	/** Further columns to look up by. */
	readonly index?: readonly string[];
	/** The schema number of the log that brought it (`core/log/schema.ts`); absent: the first. */
	readonly since?: number;
}

export const VAULT_TABLES = {
	credentials: {
		columns: { account: 'id', hash: 'text', changed: 'int' },
		key: ['account'],
	},
	contacts: {
		columns: { account: 'id', phone: 'text?', email: 'text?', email_verified: 'text?' },
		key: ['account'],
		unique: ['phone', 'email_verified'],
	},
	/** `token`: SHA-256 (hex) of the session's token. `bad`: why it ended, null while good. */
	sessions: {
		columns: {
			session: 'id',
			account: 'id',
			token: 'text',
			device: 'text',
			opened: 'int',
			seen: 'int',
			expires: 'int',
			bad: 'text?',
		},
		key: ['session'],
		unique: ['token'],
		index: ['account', 'expires'],
	},
	/** `address`: HMAC of the phone or e-mail; `hash`: of the code. One row per purpose and address: a new code kills the old. */
	codes: {
		columns: { purpose: 'text', address: 'text', hash: 'text', tries: 'int', sent: 'int', expires: 'int' },
		key: ['purpose', 'address'],
		index: ['address', 'expires'],
	},
	/** Counters of limits: `name` says which and of whom (hashed), `window` when the counted time began. */
	counters: {
		columns: { name: 'text', window: 'int', count: 'int', expires: 'int' },
		key: ['name', 'window'],
		index: ['expires'],
	},
	/**
	 * What people uploaded. `file` is the id of the event that recorded it. `type`: by its content. `width`, `height`: of
	 * a picture, as it is shown; `thumbnail`: SHA-256 of a small one of it, where it is not small itself. `uses`: how many
	 * messages carry it, recalled ones counted as long as their row in `file_uses` is there.
	 */
	files: {
		columns: {
			file: 'id',
			account: 'id',
			sha256: 'text',
			name: 'text',
			type: 'text',
			size: 'int',
			width: 'int?',
			height: 'int?',
			thumbnail: 'text?',
			uses: 'int',
			uploaded: 'int',
		},
		key: ['file'],
		index: ['account', 'sha256', 'thumbnail', 'uses'],
		since: 2,
	},
	/** Which messages carry a file. `recalled`: 1 once the message was; such a row waits for the sweep. */
	file_uses: {
		columns: { file: 'id', message: 'id', conversation: 'id', recalled: 'int' },
		key: ['file', 'message'],
		index: ['message', 'recalled'],
		since: 2,
	},
	/** Bytes of all files of an account. */
	file_space: {
		columns: { account: 'id', bytes: 'int' },
		key: ['account'],
		since: 2,
	},
	/** Sessions that are tokens: whom they let in, who made them, under which name. `expires`: its own end, as its session has it while it is good. */
	tokens: {
		columns: { session: 'id', account: 'id', owner: 'id', name: 'text', created: 'int', expires: 'int' },
		key: ['session'],
		index: ['account', 'owner'],
		since: 2,
	},
	/** Head pictures as they are shown, each in two sizes. `file`: the last part of its address, which nobody can guess. */
	avatars: {
		columns: { file: 'text', account: 'id', bytes: 'blob' },
		key: ['file'],
		index: ['account'],
		since: 2,
	},
	/** `hash`: SHA-256 of an invitation. `uses`: how many it still lets in. */
	invites: {
		columns: { hash: 'text', uses: 'int', created: 'int', expires: 'int' },
		key: ['hash'],
		index: ['expires'],
		since: 2,
	},
	/** Links into groups, one a group. `token`: SHA-256 (hex) of the link's token. */
	group_links: {
		columns: { conversation: 'id', token: 'text', expires: 'int' },
		key: ['conversation'],
		unique: ['token'],
		index: ['expires'],
		since: 2,
	},
	/** Secrets of this installation, made at first start (the key of the HMACs above). */
	secrets: {
		columns: { name: 'text', value: 'text' },
		key: ['name'],
	},
} as const satisfies Record<string, TableShape>;

export type VaultTable = keyof typeof VAULT_TABLES;
export type VaultValue = string | number | Uint8Array | null;
export type VaultRow = Readonly<Record<string, VaultValue>>;

/** `column` is a key, unique or index column. */
export type VaultRead =
	/** All rows (at most 10,000) whose `column` has one of `values` (at most 1,000). */
	| { readonly table: VaultTable; readonly column: string; readonly values: readonly VaultValue[] }
	/** The rows whose `column` (an int) is below `below`, the lowest first, at most `limit` (1–10,000). */
	| { readonly table: VaultTable; readonly column: string; readonly below: number; readonly limit: number };

export type VaultWrite =
	/** A whole new row; a key or unique value that exists → `LogError` `duplicate`. */
	| { readonly do: 'insert'; readonly table: VaultTable; readonly row: VaultRow }
	/** A whole row, in place of one with the same key, if there is one. */
	| { readonly do: 'put'; readonly table: VaultTable; readonly row: VaultRow }
	/** Some columns of the rows that match `where` (equality on every column named); none may match. */
	| { readonly do: 'update'; readonly table: VaultTable; readonly where: VaultRow; readonly set: VaultRow }
	| { readonly do: 'delete'; readonly table: VaultTable; readonly where: VaultRow }
	/** The rows whose `column` (an int) is below `value`: expired ones. */
	| { readonly do: 'expire'; readonly table: VaultTable; readonly column: string; readonly below: number };
