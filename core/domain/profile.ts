/** What people say of themselves, for everybody who has to do with them: nickname, gender, city, signature. */
import type { AccountId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import { GENDERS, type Gender, type ProfileDetails } from '../wire.ts';
import { NOTHING, reject } from './decisions.ts';
import { accountKey, exclusive, profileKey, shared } from './keys.ts';
import { parseCity, parseNickname, parseSignature } from './line.ts';
import { bad, type Parsed } from './parsed.ts';

const FIELDS = {
	nickname: parseNickname,
	gender: parseGender,
	city: parseCity,
	signature: parseSignature,
} as const satisfies { readonly [F in keyof ProfileDetails]: (input: unknown) => Parsed<ProfileDetails[F]> };

const NAMES = Object.keys(FIELDS) as (keyof ProfileDetails)[];

/** What somebody wants to say of themselves from now on; what is not named stays. A field that is none of these is `bad-request`. */
export function parseProfile(input: Readonly<Record<string, unknown>>): Parsed<Partial<ProfileDetails>> {
	const wanted: Partial<Record<keyof ProfileDetails, string>> = {};
	for (const [name, value] of Object.entries(input)) {
		const field = NAMES.find((known) => known === name);
		if (field === undefined) return bad('bad-request', name);
		const parsed: Parsed<string> = FIELDS[field](value);
		if ('rejection' in parsed) return parsed;
		wanted[field] = parsed.ok;
	}
	return { ok: wanted as Partial<ProfileDetails> };
}

/** Records what is different from what is said already, and nothing else. */
export function changeProfile(account: AccountId, wanted: Partial<ProfileDetails>): Decidable {
	return {
		keys: [exclusive(profileKey(account)), shared(accountKey(account))],
		decide(facts) {
			const said = facts.account(account);
			if (said === undefined || said.closed) return reject('no-session');
			const changed = NAMES.filter((name) => wanted[name] !== undefined && wanted[name] !== said[name]);
			if (changed.length === 0) return NOTHING;
			const data: Partial<ProfileDetails> = Object.fromEntries(changed.map((name) => [name, wanted[name]]));
			return { events: [{ stream: account, type: 'ProfileChanged', by: account, data }] };
		},
	};
}

function parseGender(input: unknown): Parsed<Gender> {
	const gender = GENDERS.find((known) => known === input);
	return gender === undefined ? bad('bad-request', 'gender') : { ok: gender };
}
