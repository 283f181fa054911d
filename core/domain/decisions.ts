/** The two short answers: of deciders, and of whoever else refuses. */
import type { Decision } from '../loop/command.ts';
import type { Rejection, RejectionCode } from './rejection.ts';

/** It is true already: nothing is recorded, and that is no failure. */
export const NOTHING: Decision = { events: [] };

/** Refused, because there are as many as there may be. */
export function tooMany(max: number, field: string): { readonly rejection: Rejection } {
	return { rejection: { code: 'too-many', field, max } };
}

/** Refused; `field` names the part of the request that is at fault, where one is. */
export function reject(code: RejectionCode, field?: string): { readonly rejection: Rejection } {
	return { rejection: field === undefined ? { code } : { code, field } };
}
