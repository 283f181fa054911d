/** Small things that this browser keeps for its person; where it keeps nothing, they last as long as the page. */

const PREFIX = 'webchat.';
const memory = new Map<string, string>();

/** What was kept under the name; undefined where there is nothing. */
export function kept(name: string): string | undefined {
	try {
		return localStorage.getItem(PREFIX + name) ?? memory.get(name);
	} catch {
		return memory.get(name);
	}
}

/** Keeps the value; an empty one is forgotten. */
export function keep(name: string, value: string): void {
	memory.delete(name);
	try {
		if (value === '') localStorage.removeItem(PREFIX + name);
		else localStorage.setItem(PREFIX + name, value);
	} catch {
		// Forbidden or full: this page at least remembers it.
		memory.set(name, value);
	}
}
