/** The loaded part of a history: items by version, each once. */
import type { HistoryItem } from '../../core/wire.ts';
import type { HistoryWindow } from './state.ts';

export const EMPTY_WINDOW: HistoryWindow = { items: [], older: 'unknown', arrived: 0 };
/** A window to which more arrive forgets its oldest part, which can be loaded again. What somebody loaded to read it stays until then. */
export const ARRIVED_MAX = 5_000;
const ITEMS_KEPT = 4_000;

/** Adds what has just happened. */
export function append(window: HistoryWindow, item: HistoryItem): HistoryWindow {
	const newest = window.items.at(-1);
	if (newest !== undefined && newest.version >= item.version) return { ...window, items: merge(window.items, [item]) };
	const items = [...window.items, item];
	const arrived = window.arrived + 1;
	if (arrived <= ARRIVED_MAX) return { ...window, items, arrived };
	return { items: items.slice(-ITEMS_KEPT), older: 'more', arrived: ITEMS_KEPT };
}

/** Adds a page that the server gave: the newest one, or the one before what is loaded. It shows items as they stand now. */
export function addPage(window: HistoryWindow, page: readonly HistoryItem[], more: boolean): HistoryWindow {
	return { ...window, items: merge(window.items, page), older: more ? 'more' : 'none' };
}

/** Newer items win. A page that stands wholly before what is loaded, as most do, is put there as it is. */
function merge(items: readonly HistoryItem[], page: readonly HistoryItem[]): readonly HistoryItem[] {
	const [first, last] = [items[0], page.at(-1)];
	if (first === undefined || last === undefined || last.version < first.version) return [...page, ...items];
	const byVersion = new Map(items.map((item) => [item.version, item]));
	for (const item of page) byVersion.set(item.version, item);
	return [...byVersion.values()].sort((a, b) => a.version - b.version);
}
