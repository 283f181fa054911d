/** What operators can do: each command with what it takes, and how it answers. */
import type { parseArgs } from 'node:util';
import { removeMessage } from '../../core/domain/recalls.ts';
import { type AccountId, type EventId, isId } from '../../core/ids.ts';
import type { Outcome } from '../../core/loop/command.ts';
import { INVITE_LIFE_MS_MAX, INVITE_USES_MAX, makeInvite, newInvite, parseInvite } from '../../core/vault/invites.ts';
import { newPassword } from '../../core/vault/new-password.ts';
import { disableAccount, enableAccount, setPassword } from '../../core/vault/operators.ts';
import type { AdminEngine } from './engine.ts';
import { importPeople } from './import.ts';
import { findPerson, makePerson, parsePerson } from './people.ts';
import { listReports } from './reports.ts';
import { type AdminKey, both } from './say.ts';

export const VERBS = [
	'create',
	'import',
	'disable',
	'enable',
	'reset-password',
	'invite',
	'remove-message',
	'reports',
] as const;
export type Verb = (typeof VERBS)[number];

/** What a command is given by the process around it. */
export interface Surroundings {
	readonly engine: AdminEngine;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Throws when there is no such file. */
	readonly readFile: (path: string) => Uint8Array;
	/** What was asked for. */
	readonly print: (text: string) => void;
	/** What is said beside it: progress, refusals. */
	readonly tell: (text: string) => void;
	/** ms since 1970 UTC. */
	readonly now: () => number;
	/** Where people find the server, if that is set. */
	readonly url: string | undefined;
}

export const OPTIONS = {
	nickname: { type: 'string' },
	phone: { type: 'string' },
	email: { type: 'string' },
	'password-env': { type: 'string' },
	'dry-run': { type: 'boolean' },
	uses: { type: 'string' },
	days: { type: 'string' },
	after: { type: 'string' },
} as const;
export type Given = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

interface Command {
	/** Words behind the verb. */
	readonly takes: 0 | 1;
	readonly options: readonly (keyof typeof OPTIONS)[];
	/** Whether it was done. */
	run(at: Surroundings, word: string, given: Given): Promise<boolean>;
}

const DAY_MS = 24 * 60 * 60_000;

