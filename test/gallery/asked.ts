/** A server that an element asks directly. */
import type { RejectionCode } from '../../core/domain/rejection.ts';
import type { Ask } from '../../web/shared/ask.ts';

export const refusing =
	(code: RejectionCode): Ask =>
	async () => ({ state: 'refused', error: { code } });

export const answering =
	(ok: Readonly<Record<string, unknown>>): Ask =>
	async () => ({ state: 'done', ok });
