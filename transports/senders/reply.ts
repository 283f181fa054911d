/** What an HTTP provider's reply means for the message, where its manual says nothing else. */
import type { Failure, Fetched } from '../outside/outside.ts';
import type { Tried } from './sender.ts';

/** Failures that our own configuration causes: they are there the next time too. */
const LASTING: ReadonlySet<Failure> = new Set(['forbidden-host', 'forbidden-address', 'redirected']);
/** Refusals for the moment, https://www.rfc-editor.org/rfc/rfc9110#section-15.5.9 and RFC 6585 4. */
const LATER: ReadonlySet<number> = new Set([408, 425, 429]);

/** 2xx is taken, 5xx and a few others are worth another try. */
export function triedOf(fetched: Fetched): Tried {
	if (fetched.state === 'failed') {
		return { state: LASTING.has(fetched.why) ? 'refused' : 'failed', why: fetched.why };
	}
	const { status } = fetched;
	if (status >= 200 && status < 300) return { state: 'sent' };
	return { state: status >= 500 || LATER.has(status) ? 'failed' : 'refused', why: `status ${status}` };
}
