/** What must hold in the end, whatever happened: the log against the answers, the devices, the views and the oracle. */
import type { AccountId, EventId } from '../../core/ids.ts';
import type { ProfileDetails } from '../../core/wire.ts';
import { rebuild } from '../../projections/rebuild.ts';
import { essence } from '../../web/client/select.ts';
import type { Device } from './device.ts';
import type { NodeSlot } from './node-slot.ts';
import { Oracle, type Standing } from './oracle.ts';
import type { Stretch } from './wire-tap.ts';
import type { World } from './world.ts';

/** Checks everything; what does not hold is a violation of the world. */
export async function checkEverything(world: World): Promise<void> {
	const oracle = new Oracle(world.database.store.events);
	checkLog(world);
	checkAnswers(world);
	for (const device of world.devices) for (const stretch of device.stretches) checkDelivery(world, oracle, stretch);
	for (const slot of world.slots) {
		await checkProjections(world, slot);
		checkStandings(world, oracle, slot);
	}
	checkDevices(world, oracle);
}

/** Positions without gaps, versions without holes, ordinals of messages, time that never goes back. */
function checkLog(world: World): void {
	const versions = new Map<string, number>();
	const messages = new Map<string, number>();
	const texts = new Set<string>();
	const stopped = new Set<string>();
	let at = 0;
	for (const [i, row] of world.database.store.events.entries()) {
		const version = (versions.get(row.stream) ?? 0) + 1;
		versions.set(row.stream, version);
		if (row.position !== i + 1 || row.version !== version || row.at < at) {
			world.violated(`row ${i + 1} has position ${row.position}, version ${row.version} where ${version} is due`);
		}
		at = row.at;
		if (stopped.has(row.stream)) world.violated(`row ${row.position} is of a node that has stopped`);
		if (row.type === 'NodeStopped') stopped.add(row.stream);
		if (row.type !== 'MessageSent') continue;
		const { n, body } = JSON.parse(row.data);
		const due = (messages.get(row.stream) ?? 0) + 1;
		messages.set(row.stream, due);
		if (n !== due) world.violated(`message ${row.position} has ordinal ${n} where ${due} is due`);
		if (texts.has(body.text)) world.violated(`message ${row.position} was recorded twice`);
		texts.add(body.text);
	}
}

/** What was acknowledged is recorded: a message with its text, author and place, and as the answer says. */
function checkAnswers(world: World): void {
	const { store } = world.database;
	for (const { account, request, ok } of world.acknowledged.values()) {
		const position = store.ids.get(request.id as EventId);
		const row = position === undefined ? undefined : store.events[position - 1];
		if (row !== undefined && row.by !== account)
			world.violated(`${request.id} of ${account} is recorded as ${row.by}'s`);
		if (request.do === 'group.create' && row?.stream !== ok.conversation) world.violated(`group ${request.id} is lost`);
		if (request.do !== 'message.send') continue;
		if (row === undefined) {
			world.violated(`message ${request.id} was acknowledged and is not recorded`);
			continue;
		}
		const { n, body } = JSON.parse(row.data);
		const told = { position: row.position, version: row.version, n, at: row.at };
		if (JSON.stringify(told) !== JSON.stringify(ok)) world.violated(`message ${request.id} is not as acknowledged`);
		if (row.stream !== request.conversation || JSON.stringify(body) !== JSON.stringify(request.body)) {
			world.violated(`message ${request.id} is not as sent`);
		}
	}
}

/** One connection: from its cursor to where it was told it is, everything it must be given, in order, nothing that it may not. */
export function checkDelivery(world: Pick<World, 'violated'>, oracle: Oracle, stretch: Stretch): void {
	const { account, device, from, events, upTo } = stretch;
	const given = new Map(events.map((event) => [event.position, event]));
	for (const event of events) {
		const told = oracle.told[event.position - 1];
		if (told?.row.id !== event.id || told.row.stream !== event.stream || told.row.version !== event.version) {
			world.violated(`${device} was given an event ${event.position} that is not recorded`);
		} else if (!told.must.has(account) && !told.may.has(account)) {
			world.violated(`${device} was given ${event.type} ${event.position}, which is not for it`);
		}
	}
	if (from === undefined) return;
	for (const { row, must } of oracle.told.slice(from, upTo)) {
		if (must.has(account) && !given.has(row.position)) {
			world.violated(`${device} was not given ${row.type} ${row.position} on a connection from ${from} to ${upTo}`);
		}
	}
}

