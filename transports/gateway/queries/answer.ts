/** What a query answers, and what queries are asked of. */
import type { Parsed } from '../../../core/domain/parsed.ts';
import type { RejectionCode } from '../../../core/domain/rejection.ts';
import type { EventLog } from '../../../core/log/port.ts';
import type { Views } from '../../../projections/views.ts';

export type Answer = Parsed<object>;

export interface QueryPorts {
	readonly log: Pick<EventLog, 'readStream' | 'select'>;
	readonly views: Views;
}

export function refused(
	code: RejectionCode,
	field?: string,
): { readonly rejection: Exclude<Answer, { ok: object }>['rejection'] } {
	return { rejection: field === undefined ? { code } : { code, field } };
}
