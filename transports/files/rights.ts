/** Who may see a file: who uploaded it, and whoever may see a message that carries it, until the last of these is recalled. */
import { decodeEvent } from '../../core/domain/codec.ts';
import { isRedacted } from '../../core/domain/events.ts';
import type { AccountId, ConversationId, EventId } from '../../core/ids.ts';
import type { EventLog } from '../../core/log/port.ts';
import { type RowOf, rowsOf } from '../../core/vault/rows.ts';
import type { Views } from '../../projections/views.ts';

/** Messages read at a time while one is sought that the viewer may see: the first is almost always one. */
const PAGE_MESSAGES = 100;

export interface Sight {
	readonly file: RowOf<'files'>;
	/** A message in which the viewer sees it; absent where it is the viewer's own. */
	readonly seenIn?: EventId;
}

export interface SightPorts {
	readonly log: Pick<EventLog, 'select' | 'findIds'>;
	readonly views: Pick<Views, 'stays' | 'visible'>;
}

/** Undefined where there is no such file for the viewer. */
export async function sightOf(ports: SightPorts, viewer: AccountId, id: EventId): Promise<Sight | undefined> {
	const { log, views } = ports;
	const [files, uses] = await log.select([
		{ table: 'files', column: 'file', values: [id] },
		{ table: 'file_uses', column: 'file', values: [id] },
	]);
	const [file] = rowsOf('files', files);
	const carried = rowsOf('file_uses', uses);
	const messages = carried.filter(({ recalled }) => recalled === 0);
	// Gone, though the sweep has not come by.
	if (file === undefined || (messages.length === 0 && carried.length > 0)) return undefined;
	if (file.account === viewer) return { file };
	const near = messages.filter((use) => views.stays(viewer, use.conversation as ConversationId).length > 0);
	for (let k = 0; k < near.length; k += PAGE_MESSAGES) {
		const ids = near.slice(k, k + PAGE_MESSAGES).map(({ message }) => message as EventId);
		const events = (await log.findIds(ids)).map(decodeEvent);
		const seen = events.find((event) => !isRedacted(event.data) && views.visible(viewer, event));
		if (seen !== undefined) return { file, seenIn: seen.id };
	}
	return undefined;
}
