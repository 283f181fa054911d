/**
 * Which part of a loaded history stands on the page: at most so many rows, moved along by pieces as somebody reads up or
 * down. The rest of the history costs nothing, however long it is. Kept by versions, because indices shift when older
 * items are loaded and the oldest are forgotten.
 *
 * Weighed: a list virtualised row by row. It needs each row's height before it is drawn, or corrects its guesses while
 * somebody scrolls; messages are of any height, and a few hundred rows cost less than the measuring.
 */
import type { HistoryItem } from '../../../core/wire.ts';

export const ROWS_MAX = 400;
/** Rows shown of a history that was just opened, and kept while new ones arrive at its end. */
export const ROWS_KEPT = 160;
const ROWS_STEP = 100;

export interface Slice {
	/** Versions of its first and last item. */
	readonly from: number;
	/** `newest`: it goes on with whatever arrives. */
	readonly to: number | 'newest';
}

export interface Range {
	readonly start: number;
	readonly end: number;
}

/** The end of a history; with a version, from a little before that, so that one sees where it goes on. */
export function openAt(items: readonly HistoryItem[], version?: number): Slice {
	const newest: Slice = { from: versionAt(items, items.length - ROWS_KEPT), to: 'newest' };
	if (version === undefined || version >= newest.from) return newest;
	const start = Math.max(0, indexOf(items, version) - ROWS_STEP / 2);
	return sliceOf(items, { start, end: Math.min(items.length, start + ROWS_MAX) });
}

export function rangeOf(items: readonly HistoryItem[], { from, to }: Slice): Range {
	const start = indexOf(items, from);
	return { start, end: to === 'newest' ? items.length : Math.max(start, indexOf(items, to + 1)) };
}

/** Whether it can take more without dropping some. */
export function canGrow(items: readonly HistoryItem[], slice: Slice): boolean {
	const { start, end } = rangeOf(items, slice);
	return end - start + ROWS_STEP <= ROWS_MAX;
}

/** The slice moved up: more above, and what is too much for it dropped below. The same where nothing is above. */
export function moveUp(items: readonly HistoryItem[], slice: Slice): Slice {
	const { start, end } = rangeOf(items, slice);
	if (start === 0) return slice;
	const above = Math.max(0, start - ROWS_STEP);
	return sliceOf(items, { start: above, end: Math.min(end, above + ROWS_MAX) });
}

/** The slice moved down; the same where nothing is below. */
export function moveDown(items: readonly HistoryItem[], slice: Slice): Slice {
	const { start, end } = rangeOf(items, slice);
	if (end === items.length) return slice;
	const below = Math.min(items.length, end + ROWS_STEP);
	return sliceOf(items, { start: Math.max(start, below - ROWS_MAX), end: below });
}

/** After something arrived: at the end the oldest rows go; further up the slice stops following before it is too long. */
export function follow(items: readonly HistoryItem[], slice: Slice, atEnd: boolean): Slice {
	const { start, end } = rangeOf(items, slice);
	if (end - start <= ROWS_MAX) return slice;
	return atEnd ? openAt(items) : sliceOf(items, { start, end: start + ROWS_MAX });
}

function sliceOf(items: readonly HistoryItem[], { start, end }: Range): Slice {
	return { from: versionAt(items, start), to: end === items.length ? 'newest' : versionAt(items, end - 1) };
}

function versionAt(items: readonly HistoryItem[], index: number): number {
	return items[Math.max(0, index)]?.version ?? 0;
}

/** Index of the first item at or beyond the version, by halving. */
function indexOf(items: readonly HistoryItem[], version: number): number {
	let [low, high] = [0, items.length];
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((items[middle]?.version ?? 0) < version) low = middle + 1;
		else high = middle;
	}
	return low;
}
