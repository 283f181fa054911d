/**
 * What decisions on the vault depend on, beside the keys of the domain. Addresses stand sealed in them, so that a key may
 * be named anywhere.
 */
import type { SealedCode } from './seal.ts';

/** Who has a user name; `folded` as `foldUsername` gives it. */
export function nameKey(folded: string): string {
	return `name:${folded}`;
}

/** Whose phone or verified e-mail address it is. */
export function contactKey(address: string): string {
	return `contact:${address}`;
}

/** The code last sent for a purpose to an address, and how often it was guessed. */
export function codeKey(code: SealedCode): string {
	return `code:${code.purpose}:${code.address}`;
}

/** How many an invitation still lets in; `hash` as the vault keeps it. */
export function inviteKey(hash: string): string {
	return `invite:${hash}`;
}

export function counterKey(counter: string): string {
	return `counter:${counter}`;
}
