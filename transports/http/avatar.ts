/** Head pictures: `/me/avatar` takes and removes one's own, `/avatars/:file` shows those that one was told of. */
import type { Rejection } from '../../core/domain/rejection.ts';
import { changeAvatar, newAvatarPath } from '../../core/vault/avatar.ts';
import { rowsOf } from '../../core/vault/rows.ts';
import { AVATAR_BYTES_MAX } from '../files/heads.ts';
import { accountLimits } from './attempts.ts';
import { readBytes } from './body.ts';
import { done } from './own-route.ts';
import type { HttpPorts } from './ports.ts';
import { refusal } from './refusal.ts';
import type { Ask, Route, SignedIn } from './route.ts';

const YEAR_S = 365 * 24 * 60 * 60;
/** Characters of a name that is looked for; ours have 29. */
const FILE_CHARS_MAX = 100;
/** A picture is nothing but a picture, whoever opens it by itself. */
const HEADERS = {
	'Content-Type': 'image/webp',
	'Cache-Control': `private, max-age=${YEAR_S}, immutable`,
	'Content-Security-Policy': "default-src 'none'; sandbox",
};

export function avatarRoutes(ports: HttpPorts): Route[] {
	const own = { path: '/me/avatar', kind: 'data', who: 'signed-in' } as const;
	return [
		{ ...own, method: 'PUT', handle: (ask, by) => put(ports, ask, by) },
		{ ...own, method: 'DELETE', handle: (ask, by) => remove(ports, ask, by) },
		{
			...{ path: '/avatars/:file', kind: 'data', who: 'signed-in', method: 'GET' },
			handle: (ask: Ask) => show(ports, ask),
		},
	];
}

async function put(ports: HttpPorts, ask: Ask, { account }: SignedIn): Promise<Response> {
	const limits = accountLimits(ports, account, 'avatar-changes-of-account');
	const waits = await ports.attempts.refusal(limits);
	if (waits !== undefined) return refusal(waits, ask.language);
	const bytes = await readBytes(ask.request, AVATAR_BYTES_MAX);
	if (typeof bytes === 'string') return refusal(UNREAD[bytes], ask.language);
	const made = await ports.makeHeads(bytes);
	if ('rejection' in made) return refusal(made.rejection, ask.language);
	const path = newAvatarPath();
	const decidable = changeAvatar(account, { path, heads: made.ok });
	const outcome = await ports.attempts.execute({ name: 'avatar.change', author: account, ...decidable }, limits);
	return outcome.state === 'rejected' ? refusal(outcome.rejection, ask.language) : Response.json({ avatar: path });
}

const UNREAD: Readonly<Record<'too-large' | 'broken' | 'too-slow', Rejection>> = {
	'too-large': { code: 'too-large', max: AVATAR_BYTES_MAX },
	broken: { code: 'bad-request' },
	'too-slow': { code: 'too-slow' },
};

async function remove(ports: HttpPorts, { language }: Ask, { account }: SignedIn): Promise<Response> {
	const command = { name: 'avatar.remove', author: account, ...changeAvatar(account, undefined) };
	const outcome = await ports.node().execute(command);
	return outcome.state === 'rejected' ? refusal(outcome.rejection, language) : done();
}

async function show({ log }: HttpPorts, { url, language }: Ask): Promise<Response> {
	const file = url.pathname.split('/').at(-1) ?? '';
	const values = file.length <= FILE_CHARS_MAX ? [file] : [];
	const [rows] = await log.select([{ table: 'avatars', column: 'file', values }]);
	const bytes = rowsOf('avatars', rows)[0]?.bytes;
	if (bytes === undefined) return refusal({ code: 'not-found' }, language);
	return new Response(new Uint8Array(bytes), { headers: HEADERS });
}
