/** Routes for who is signed in that take fields and change something of one's own. */
import type { Rejection } from '../../core/domain/rejection.ts';
import { type Fields, readFields } from './body.ts';
import { refusal } from './refusal.ts';
import type { Ask, Route, SignedIn } from './route.ts';

export interface OwnRoute {
	readonly method: 'PUT' | 'PATCH' | 'POST' | 'DELETE';
	readonly path: string;
	/** `signed-in` when absent. */
	readonly who?: 'signed-in' | 'account';
	/** A refusal, or the answer. */
	handle(ask: Ask, by: SignedIn, fields: Fields): Promise<{ readonly rejection: Rejection } | Response>;
}

export function ownRoute({ method, path, who = 'signed-in', handle }: OwnRoute): Route {
	return {
		method,
		path,
		kind: 'data',
		who,
		async handle(ask, by) {
			const read = await readFields(ask.request);
			const answer = 'ok' in read ? await handle(ask, by, read.ok) : read;
			return 'rejection' in answer ? refusal(answer.rejection, ask.language) : answer;
		},
	};
}

/** It was done, and there is nothing to say about it. */
export function done(): Response {
	return new Response(null, { status: 204 });
}
