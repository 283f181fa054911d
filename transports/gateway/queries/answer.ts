/** What a query answers, and what queries are asked of. */
import type { Parsed } from '../../../core/domain/parsed.ts';
import type { EventLog } from '../../../core/log/port.ts';
import type { Views } from '../../../projections/views.ts';

export type Answer = Parsed<object>;

export interface QueryPorts {
	readonly log: Pick<EventLog, 'readStream' | 'amendments' | 'select'>;
	readonly views: Views;
}
