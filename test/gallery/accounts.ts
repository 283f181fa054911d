/** What the server says to those who sign in and up. */
import { me } from './scene.ts';
import type { StandIn } from './state.ts';

const account = () => {
	const { self: _, blocked: __, ...profile } = me();
	return { ...profile, phone: '138****0000', email: 'l***@example.org' };
};

/** Somebody is signed in in this browser. */
export const PRESENT: StandIn = { http: { 'GET /me': { status: 200, body: { account: account() } } } };

const codeSent = (delivery: string, wait: number): StandIn => ({
	http: { 'POST /verify/code': { status: 202, body: { delivery, wait } } },
});
export const CODE_SENT = codeSent('sms', 60_000);
export const CODE_IN_OUTBOX = codeSent('outbox', 60_000);
/** A minute later. */
export const CODE_LATE = codeSent('outbox', 0);

/** A refusal of what is posted there, about a field or about all. */
export function refusing(what: string, status: number, code: string, field?: string): StandIn {
	const error = { code, message: '', ...(field === undefined ? {} : { field }) };
	return { http: { [what]: { status, body: { error } } } };
}
/** Nobody answers at all. */
export const AWAY = { status: 0 } as const;
