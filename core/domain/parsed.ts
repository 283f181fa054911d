/** What a parser of untrusted input answers: the value in its one form, or why not. */
import type { Rejection, RejectionCode } from './rejection.ts';

export type Parsed<T> = { readonly ok: T } | { readonly rejection: Rejection };

/** A refusal that names the field at fault. */
export function bad(code: RejectionCode, field: string): { readonly rejection: Rejection } {
	return { rejection: { code, field } };
}

/** Refused because more than `max` of something was given. */
export function tooLarge(field: string, max: number): { readonly rejection: Rejection } {
	return { rejection: { code: 'too-large', field, max } };
}
