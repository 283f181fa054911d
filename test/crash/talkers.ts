/**
 * People who talk in one group without a pause, each with a few messages on the way, over as many servers as are
 * given, and a record of what they were promised and what they were given.
 */
import type { ConversationId, EventId } from '../../core/ids.ts';
import type { PublicEvent } from '../../core/wire.ts';
import type { Client } from '../../web/client/client.ts';
import type { Action } from '../../web/client/state.ts';
import { connect, isOnline, makeGroup, type Person, signUp, until } from '../support/people.ts';
import type { ServerProcess } from '../support/server-process.ts';

/** Messages of one person that may be without an answer. */
const IN_FLIGHT = 4;

export interface Talker {
	readonly person: Person;
	readonly client: Client;
	/** Messages answered as recorded. */
	readonly acknowledged: Set<EventId>;
	/** Everything sent. */
	readonly sent: EventId[];
	/** Messages of the group in the order in which the server gave them to this device; each event only once counts as right. */
	readonly given: { readonly id: EventId; readonly position: number }[];
}

export interface Talk {
	readonly group: ConversationId;
	readonly talkers: readonly Talker[];
	/** Messages acknowledged so far, of everybody. */
	readonly acknowledged: number;
	/** Resolves once `more` further messages were acknowledged. */
	heard(more: number): Promise<void>;
	/** Everybody tries to connect now, as after a person has looked at the page. */
	wake(): void;
	/** Nobody says more; resolves when everything said was acknowledged and given to everybody. */
	settle(): Promise<void>;
	/** Ends the clients. */
	end(): void;
}

/** Starts `count` talkers, spread over the servers in turn. */
export async function startTalk(servers: readonly ServerProcess[], count: number): Promise<Talk> {
	const seats = Array.from({ length: count }, (_, k) => servers[k % servers.length]!);
	const people: Person[] = [];
	for (const server of seats) people.push(await signUp(server));
	const talkers = people.map((person, k) => startTalker(person, seats[k]!));
	const clients = talkers.map((talker) => talker.client);
	for (const client of clients) await until(client, isOnline);
	const group = await makeGroup(clients, people);
	for (const talker of talkers) talker.given.length = 0;

	let talking = true;
	let acknowledged = 0;
	let waiting: { readonly at: number; readonly resolve: () => void }[] = [];
	const say = async (talker: Talker) => {
		while (talking) {
			const id = talker.client.sendText(group, `${talker.person.username} ${talker.sent.length}`);
			talker.sent.push(id);
			await until(talker.client, (state) => !state.outbox.some((entry) => entry.id === id && entry.state !== 'failed'));
			if (talker.client.state.outbox.some((entry) => entry.id === id)) throw new Error('a message was refused');
			talker.acknowledged.add(id);
			acknowledged += 1;
			for (const waiter of waiting) if (acknowledged >= waiter.at) waiter.resolve();
			waiting = waiting.filter((waiter) => acknowledged < waiter.at);
		}
	};
	const voices = talkers.flatMap((talker) => Array.from({ length: IN_FLIGHT }, () => say(talker)));
	const voicesOver = Promise.all(voices);
	voicesOver.catch(() => {});

	return {
		group,
		talkers,
		get acknowledged() {
			return acknowledged;
		},
		heard: (more) =>
			Promise.race([
				new Promise<void>((resolve) => void waiting.push({ at: acknowledged + more, resolve })),
				voicesOver.then(() => {}),
			]),
		wake() {
			for (const client of clients) client.wake();
		},
		async settle() {
			talking = false;
			await voicesOver;
			const total = talkers.reduce((sum, talker) => sum + talker.sent.length, 0);
			for (const talker of talkers)
				await until(talker.client, () => new Set(talker.given.map((m) => m.id)).size >= total);
		},
		end() {
			for (const client of clients) client.stop();
		},
	};
}

function startTalker(person: Person, server: ServerProcess): Talker {
	const given: { id: EventId; position: number }[] = [];
	const note = (events: readonly PublicEvent[]) => {
		for (const event of events)
			if (event.type === 'MessageSent') given.push({ id: event.id, position: event.position });
	};
	const client = connect(person, server, (action: Action) => {
		if (action.type === 'events') note(action.events);
	});
	return { person, client, acknowledged: new Set(), sent: [], given };
}
