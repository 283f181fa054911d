/** A refusal as a value: a stable code for programs; the sentence for people is looked up in `core/messages`. */
export interface Rejection {
	readonly code: RejectionCode;
	/** The field of the request that is at fault, where one is. */
	readonly field?: string;
	/** The limit that was passed, where one was (in the unit of its name). */
	readonly max?: number;
	/** Milliseconds after which it is worth trying again, where that is known. */
	readonly retryAfterMs?: number;
}

export const REJECTIONS = [
	'bad-request',
	'unknown-command',
	'no-session',
	'other-account',
	'foreign-origin',
	'not-found',
	'id-taken',
	'already-friends',
	'not-friends',
	'no-request',
	'not-allowed',
	'not-member',
	'not-delivered',
	'blocked',
	'muted',
	'too-late',
	'too-large',
	'too-many',
	'too-slow',
	'quota-full',
	'too-often',
	'group-full',
	'owner-must-transfer',
	'unavailable',
	'username-taken',
	'phone-taken',
	'email-taken',
	'bad-username',
	'bad-nickname',
	'bad-password',
	'bad-email',
	'bad-phone',
	'bad-code',
	'bad-invite',
	'bad-credentials',
	'account-disabled',
	'not-sent',
	'unsupported-type',
	'bad-image',
	'method-not-allowed',
	'signup-closed',
] as const;
export type RejectionCode = (typeof REJECTIONS)[number];
