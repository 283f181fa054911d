/** The two short answers of a decider. */
import type { Decision } from '../loop/command.ts';
import type { RejectionCode } from './rejection.ts';

/** It is true already: nothing is recorded, and that is no failure. */
export const NOTHING: Decision = { events: [] };

/** Refused; `field` names the part of the request that is at fault, where one is. */
export function reject(code: RejectionCode, field?: string): Decision {
	return { rejection: field === undefined ? { code } : { code, field } };
}
