/** One's own bots: `/me/bots`. What they are let in with are tokens (`tokens.ts`). */
import { parseNickname } from '../../core/domain/line.ts';
import type { Rejection } from '../../core/domain/rejection.ts';
import { foldUsername, parseUsername } from '../../core/domain/username.ts';
import type { AccountId } from '../../core/ids.ts';
import { createBot } from '../../core/vault/bots.ts';
import type { Fields } from './body.ts';
import { ownRoute } from './own-route.ts';
import type { HttpPorts } from './ports.ts';
import type { Route } from './route.ts';

export function botRoutes(ports: HttpPorts): Route[] {
	const path = '/me/bots';
	return [
		{ method: 'GET', path, kind: 'data', who: 'signed-in', handle: (_ask, { account }) => list(ports, account) },
		ownRoute({ method: 'POST', path, handle: (_ask, { account }, fields) => create(ports, account, fields) }),
	];
}

function list(ports: HttpPorts, owner: AccountId): Response {
	const { facts, profile } = ports.node().views;
	return Response.json({ bots: facts.bots(owner).map(profile) });
}

/** Without a nickname a bot is called by its user name, as people are. */
async function create(
	ports: HttpPorts,
	owner: AccountId,
	fields: Fields,
): Promise<{ readonly rejection: Rejection } | Response> {
	const username = parseUsername(fields.username);
	if ('rejection' in username) return username;
	const nickname = fields.nickname === undefined ? username : parseNickname(fields.nickname);
	if ('rejection' in nickname) return nickname;
	const account = ports.newId() as AccountId;
	const names = { username: username.ok, folded: foldUsername(username.ok), nickname: nickname.ok };
	const command = createBot({ account, owner, ...names });
	const outcome = await ports.node().execute({ name: 'bot.create', author: owner, ...command });
	if (outcome.state === 'rejected') return outcome;
	return Response.json({ account: ports.node().views.profile(account) }, { status: 201 });
}
