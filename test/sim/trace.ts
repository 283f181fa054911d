/** What happened, line by line, as a running digest: two runs of a seed must give the same. */
import { createHash } from 'node:crypto';

export class Trace {
	readonly #hash = createHash('sha256');
	readonly #print: ((line: string) => void) | undefined;
	lines = 0;

	constructor(print?: (line: string) => void) {
		this.#print = print;
	}

	note(at: number, what: string, ...details: readonly (string | number)[]): void {
		const line = `${at} ${what} ${details.join(' ')}`;
		this.#hash.update(line).update('\n');
		this.lines += 1;
		this.#print?.(line);
	}

	/** Bytes count too, without being shown. */
	bytes(at: number, what: string, bytes: Uint8Array): void {
		this.#hash.update(bytes);
		this.note(at, what, bytes.length);
	}

	/** SHA-256 (hex) of everything so far. */
	digest(): string {
		return this.#hash.copy().digest('hex');
	}
}
