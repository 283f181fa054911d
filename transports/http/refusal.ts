/** Refusals as HTTP answers: a status and `{"error":{code,message,…}}`. */
import type { Rejection, RejectionCode } from '../../core/domain/rejection.ts';
import { type Language, sentence } from '../../core/messages/sentence.ts';

const STATUS = {
	'bad-request': 400,
	'unknown-command': 400,
	'no-session': 401,
	'bad-credentials': 401,
	'foreign-origin': 403,
	'not-allowed': 403,
	'not-friends': 403,
	'not-member': 403,
	'not-delivered': 403,
	blocked: 403,
	muted: 403,
	'signup-closed': 403,
	'account-disabled': 403,
	'not-found': 404,
	'method-not-allowed': 405,
	'other-account': 409,
	'id-taken': 409,
	'already-friends': 409,
	'no-request': 409,
	'too-late': 409,
	'too-many': 409,
	'group-full': 409,
	'owner-must-transfer': 409,
	'username-taken': 409,
	'phone-taken': 409,
	'email-taken': 409,
	'too-slow': 408,
	'too-large': 413,
	'quota-full': 413,
	'unsupported-type': 415,
	'bad-username': 422,
	'bad-nickname': 422,
	'bad-password': 422,
	'bad-email': 422,
	'bad-phone': 422,
	'bad-code': 422,
	'bad-image': 422,
	'bad-invite': 422,
	'too-often': 429,
	'not-sent': 503,
	unavailable: 503,
} as const satisfies Record<RejectionCode, number>;

/** The HTTP status that goes with a code. */
export function statusOf(code: RejectionCode): number {
	return STATUS[code];
}

/** Seconds after which an `unavailable` is worth another try, where nothing better is known. */
const RETRY_AFTER_S = 5;

export interface Refusal {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** The answer to a request that is refused. */
export function refusal(rejection: Rejection, language: Language): Response {
	const { status, headers, body } = refusalOf(rejection, language);
	return new Response(body, { status, headers });
}

/** The same for those who write their answers by hand. */
export function refusalOf(rejection: Rejection, language: Language): Refusal {
	const { code, field, max, retryAfterMs } = rejection;
	const error = {
		code,
		message: sentence(code, language),
		...(field === undefined ? {} : { field }),
		...(max === undefined ? {} : { max }),
		...(retryAfterMs === undefined ? {} : { wait: retryAfterMs }),
	};
	const status = STATUS[code];
	const headers = { 'Content-Type': 'application/json' };
	const body = JSON.stringify({ error });
	if (status !== 429 && status !== 503) return { status, headers, body };
	const seconds = retryAfterMs === undefined ? RETRY_AFTER_S : Math.max(1, Math.ceil(retryAfterMs / 1000));
	return { status, headers: { ...headers, 'Retry-After': String(seconds) }, body };
}
