/** Whom a gateway has let in, whatever is spoken on their connection. */
import type { AccountId, SessionId } from '../../core/ids.ts';
import type { Attachment, SessionCheck } from '../node.ts';
import type { Connection } from '../ws/connection.ts';

/** A connection as a gateway keeps it; without an owner until its session was found good. */
export type Line = Connection<Guest>;

/** Somebody whose session is good. */
export type Admitted = Extract<SessionCheck, { state: 'good' }> & Pick<Attachment, 'language'>;

export interface Guest {
	readonly account: AccountId;
	readonly session: SessionId;
	/** Takes a frame. */
	take(text: string): void;
	/** The socket took what it had, after having been over the limit. */
	drained(): void;
	/** Closes the connection behind what it was to get before. */
	close(code: number, reason: string): void;
	/** The connection is over. */
	left(): void;
}

/** Receives those who speak one dialect. */
export interface Reception {
	/** Greets somebody in the same turn in which the views hold their session as open; reading begins after it. */
	greet(line: Line, who: Admitted): Guest;
}
