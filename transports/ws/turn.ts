/** Something with bytes to write at the end of the turn. `flush` must not throw. */
export interface Flushing {
	flushing: boolean;
	flush(): void;
}

/**
 * Calls `item.flush` once at the end of this turn (as a microtask), however often it is asked for. One microtask serves
 * everybody, so that an event for ten thousand connections makes no ten thousand closures.
 */
export function flushLater(item: Flushing): void {
	if (item.flushing) return;
	item.flushing = true;
	if (items.push(item) === 1) queueMicrotask(flushAll);
}

let items: Flushing[] = [];

function flushAll(): void {
	const due = items;
	items = [];
	for (const item of due) {
		item.flushing = false;
		item.flush();
	}
}
