/** A route says what it serves and who may ask; `transports/http/app.ts` keeps the door for all of them alike. */
import type { AccountId, SessionId } from '../../core/ids.ts';
import type { Language } from '../../core/messages/sentence.ts';
import type { SessionKind } from '../../core/vault/sessions.ts';
import type { Client } from './client.ts';

/** A request, with what every handler wants to know of it. */
export interface Ask {
	readonly request: Request;
	readonly url: URL;
	readonly client: Client;
	readonly language: Language;
}

export interface SignedIn {
	readonly account: AccountId;
	readonly session: SessionId;
	readonly kind: SessionKind;
}

interface Common {
	readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** As hono matches paths: `/c/:conversation`. */
	readonly path: string;
	/** Without a session a browser that asks for a page is led to sign-in; everybody else is refused. */
	readonly kind: 'page' | 'data';
}

export type Route = Common &
	(
		| { readonly who: 'anybody'; handle(ask: Ask): Response | Promise<Response> }
		/** `signed-in`: a person at a browser; `account`: a program with a token too. A new route is for people alone. */
		| { readonly who: 'signed-in' | 'account'; handle(ask: Ask, by: SignedIn): Response | Promise<Response> }
	);
