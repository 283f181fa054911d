/**
 * Where a view of rows stands: at its end, or at what somebody reads. What was in sight keeps its place when rows come
 * or go above it; by hand, because not every browser anchors by itself, and none does at the very top.
 */
export class ScrollPlace {
	#view: HTMLElement | undefined;
	#anchor: { readonly row: Element; readonly bottom: number } | undefined;
	/** The view's and the content's size when the view was last put in its place. */
	#size = '';
	readonly #resized: ResizeObserver;

	/** `onResize`: the view or its content has another size. */
	constructor(onResize: () => void) {
		this.#resized = new ResizeObserver(onResize);
	}

	watch(view: HTMLElement): void {
		if (this.#view === view) return;
		this.release();
		this.#view = view;
		this.#resized.observe(view);
		if (view.firstElementChild !== null) this.#resized.observe(view.firstElementChild);
	}

	release(): void {
		this.#resized.disconnect();
		this.#view = undefined;
	}

	/** Before a change: remembers the first row in sight. By its lower edge, since its upper part may tell the sender or not. */
	hold(): void {
		const view = this.#view;
		if (view === undefined) return;
		const { top } = view.getBoundingClientRect();
		const rows = view.querySelectorAll('[data-row]');
		const row = rows[firstBelow(rows, top)];
		this.#anchor = row === undefined ? undefined : { row, bottom: row.getBoundingClientRect().bottom };
	}

	/** After it: puts the view where that row stands as it stood. */
	restore(): void {
		const anchor = this.#anchor;
		this.#anchor = undefined;
		if (this.#view === undefined) return;
		if (anchor?.row.isConnected) this.#view.scrollTop += anchor.row.getBoundingClientRect().bottom - anchor.bottom;
		this.#size = this.#sizeNow();
	}

	toEnd(): void {
		if (this.#view === undefined) return;
		this.#view.scrollTop = this.#view.scrollHeight;
		this.#size = this.#sizeNow();
	}

	/** Puts the mark a little below the upper edge. */
	toMark(): void {
		const view = this.#view;
		const mark = view?.querySelector('[data-mark]');
		if (view === undefined || mark == null) return;
		const offset = mark.getBoundingClientRect().top - view.getBoundingClientRect().top;
		view.scrollTop += offset - view.clientHeight / 5;
		this.#size = this.#sizeNow();
	}

	/** Whether the size is another one since: then a browser moved the view, which is nobody's wish to read elsewhere. */
	moved(): boolean {
		const size = this.#sizeNow();
		const moved = size !== this.#size;
		this.#size = size;
		return moved;
	}

	/** In pixels: how much there is above and below what is in sight, and how high that is. */
	distances(): { readonly above: number; readonly below: number; readonly height: number } {
		if (this.#view === undefined) return { above: 0, below: 0, height: 0 };
		const { scrollTop, scrollHeight, clientHeight } = this.#view;
		return { above: scrollTop, below: scrollHeight - scrollTop - clientHeight, height: clientHeight };
	}

	#sizeNow(): string {
		const view = this.#view;
		return view === undefined ? '' : `${view.clientWidth} ${view.clientHeight} ${view.scrollHeight}`;
	}
}

/** Index of the first row that ends below the line, by halving: each look costs a layout of nothing new. */
function firstBelow(rows: NodeListOf<Element>, line: number): number {
	let [low, high] = [0, rows.length];
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) <= line) low = middle + 1;
		else high = middle;
	}
	return low;
}
