/** The brief's addresses: `/chat/friend_list` and `/chat/<friend id>`. Pure. */
import type { Dialect } from '../node.ts';

const PREFIX = '/chat/';
const LIST = 'friend_list';

/**
 * What is spoken at a socket's path, percent-encoded as it came; undefined for what is no address of the brief. Whom
 * the address names, the literal `friend_id` or anybody, makes no difference: each message says whom it is for.
 */
export function dialectAt(path: string): Exclude<Dialect, 'chat'> | undefined {
	if (!path.startsWith(PREFIX)) return undefined;
	const name = decoded(path.slice(PREFIX.length));
	if (name === undefined || name === '' || name.includes('/')) return undefined;
	return name === LIST ? 'friend-list' : 'friend-steps';
}

function decoded(text: string): string | undefined {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}
