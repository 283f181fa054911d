/**
 * Who gets what from every route: one row a route, told a second time beside the route table. A new route needs a row
 * here, and a new kind of asker a column in `ASKERS`, in each of the four usual answers, and its way in `matrix.test.ts`.
 */

/** Who asks, or what is wrong with how they ask; all but the first three have a session that is good by itself. */
export const ASKERS = ['nobody', 'expired', 'disabled', 'signed in', 'token', 'other account', 'foreign page'] as const;
export type Asker = (typeof ASKERS)[number];

/** Status, and the code where it is a refusal. */
type Answers = Readonly<Record<Asker, string>>;

export interface Row {
	readonly answers: Answers;
	/** What is sent; `{}` where nothing is said. The answers are those to exactly this. */
	readonly body?: Readonly<Record<string, unknown>>;
}

/** For anybody, and nothing changes. */
const anybodyReads = (own: string): Answers => ({
	nobody: own,
	expired: own,
	disabled: own,
	'signed in': own,
	token: own,
	'other account': own,
	'foreign page': own,
});

/** For anybody; who has a session is still told when the page is another account's. */
const anybodyChanges = (own: string): Answers => ({
	...anybodyReads(own),
	'other account': '409 other-account',
	'foreign page': '403 foreign-origin',
});

const personReads = (own: string): Answers => ({
	nobody: '401 no-session',
	expired: '401 no-session',
	disabled: '401 no-session',
	'signed in': own,
	token: '403 not-allowed',
	'other account': '409 other-account',
	'foreign page': own,
});

const personChanges = (own: string): Answers => ({ ...personReads(own), 'foreign page': '403 foreign-origin' });

/** For whoever acts for an account, at a browser or with a token. */
const accountReads = (own: string): Answers => ({ ...personReads(own), token: own });

const accountChanges = (own: string): Answers => ({ ...personChanges(own), token: own });

const openPage: Row = { answers: anybodyReads('200') };
const ownPage: Row = { answers: accountReads('200') };

/** By method and path as the route table has them. */
export const ROUTES: Readonly<Record<string, Row>> = {
	'POST /verify/code': { answers: anybodyChanges('400 bad-request') },
	'POST /verify/signup': { answers: anybodyChanges('422 bad-username') },
	'POST /verify/signin': {
		body: { username: 'nobody', password: 'abc123' },
		answers: anybodyChanges('401 bad-credentials'),
	},
	'POST /verify/signout': { answers: accountChanges('204') },
	'POST /verify/password_reset': { answers: anybodyChanges('422 bad-phone') },
	'POST /verify/password_reset2': { answers: anybodyChanges('422 bad-phone') },
	'GET /me': { answers: accountReads('200') },
	'PATCH /me': { answers: accountChanges('200') },
	'GET /me/export': { answers: personReads('200') },
	'DELETE /me': { answers: personChanges('400 bad-request') },
	'GET /me/sessions': { answers: personReads('200') },
	'DELETE /me/sessions': { answers: personChanges('204') },
	'DELETE /me/sessions/:id': { answers: personChanges('404 not-found') },
	'PUT /me/avatar': { answers: personChanges('415 unsupported-type') },
	'DELETE /me/avatar': { answers: personChanges('204') },
	'GET /avatars/:file': { answers: personReads('404 not-found') },
	'PUT /me/password': { answers: personChanges('400 bad-request') },
	'PUT /me/phone': { answers: personChanges('422 bad-phone') },
	'PUT /me/email': { answers: personChanges('422 bad-email') },
	/** The few bytes that are sent are a file like any other. */
	'GET /files/:id': { answers: accountReads('404 not-found') },
	'GET /files/:id/thumbnail': { answers: accountReads('404 not-found') },
	'POST /files': { answers: accountChanges('201') },
	'GET /me/tokens': { answers: personReads('200') },
	'POST /me/tokens': { body: { name: 'cron' }, answers: personChanges('201') },
	'DELETE /me/tokens/:id': { answers: personChanges('404 not-found') },
	'GET /me/bots': { answers: personReads('200') },
	'POST /me/bots': { answers: personChanges('422 bad-username') },
	'GET /weather': { answers: personReads('200') },
	'GET /news': { answers: personReads('200') },
	'GET /news/pictures/:picture': { answers: personReads('404 not-found') },
	'GET /links': { answers: personReads('200') },
	'GET /healthz': { answers: anybodyReads('200') },
	'GET /readyz': { answers: anybodyReads('200') },
	'GET /': ownPage,
	'GET /c/:conversation': ownPage,
	'GET /c/:conversation/:message': ownPage,
	'GET /settings': ownPage,
	'GET /join': ownPage,
	'GET /verify/signup': openPage,
	'GET /signup.html': openPage,
	'GET /verify/signin': openPage,
	'GET /login.html': openPage,
	'GET /verify/password_reset': openPage,
	'GET /password_reset.html': openPage,
	'GET /verify/password_reset2': openPage,
	'GET /password_reset2.html': openPage,
	'GET /assets/chat-abc123.js': openPage,
	'GET /icon.svg': openPage,
};
