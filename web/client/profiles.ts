/** Whom the client knows: profiles told as a whole and changed by events; of two tellings the later one counts. */
import type { AccountId } from '../../core/ids.ts';
import type { Profile, PublicEvent } from '../../core/wire.ts';
import { withEntry } from './immutable.ts';
import type { ChatState } from './state.ts';

/** Takes profiles as they were told; one that is older than what is known changes nothing. */
export function withProfiles(state: ChatState, profiles: readonly Profile[]): ChatState {
	const known = new Map(state.profiles);
	for (const profile of profiles) {
		if ((known.get(profile.id)?.version ?? 0) <= profile.version) known.set(profile.id, profile);
	}
	return withMe({ ...state, profiles: known });
}

/** Somebody registered: names alone, where nothing is known. */
export function withRegistered(state: ChatState, { stream, version, data }: PublicEvent): ChatState {
	if ('redacted' in data) return state;
	const { username, nickname } = data as { username: string; nickname: string };
	const unsaid = { gender: 'unknown', city: '', signature: '', avatar: null } as const;
	return withProfiles(state, [{ id: stream as AccountId, username, nickname, ...unsaid, version }]);
}

/** Somebody says something else of themselves. Who is not known will be looked up as a whole. */
export function withChanges(state: ChatState, { stream, version, data }: PublicEvent): ChatState {
	const known = state.profiles.get(stream as AccountId);
	if (known === undefined || known.version >= version || 'redacted' in data) return state;
	const said = { ...known, ...(data as Partial<Profile>) };
	const { nickname, gender, city, signature } = said;
	const changed = { ...known, nickname, gender, city, signature, avatar: said.avatar || null, version };
	return withMe({ ...state, profiles: withEntry(state.profiles, known.id, changed) });
}

/** Somebody is gone: what they were called is forgotten, by oneself too. */
export function withClosed(state: ChatState, { stream, version }: PublicEvent): ChatState {
	const id = stream as AccountId;
	const friend = state.friends.get(id);
	const friends = friend === undefined ? state.friends : withEntry(state.friends, id, { ...friend, remark: '' });
	const known = state.profiles.get(id);
	if (known === undefined) return { ...state, friends };
	const nothing = { username: '', nickname: '', gender: 'unknown', city: '', signature: '', avatar: null } as const;
	return withProfiles({ ...state, friends }, [{ ...known, ...nothing, version, closed: true }]);
}

/** An account turns out to be a bot, right after it was registered. */
export function withBot(state: ChatState, { stream, version }: PublicEvent): ChatState {
	const known = state.profiles.get(stream as AccountId);
	return known === undefined ? state : withProfiles(state, [{ ...known, bot: true, version }]);
}

/** One's own profile stands in two places. */
function withMe(state: ChatState): ChatState {
	const { me } = state;
	const profile = me === null ? undefined : state.profiles.get(me.id);
	if (me === null || profile === undefined || profile.version <= me.version) return state;
	return { ...state, me: { ...profile, self: me.self, blocked: me.blocked } };
}
