/** Hashing for the domain: the one file here that reaches for `node:crypto`. */
import { hash } from 'node:crypto';

/** SHA-256 of the text's UTF-8 bytes, as 64 hex digits. */
export function sha256(text: string): string {
	return hash('sha256', text, 'hex');
}