/** Live views are those rebuilt from nothing. */
export async function checkProjections(world: World, slot: NodeSlot): Promise<void> {
	const { node } = slot;
	if (node === undefined) return world.violated(`${slot.name} does not run`);
	const live = node.views.digests();
	const rebuilt = (await rebuild(node.log, node.views.applied)).digests();
	for (const [name, digest] of Object.entries(rebuilt)) {
		if (live[name] !== digest) world.violated(`${slot.name}: projection ${name} differs from the rebuilt one`);
	}
}

/** Versions, counts and unread of every conversation as the oracle has them. */
function checkStandings(world: World, oracle: Oracle, slot: NodeSlot): void {
	const views = slot.node?.views;
	if (views === undefined) return;
	for (const account of oracle.accounts) {
		for (const id of oracle.rooms.keys()) {
			const due = oracle.standing(account, id);
			const head = views.conversation(account, id);
			if (due === undefined && head !== undefined) world.violated(`${account} sees conversation ${id}`);
			if (due === undefined || head === undefined) continue;
			const { version, n, read, unread, left, memberCount, settings } = head;
			const members = memberCount ?? due.members;
			compare(world, `${slot.name}: ${account} in ${id}`, due, {
				version,
				n,
				read,
				unread,
				members,
				left: left !== undefined,
				settings,
			});
		}
	}
}

function compare(world: World, what: string, due: Standing, found: Standing): void {
	// How many are in a group that one left is nobody's business any more.
	const [a, b] = [due, found].map((standing) => ({ ...standing, members: due.left ? 0 : standing.members }));
	if (JSON.stringify(a) !== JSON.stringify(b)) {
		world.violated(`${what} stands at ${JSON.stringify(b)}, not ${JSON.stringify(a)}`);
	}
}

/** What the devices show, now that all is quiet. */
function checkDevices(world: World, oracle: Oracle): void {
	for (const { name, ended, away, signIn } of world.devices) {
		if (!away && ended !== oracle.closedSessions.has(signIn.session)) {
			world.violated(`${name} ${ended ? 'ended' : 'goes on'}, although its session is ${ended ? 'open' : 'closed'}`);
		}
	}
	const live = world.devices.filter((device) => !device.ended && !device.away);
	const byAccount = new Map<string, Device>();
	for (const device of live) {
		const { state } = device.client;
		for (const { id, version, n, read, unread, left, memberCount, settings } of state.conversations.values()) {
			const due = oracle.standing(device.account, id);
			if (due === undefined) world.violated(`${device.name} shows conversation ${id}`);
			else {
				const members = memberCount ?? due.members;
				const shown = { version, n, read, unread, members, left: left !== undefined, settings };
				compare(world, `${device.name} in ${id}`, due, shown);
			}
		}
		checkPeople(world, oracle, device, live);
		const other = byAccount.get(device.account);
		byAccount.set(device.account, device);
		if (other !== undefined && essence(other.client.state) !== essence(state)) {
			world.violated(`${other.name} and ${device.name} differ: ${essence(other.client.state)} ${essence(state)}`);
		}
	}
}

/** Friends with what they say of themselves, requests, and who is online. */
function checkPeople(world: World, oracle: Oracle, device: Device, live: readonly Device[]): void {
	const { state } = device.client;
	checkProfile(world, oracle, device, device.account);
	const ownRooms = [...oracle.rooms].filter(([, room]) => room.kind === 'pair' && room.people.has(device.account));
	for (const [id, room] of ownRooms) {
		const other = [...room.people.keys()].find((account) => account !== device.account)!;
		const friends = oracle.friends.get(id) === true;
		if (state.friends.has(other) !== friends) world.violated(`${device.name} is wrong about its friend ${other}`);
		if (state.requests.has(other) !== oracle.requested.has(id)) {
			world.violated(`${device.name} is wrong about the request between it and ${other}`);
		}
		const online = live.some((one) => one.account === other);
		if (friends && state.online.has(other) !== online) {
			world.violated(`${device.name} shows ${other} as ${online ? 'offline' : 'online'}`);
		}
		if (friends) checkProfile(world, oracle, device, other);
		const remark = oracle.remarks.get(`${device.account}:${other}`) ?? '';
		if (friends && state.friends.get(other)?.remark !== remark) world.violated(`${device.name} shows another remark`);
	}
}

function checkProfile(world: World, oracle: Oracle, { name, client }: Device, account: AccountId): void {
	const said = oracle.profiles.get(account)!;
	const shown = client.state.profiles.get(account);
	for (const field of Object.keys(said) as (keyof ProfileDetails)[]) {
		if (shown?.[field] !== said[field]) {
			world.violated(`${name} shows ${shown?.[field]} as ${field} of ${account}, not ${said[field]}`);
		}
	}
}
