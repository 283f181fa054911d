/** The words with which a friend application is answered. Pure. */
import { isRedacted, type LogEventOf } from '../../core/domain/events.ts';

const ACCEPTS = [1, true, 'agree', 'accept', '同意'] as const;
const DECLINES = [0, false, 'refuse', 'decline', '拒绝'] as const;

export type Status = (typeof ACCEPTS | typeof DECLINES)[number];

export interface Verdict {
	readonly accepted: boolean;
	/** As it was sent. */
	readonly status: Status;
}

/** What a `status` means; undefined for any other word. */
export function verdictOf(word: unknown): Verdict | undefined {
	const accepts = ACCEPTS.find((known) => known === word);
	if (accepts !== undefined) return { accepted: true, status: accepts };
	const declines = DECLINES.find((known) => known === word);
	return declines === undefined ? undefined : { accepted: false, status: declines };
}

/** The status that is passed on with an answer: as it was sent, and where it was not given here, the first of its words. */
export function statusOfAnswer({ type, data }: LogEventOf<'FriendAccepted' | 'FriendDeclined'>): Status {
	const sent = isRedacted(data) ? undefined : verdictOf(data.status);
	return sent?.status ?? (type === 'FriendAccepted' ? ACCEPTS[0] : DECLINES[0]);
}
