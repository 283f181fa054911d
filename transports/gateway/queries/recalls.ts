/** Who recalled messages: told by the events that did it. */
import { isRedacted, type LogEvent } from '../../../core/domain/events.ts';
import type { AccountId, EventId } from '../../../core/ids.ts';
import type { EventLog } from '../../../core/log/port.ts';

/** By whom the redacted messages among the events were recalled: null for an operator, nothing where no recall tells. */
export async function recallers(
	log: Pick<EventLog, 'amendments'>,
	events: readonly LogEvent[],
): Promise<ReadonlyMap<EventId, AccountId | null>> {
	const recalled = events.filter(({ type, data }) => type === 'MessageSent' && isRedacted(data));
	if (recalled.length === 0) return new Map();
	const ids = recalled.map(({ id }) => id);
	const found = await log.amendments(ids, ['MessageRecalled']);
	return new Map(found.map(({ subject, event }) => [subject, event.by]));
}
