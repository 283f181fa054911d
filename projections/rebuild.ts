/** Views from nothing: what the log says, read page by page. */
import { decodeEvent } from '../core/domain/codec.ts';
import type { EventLog } from '../core/log/port.ts';
import { createViews } from './create-views.ts';
import type { Views } from './views.ts';

/** Events read at a time. */
const REBUILD_PAGE_EVENTS = 5_000;

/**
 * The views as of position `upTo`, by default the head's as it is now. Throws what the log throws, and
 * `IncomprehensibleEvent`.
 */
export async function rebuild(log: EventLog, upTo?: number): Promise<Views> {
	const views = createViews();
	const end = Math.min(upTo ?? Number.POSITIVE_INFINITY, (await log.head()).position);
	while (views.applied < end) {
		const page = await log.read({ after: views.applied, upTo: end, limit: REBUILD_PAGE_EVENTS });
		if (page.length === 0) throw new Error(`the log ends at ${views.applied}, before its head`);
		for (const stored of page) views.apply(decodeEvent(stored));
	}
	return views;
}