export const COMMANDS: Readonly<Record<Verb, Command>> = {
	create: {
		takes: 1,
		options: ['nickname', 'phone', 'email', 'password-env'],
		async run(at, username, { nickname = '', phone = '', email = '', 'password-env': variable }) {
			const password = variable === undefined ? '' : at.env[variable];
			if (password === undefined || (variable !== undefined && password === '')) return refuse(at, 'no-password');
			const parsed = parsePerson({ username, nickname, phone, email, password });
			if ('rejection' in parsed) return refused(at, { state: 'rejected', ...parsed });
			const rejection = await makePerson(at.engine, parsed.ok);
			if (rejection !== undefined) return refused(at, { state: 'rejected', rejection });
			const fields = { username: parsed.ok.username, password: parsed.ok.password };
			at.print(both(variable === undefined ? 'created' : 'created-with-yours', fields));
			return true;
		},
	},
	import: {
		takes: 1,
		options: ['dry-run'],
		run: (at, path, { 'dry-run': dry = false }) => importPeople(at, path, dry),
	},
	disable: {
		takes: 1,
		options: [],
		run: (at, who) =>
			withPerson(
				at,
				who,
				(account) => {
					const bots = at.engine.views.facts.bots(account);
					return at.engine.execute('account.disable', disableAccount(at.engine.operator, account, bots));
				},
				'disabled',
				'disabled-already',
			),
	},
	enable: {
		takes: 1,
		options: [],
		run: (at, who) =>
			withPerson(
				at,
				who,
				(account) => at.engine.execute('account.enable', enableAccount(at.engine.operator, account)),
				'enabled',
				'enabled-already',
			),
	},
	'reset-password': {
		takes: 1,
		options: [],
		async run(at, who) {
			const account = await personNamed(at, who);
			if (account === undefined) return false;
			const password = newPassword();
			const hashed = await at.engine.hasher.hash(password);
			if (hashed.state === 'unavailable') return refused(at, { state: 'rejected', rejection: { code: 'unavailable' } });
			const outcome = await at.engine.execute('password.set', setPassword(at.engine.operator, account, hashed.hash));
			if (outcome.state === 'rejected') return refused(at, outcome);
			at.print(both('password', { username: usernameOf(at, account), password }));
			return true;
		},
	},
	invite: {
		takes: 0,
		options: ['uses', 'days'],
		async run(at, _word, { uses = '1', days = '7' }) {
			const [people, time] = [wholeNumber(uses, INVITE_USES_MAX), wholeNumber(days, INVITE_LIFE_MS_MAX / DAY_MS)];
			if (people === undefined || time === undefined) {
				return refuse(at, 'wrong-invite', { uses: INVITE_USES_MAX, days: INVITE_LIFE_MS_MAX / DAY_MS });
			}
			const invite = newInvite();
			const parsed = parseInvite(invite, 'invite');
			if ('rejection' in parsed) throw new Error('an invitation that is none was made');
			const { operator } = at.engine;
			const expires = at.now() + time * DAY_MS;
			const make = makeInvite({ hash: parsed.ok, by: operator, operator, uses: people, expires });
			const outcome = await at.engine.execute('invite.make', make);
			if (outcome.state === 'rejected') return refused(at, outcome);
			at.print(both('invited', { invite, uses: people, until: new Date(expires).toISOString() }));
			if (at.url !== undefined) at.print(`${at.url}/signup.html\n`);
			return true;
		},
	},
	'remove-message': {
		takes: 1,
		options: [],
		async run(at, message) {
			if (!isId(message)) return refuse(at, 'no-message', { message });
			const remove = removeMessage(at.engine.operator, message as EventId);
			const outcome = await at.engine.execute('message.remove', remove);
			if (outcome.state === 'rejected') {
				return outcome.rejection.code === 'not-found' ? refuse(at, 'no-message', { message }) : refused(at, outcome);
			}
			at.print(both(outcome.events.length > 0 ? 'removed' : 'removed-already'));
			return true;
		},
	},
	reports: {
		takes: 0,
		options: ['after'],
		async run(at, _word, { after = '0' }) {
			const position = wholeNumber(after, Number.MAX_SAFE_INTEGER, 0);
			if (position === undefined) return refuse(at, 'wrong-after');
			await listReports(at, position);
			return true;
		},
	},
};

/** What people are called; their id where they have no name any more. */
export function usernameOf({ engine }: Surroundings, account: AccountId): string {
	return engine.views.facts.account(account)?.username || account;
}

async function withPerson(
	at: Surroundings,
	who: string,
	act: (account: AccountId) => Promise<Outcome>,
	done: AdminKey,
	already: AdminKey,
): Promise<boolean> {
	const account = await personNamed(at, who);
	if (account === undefined) return false;
	const outcome = await act(account);
	if (outcome.state === 'rejected') return refused(at, outcome);
	at.print(both(outcome.events.length > 0 ? done : already, { username: usernameOf(at, account) }));
	return true;
}

async function personNamed(at: Surroundings, who: string): Promise<AccountId | undefined> {
	const account = await findPerson(at.engine, who);
	if (account === undefined) refuse(at, 'nobody', { who });
	return account;
}

function refuse(at: Surroundings, key: AdminKey, fields: Readonly<Record<string, string | number>> = {}): false {
	at.tell(both(key, fields));
	return false;
}

function refused(at: Surroundings, outcome: Extract<Outcome, { state: 'rejected' }>): false {
	at.tell(both('refused', {}, outcome.rejection));
	return false;
}

function wholeNumber(text: string, max: number, min = 1): number | undefined {
	const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
	return number >= min && number <= max ? number : undefined;
}
