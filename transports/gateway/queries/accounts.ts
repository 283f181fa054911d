/** Looking people up: `account.get` by id for those one has to do with, `account.find` by exact name, phone or id for anybody. */
import type { Clock } from '../../../core/clock.ts';
import type { Parsed } from '../../../core/domain/parsed.ts';
import { parsePhone } from '../../../core/domain/phone.ts';
import type { Rejection } from '../../../core/domain/rejection.ts';
import { foldUsername } from '../../../core/domain/username.ts';
import { type AccountId, isId } from '../../../core/ids.ts';
import type { Command, Outcome } from '../../../core/loop/command.ts';
import { COUNTED, limitedAttempt } from '../../../core/vault/attempts.ts';
import type { Profile } from '../../../core/wire.ts';
import { createWaits, type Waits } from '../../waits.ts';
import type { Answer, QueryPorts } from './answer.ts';

/** Look-ups with `account.find` that an account may make in a day (UTC), on all nodes together; beyond it: `too-often`. */
export const FINDS_PER_DAY_MAX = 300;
/** Longer queries cannot be anybody's name, phone or id; in UTF-16 units. */
const QUERY_UNITS_MAX = 100;
const DAY_MS = 24 * 60 * 60 * 1000;

/** `{accounts}`: those of `ids` that the viewer may know; the others are left out. */
export function getAccounts(
	{ views }: Pick<QueryPorts, 'views'>,
	viewer: AccountId,
	ids: readonly AccountId[],
): Answer {
	const known = ids.filter((id) => views.mayKnow(viewer, id));
	return { ok: { accounts: profiles({ views }, known) } };
}

export interface FinderPorts extends QueryPorts {
	readonly clock: Clock;
	/** Look-ups are counted where everything else is decided. */
	submit(command: Command): void;
}

/** Counts and answers `account.find`; one for a node. */
export class Finder {
	readonly #ports: FinderPorts;
	/** Accounts whose look-ups of today are used up: that they are is told without the log. */
	readonly #waits: Waits;

	constructor(ports: FinderPorts) {
		this.#ports = ports;
		this.#waits = createWaits(ports.clock);
	}

	/** `{accounts}`, at most one. */
	async find(viewer: AccountId, query: string): Promise<Answer> {
		const found = await this.account(viewer, query);
		return 'rejection' in found ? found : { ok: { accounts: found.ok === undefined ? [] : [found.ok] } };
	}

	/** Who is meant, if anybody; `too-often` past the daily cap, whether or not anybody was found. */
	async account(viewer: AccountId, query: string): Promise<Parsed<Profile | undefined>> {
		const rejection = await this.#count(viewer);
		if (rejection !== undefined) return { rejection };
		const found = query.length > QUERY_UNITS_MAX ? undefined : await this.#lookUp(query.trim());
		const profile = found === undefined ? undefined : this.#ports.views.profile(found);
		return { ok: profile?.closed === true ? undefined : profile };
	}

	/** Counts one more look-up, or says why there is none. */
	async #count(viewer: AccountId): Promise<Rejection | undefined> {
		const left = this.#waits.left(viewer);
		if (left > 0) return tooOften(left);
		const limit = { counter: `finds-per-day:${viewer}`, windowMs: DAY_MS, max: FINDS_PER_DAY_MAX };
		const find = limitedAttempt({ failures: [], successes: [limit] }, COUNTED);
		const outcome = await new Promise<Outcome>((settle) => {
			this.#ports.submit({ name: 'account.find', author: viewer, ...find, settle });
		});
		if (outcome.state === 'done') return undefined;
		const { code, retryAfterMs = 0 } = outcome.rejection;
		if (code !== 'too-often') return outcome.rejection;
		this.#waits.add(viewer, retryAfterMs);
		return tooOften(retryAfterMs);
	}

	async #lookUp(query: string): Promise<AccountId | undefined> {
		const { views, log } = this.#ports;
		if (isId(query)) return query as AccountId;
		const named = views.facts.accountByUsername(foldUsername(query));
		if (named !== undefined) return named;
		const phone = parsePhone(query);
		if ('rejection' in phone) return undefined;
		const [rows = []] = await log.select([{ table: 'contacts', column: 'phone', values: [phone.ok] }]);
		return rows[0]?.account as AccountId | undefined;
	}
}

function tooOften(retryAfterMs: number): Rejection {
	return { code: 'too-often', max: FINDS_PER_DAY_MAX, retryAfterMs };
}

function profiles({ views }: Pick<QueryPorts, 'views'>, ids: readonly AccountId[]): Profile[] {
	return ids.map((id) => views.profile(id)).filter((profile) => profile !== undefined);
}
