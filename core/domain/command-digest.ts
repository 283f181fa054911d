/** What a command with a client-made id is known again by. */
import type { AccountId } from '../ids.ts';
import type { CommandName } from './commands.ts';
import { sha256 } from './digest.ts';

/**
 * SHA-256 (hex) of what was asked and by whom, without the id. The fields' order says nothing, that of a list does. Taken
 * of parsed fields, so a repeat agrees however it was spelt.
 */
export function commandDigest(name: CommandName, author: AccountId, fields: object): string {
	return sha256(JSON.stringify([name, author, sorted(fields)]));
}

function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== 'object' || value === null) return value;
	return Object.entries(value)
		.filter(([, member]) => member !== undefined)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([name, member]) => [name, sorted(member)]);
}
