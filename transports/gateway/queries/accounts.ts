/** Looking people up: `account.get` by id for those one has to do with, `account.find` by exact name, phone or id for anybody. */
import type { Clock } from '../../../core/clock.ts';
import type { Parsed } from '../../../core/domain/parsed.ts';
import { parsePhone } from '../../../core/domain/phone.ts';
import { foldUsername } from '../../../core/domain/username.ts';
import { type AccountId, isId } from '../../../core/ids.ts';
import type { Profile } from '../../../core/wire.ts';
import type { Answer, QueryPorts } from './answer.ts';

/** Look-ups with `account.find` that an account may make in a day (UTC) on a node. */
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

/** Counts and answers `account.find`; one for a node. */
export class Finder {
	readonly #ports: QueryPorts;
	readonly #clock: Clock;
	/** Look-ups of today. */
	#counts = new Map<AccountId, number>();
	#day = 0;

	constructor(ports: QueryPorts, clock: Clock) {
		this.#ports = ports;
		this.#clock = clock;
	}

	/** `{accounts}`, at most one. */
	async find(viewer: AccountId, query: string): Promise<Answer> {
		const found = await this.account(viewer, query);
		return 'rejection' in found ? found : { ok: { accounts: found.ok === undefined ? [] : [found.ok] } };
	}

	/** Who is meant, if anybody; `too-often` past the daily cap, whether or not anybody was found. */
	async account(viewer: AccountId, query: string): Promise<Parsed<Profile | undefined>> {
		const now = this.#clock.now();
		const day = Math.floor(now / DAY_MS);
		if (day !== this.#day) {
			this.#day = day;
			this.#counts = new Map();
		}
		const count = this.#counts.get(viewer) ?? 0;
		if (count >= FINDS_PER_DAY_MAX) {
			return { rejection: { code: 'too-often', max: FINDS_PER_DAY_MAX, retryAfterMs: (day + 1) * DAY_MS - now } };
		}
		this.#counts.set(viewer, count + 1);
		const found = query.length > QUERY_UNITS_MAX ? undefined : await this.#lookUp(query.trim());
		const profile = found === undefined ? undefined : this.#ports.views.profile(found);
		return { ok: profile?.closed === true ? undefined : profile };
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

function profiles({ views }: Pick<QueryPorts, 'views'>, ids: readonly AccountId[]): Profile[] {
	return ids.map((id) => views.profile(id)).filter((profile) => profile !== undefined);
}
