/**
 * What the pages post: as JSON by their scripts, as HTML forms without. One handler decides, each kind is answered in
 * its own way: a form that was done leads on (303), one that was refused comes back with the error in place.
 */
import type { Rejection } from '../../core/domain/rejection.ts';
import { sentence } from '../../core/messages/sentence.ts';
import { type Fields, isForm, readFields } from './body.ts';
import { ownPath } from './own-path.ts';
import type { PageName, Shown, TextKey } from './pages/pages.ts';
import type { HttpPorts } from './ports.ts';
import { refusal } from './refusal.ts';
import type { Ask, Route } from './route.ts';

export type Result = { readonly rejection: Rejection } | Done;

export interface Done {
	readonly status: 200 | 201 | 202 | 204;
	readonly body?: object;
	/** `Set-Cookie` lines. */
	readonly cookies?: readonly string[];
	readonly form: FormAnswer;
}

/** How a form goes on. */
export type FormAnswer =
	| { readonly to: string; readonly cookies?: readonly string[] }
	/** The page again, with a line that says how the code travels. */
	| { readonly again: PageName; readonly sent: string };

export interface PostedRoute {
	readonly path: string;
	/** Where a form that is refused comes back to. */
	readonly page: (fields: Fields) => PageName;
	handle(ask: Ask, fields: Fields): Promise<Result>;
}

/** A route for anybody that takes JSON and forms. */
export function postedRoute(ports: HttpPorts, { path, page, handle }: PostedRoute): Route {
	return {
		method: 'POST',
		path,
		kind: 'data',
		who: 'anybody',
		async handle(ask) {
			const read = await readFields(ask.request);
			const fields = 'ok' in read ? read.ok : {};
			const result = 'ok' in read ? await handle(ask, fields) : read;
			if ('rejection' in result) return refused(ports, ask, page(fields), result.rejection, fields);
			return isForm(ask.request) ? formDone(ports, ask, result, fields) : jsonDone(result);
		},
	};
}

/** A refusal in the way in which it was asked. */
export async function refused(
	ports: HttpPorts,
	ask: Ask,
	page: PageName,
	rejection: Rejection,
	fields: Fields = {},
): Promise<Response> {
	const { request, language } = ask;
	const answer = refusal(rejection, language);
	if (!isForm(request)) return answer;
	const { code, field } = rejection;
	const error = { code, message: sentence(code, language), ...(field === undefined ? {} : { field }) };
	return showPage(ports, ask, page, { ...shownOf(fields), error }, answer);
}

/** A page as an answer; `answer` gives its status and further headers. */
export async function showPage(
	ports: HttpPorts,
	{ language }: Ask,
	page: PageName,
	shown: Shown,
	answer: Pick<Response, 'status' | 'headers'> = new Response(),
): Promise<Response> {
	const headers = new Headers(answer.headers);
	headers.set('Content-Type', 'text/html; charset=utf-8');
	headers.set('Cache-Control', 'no-store');
	return new Response(await ports.pages.show(page, language, shown), { status: answer.status, headers });
}

/** Leads a browser on to a page of ours. */
export function leadTo(path: string, cookies: readonly string[] = []): Response {
	const headers = new Headers({ Location: path });
	for (const cookie of cookies) headers.append('Set-Cookie', cookie);
	return new Response(null, { status: 303, headers });
}

function jsonDone({ status, body, cookies = [] }: Done): Response {
	const headers = new Headers(body === undefined ? {} : { 'Content-Type': 'application/json' });
	for (const cookie of cookies) headers.append('Set-Cookie', cookie);
	return new Response(body === undefined ? null : JSON.stringify(body), { status, headers });
}

async function formDone(ports: HttpPorts, ask: Ask, done: Done, fields: Fields): Promise<Response> {
	const { form, status, cookies = [] } = done;
	if ('to' in form) return leadTo(form.to, [...cookies, ...(form.cookies ?? [])]);
	const answer = new Response(null, { status });
	return showPage(ports, ask, form.again, { ...shownOf(fields), sent: form.sent }, answer);
}

/** What was typed, as texts. Passwords are left out by the page itself. */
function shownOf(fields: Fields): Shown {
	const values: Record<string, string> = {};
	for (const [name, value] of Object.entries(fields)) if (typeof value === 'string') values[name] = value;
	return { values, next: ownPath(values.next) };
}

/** Why somebody has to sign in, as the sign-in page says it. */
export const SIGN_IN_REASONS: ReadonlyMap<string, TextKey> = new Map([
	['expired', 'signin.expired'],
	['revoked', 'signin.revoked'],
	['password-changed', 'signin.password-changed'],
	['account-closed', 'signin.account-closed'],
	['signed-out', 'signin.signed-out'],
]);
