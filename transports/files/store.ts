/**
 * Where the bytes of files lie, as a port: contents known by their SHA-256, each kept once however often it is put.
 * Who may see a content, under which name, is the vault's business. One contract suite
 * (`test/contract/file-store-suite.ts`) that every adapter runs.
 */

export interface FileStore {
	/** Begins to take a content. Nothing of it is there for others before it is kept. */
	receive(): Promise<Receiving>;
	/** The bytes from `start` up to `end` (exclusive) of a content, read as they are taken; undefined where it is not there. */
	read(sha256: Sha256, start: number, end: number): Promise<ReadableStream<Uint8Array> | undefined>;
	/** Bytes of a content; undefined where it is not there. */
	size(sha256: Sha256): Promise<number | undefined>;
	/** What is kept, in no order. */
	list(): AsyncIterable<Kept>;
	/** Takes a content away, unless it was put again at or after `before` (ms since 1970 UTC). */
	remove(sha256: Sha256, before: number): Promise<void>;
}

/** 64 hexadecimal digits in lower case. */
export type Sha256 = string;

export interface Kept {
	readonly sha256: Sha256;
	/** When it was last put, ms since 1970 UTC on the store's clock. */
	readonly at: number;
}

/** A content that is being taken, until it is kept or dropped; then nothing of it is left but what was kept. */
export interface Receiving {
	readonly size: number;
	/** Where libraries find what has come so far: a path, or the bytes themselves. */
	readonly source: string | Uint8Array;
	/** Resolves when the bytes are taken. */
	write(bytes: Uint8Array): Promise<void>;
	/** As many bytes from `at` on as there are, at most `length`. */
	peek(at: number, length: number): Promise<Buffer>;
	/** Replaces bytes that have come already. */
	patch(at: number, bytes: Uint8Array): Promise<void>;
	/** Durable when it resolves, and put now. */
	keep(): Promise<{ readonly sha256: Sha256; readonly size: number }>;
	/** After `keep` it does nothing. */
	drop(): Promise<void>;
}

const SHA256 = /^[0-9a-f]{64}$/;

/** Whether this names a content: whatever does not is not asked for. */
export function isSha256(text: string): text is Sha256 {
	return SHA256.test(text);
}
