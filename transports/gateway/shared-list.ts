/**
 * Lists that many connections build alike: each starts at the turn's root and is extended item by item, in the same
 * order for all. Connections that got the same items hold the same list, so it is framed once, however many they are.
 */
export class SharedList<T> {
	readonly #previous: SharedList<T> | null;
	readonly #item: T | undefined;
	#latest: SharedList<T> | null = null;
	#frames: readonly Buffer[] | null = null;

	private constructor(previous: SharedList<T> | null, item: T | undefined) {
		this.#previous = previous;
		this.#item = item;
	}

	/** An empty list: one a turn. */
	static root<T>(): SharedList<T> {
		return new SharedList<T>(null, undefined);
	}

	/** This list and one more item. Only the latest extension is remembered: items come in one order for everybody. */
	extend(item: T): SharedList<T> {
		if (this.#latest !== null && this.#latest.#item === item) return this.#latest;
		this.#latest = new SharedList<T>(this, item);
		return this.#latest;
	}

	/** The item added last; undefined of an empty list. */
	get last(): T | undefined {
		return this.#item;
	}

	items(): T[] {
		const items: T[] = [];
		for (let at: SharedList<T> = this; at.#previous !== null; at = at.#previous) items.push(at.#item as T);
		return items.reverse();
	}

	/** The list as frames; `make` is called by the first who asks, and never again. */
	frames(make: (items: readonly T[]) => readonly Buffer[]): readonly Buffer[] {
		this.#frames ??= make(this.items());
		return this.#frames;
	}
}
