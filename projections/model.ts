/** All views together, in the order in which they take an event: each after those that it reads. */
import type { LogEvent } from '../core/domain/events.ts';
import { type Activity, activity } from './activity.ts';
import { type Aliases, aliases } from './aliases.ts';
import { type Bots, bots } from './bots.ts';
import { createNumbers, type Numbers } from './dense.ts';
import { type Directory, directory } from './directory.ts';
import { type Friends, friends } from './friends.ts';
import { type GroupTexts, groups } from './groups.ts';
import { type Inboxes, inboxes } from './inboxes.ts';
import { type Links, links } from './links.ts';
import { membership } from './membership.ts';
import { type Mutes, mutes } from './mutes.ts';
import { type Nodes, nodes } from './nodes.ts';
import { type Presence, presence } from './presence.ts';
import { digestOf, type Projection } from './projection.ts';
import { type Redactions, redactions } from './redactions.ts';
import { type Remarks, remarks } from './remarks.ts';
import { type Roles, roles } from './roles.ts';
import type { Seats } from './seats.ts';
import { type Sessions, sessions } from './sessions.ts';
import { type Settings, settings } from './settings.ts';
import { type Streams, streams } from './streams.ts';

export interface Model {
	readonly numbers: Numbers;
	readonly streams: Streams;
	readonly redactions: Redactions;
	readonly directory: Directory;
	readonly bots: Bots;
	readonly membership: Seats;
	readonly friends: Friends;
	readonly remarks: Remarks;
	readonly groups: GroupTexts;
	readonly aliases: Aliases;
	readonly links: Links;
	readonly roles: Roles;
	readonly mutes: Mutes;
	readonly inboxes: Inboxes;
	readonly settings: Settings;
	readonly activity: Activity;
	readonly nodes: Nodes;
	readonly sessions: Sessions;
	readonly presence: Presence;
}

/** One projection bound to its view. */
export interface Step {
	readonly name: string;
	project(event: LogEvent): void;
	digest(): string;
}

export function createModel(): { readonly model: Model; readonly steps: readonly Step[] } {
	const numbers = createNumbers();
	const base = { streams: streams.empty(numbers, undefined), nodes: nodes.empty(numbers, undefined) };
	const seats = { membership: membership.empty(numbers, base) };
	const live = { nodes: base.nodes, sessions: sessions.empty(numbers, undefined) };
	const model: Model = {
		numbers,
		...base,
		...seats,
		...live,
		redactions: redactions.empty(numbers, undefined),
		directory: directory.empty(numbers, undefined),
		bots: bots.empty(numbers, undefined),
		friends: friends.empty(numbers, seats),
		remarks: remarks.empty(numbers, undefined),
		groups: groups.empty(numbers, seats),
		aliases: aliases.empty(numbers, seats),
		links: links.empty(numbers, seats),
		roles: roles.empty(numbers, seats),
		mutes: mutes.empty(numbers, seats),
		inboxes: inboxes.empty(numbers, seats),
		settings: settings.empty(numbers, seats),
		activity: activity.empty(numbers, seats),
		presence: presence.empty(numbers, live),
	};
	const steps = [
		step(streams, model.streams),
		step(redactions, model.redactions),
		step(directory, model.directory),
		step(bots, model.bots),
		step(membership, model.membership),
		step(friends, model.friends),
		step(remarks, model.remarks),
		step(groups, model.groups),
		step(aliases, model.aliases),
		step(links, model.links),
		step(roles, model.roles),
		step(mutes, model.mutes),
		step(inboxes, model.inboxes),
		step(settings, model.settings),
		step(activity, model.activity),
		step(nodes, model.nodes),
		step(sessions, model.sessions),
		step(presence, model.presence),
	];
	return { model, steps };
}

function step<View, Needs>(projection: Projection<View, Needs>, view: View): Step {
	return {
		name: projection.name,
		project: (event) => projection.project(view, event),
		digest: () => digestOf(projection.content(view)),
	};
}
