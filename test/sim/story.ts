/** What people do and what befalls them: one random thing at a time. */
import type { AccountId, ConversationId } from '../../core/ids.ts';
import type { Device } from './device.ts';
import type { World } from './world.ts';

/** Bytes of a long text; enough of them make a sleeping device fall behind. */
const LONG_TEXT_BYTES = 7000;
const FLOOD_MESSAGES = 50;
const DEVICES_MAX = 10;

type Deed = (world: World, device: Device) => void;

const PEACE: readonly (readonly [number, Deed])[] = [
	[30, say],
	[5, befriend],
	[8, answer],
	[1, unfriend],
	[1, remark],
	[2, rename],
	[1, block],
	[1, unblock],
	[3, makeGroup],
	[3, invite],
	[1, leave],
	[6, read],
	[2, set],
	[3, look],
	[4, repeat],
	[2, twist],
];

const TROUBLE: readonly (readonly [number, Deed])[] = [
	[4, (world, device) => cut(world, device, 'reset')],
	[2, (world, device) => cut(world, device, 'dead')],
	[3, (world, device) => device.stall(world.random.between(10, 5000))],
	[2, (world, device) => device.sleep(world.random.between(100, 20_000))],
	[1, flood],
	[3, goAway],
	[2, comeBack],
	[1, signOut],
	[5, signIn],
	[3, (world) => world.random.pick(world.slots)?.crash(world.random.between(10, 5000))],
	[2, (world) => world.random.pick(world.slots)?.freeze(world.random.between(100, 25_000))],
	[1, (world) => world.random.pick(world.slots)?.stop()],
	[2, outage],
	[3, changeWeather],
];

/** One thing happens. */
export function act(world: World, trouble: number): void {
	const device = world.random.pick(world.devices.filter((one) => !one.ended));
	if (device === undefined) {
		signIn(world);
		return;
	}
	world.random.weighted(world.random.chance(trouble) ? TROUBLE : PEACE)(world, device);
}

/** Every text is used once, so that one recorded twice shows whatever its id. */
function newText(world: World, bytes = 0): string {
	return `${world.random.hex(8)}-${'消息 '.repeat(world.random.below(5))}`.padEnd(bytes, '.');
}

function say(world: World, device: Device): void {
	const conversation = world.random.pick(conversationsOf(device));
	if (conversation === undefined) return;
	const text = newText(world, world.random.chance(0.05) ? LONG_TEXT_BYTES : 0);
	world.note('says', device.name, device.client.sendText(conversation, text));
}

function flood(world: World, device: Device): void {
	const conversation = world.random.pick(conversationsOf(device));
	if (conversation === undefined) return;
	for (const other of world.devices) if (world.random.chance(0.3)) other.sleep(world.random.between(5000, 30_000));
	for (let i = 0; i < FLOOD_MESSAGES; i++) {
		void device.client.request('message.send', {
			id: world.random.uuid(world.clock.now()),
			conversation,
			body: { type: 'text', text: newText(world, LONG_TEXT_BYTES) },
		});
	}
	world.note('floods', device.name);
}

function befriend(world: World, device: Device): void {
	const to = otherPerson(world, device);
	if (to !== undefined) void device.client.requestFriend(to, world.random.chance(0.5) ? 'hello' : '');
}

function answer(world: World, device: Device): void {
	const { requests, me } = device.client.state;
	const asking = world.random.pick([...requests.values()].filter((request) => request.to === me?.id));
	if (asking === undefined) return;
	const { client } = device;
	void (world.random.chance(0.85) ? client.acceptFriend(asking.from) : client.declineFriend(asking.from));
}

function unfriend(world: World, device: Device): void {
	const friend = world.random.pick(friendsOf(device));
	if (friend !== undefined && world.random.chance(0.5)) void device.client.removeFriend(friend);
}

function remark(world: World, device: Device): void {
	const account = world.random.pick(friendsOf(device));
	if (account !== undefined) void device.client.request('friend.remark', { account, remark: world.random.hex(2) });
}

function rename(world: World, device: Device): void {
	const said = world.random.hex(2);
	const wanted = world.random.chance(0.5) ? { nickname: `nick ${said}` } : { city: '', signature: said };
	void world.changeProfile(device.account, wanted);
}

function block(world: World, device: Device): void {
	const account = otherPerson(world, device);
	if (account !== undefined && world.random.chance(0.3)) void device.client.request('block', { account });
}

function unblock(world: World, device: Device): void {
	const account = world.random.pick(device.client.state.me?.blocked ?? []);
	if (account !== undefined) void device.client.request('unblock', { account });
}

function makeGroup(world: World, device: Device): void {
	const members = friendsOf(device).filter(() => world.random.chance(0.7));
	void device.client.createGroup(`group ${world.random.hex(2)}`, members);
}

function invite(world: World, device: Device): void {
	const group = world.random.pick(groupsOf(device));
	const friend = world.random.pick(friendsOf(device));
	if (group !== undefined && friend !== undefined) void device.client.invite(group, [friend]);
}

function leave(world: World, device: Device): void {
	const group = world.random.pick(groupsOf(device));
	if (group !== undefined) void device.client.leaveGroup(group);
}

function read(world: World, device: Device): void {
	const heads = [...device.client.state.conversations.values()];
	const unread = world.random.pick(heads.filter((head) => head.unread > 0));
	if (unread === undefined) return;
	if (world.random.chance(0.7)) device.client.markRead(unread.id);
	else {
		const version = world.random.between(0, unread.version);
		void device.client.request('conversation.read', { conversation: unread.id, version });
	}
}

function set(world: World, device: Device): void {
	const conversation = world.random.pick([...device.client.state.conversations.keys()]);
	const what = world.random.pick(['mute', 'pin', 'hide'] as const);
	if (conversation === undefined || what === undefined) return;
	void device.client.setConversation(conversation, { [what]: world.random.chance(0.6) });
}

function look(world: World, device: Device): void {
	const conversation = world.random.pick(conversationsOf(device));
	if (conversation === undefined) return;
	device.client.openConversation(conversation);
	void device.client.loadOlder(conversation);
}

/** Asks again for what was done before, from any device of the account. */
function repeat(world: World, device: Device): void {
	const done = recordedOf(world, device);
	if (done === undefined) return;
	const { re: _, do: name, ...fields } = done.request;
	void device.client.request(name, fields).then((reply) => {
		if (reply.state === 'refused' && !isPassing(reply.error.code)) {
			world.violated(`${done.request.id} was done before and is refused now: ${reply.error.code}`);
		}
	});
}

/** Asks for something else under an id that was used. */
function twist(world: World, device: Device): void {
	const done = recordedOf(world, device);
	const conversation = device.client.state.me?.self;
	if (done === undefined || conversation === undefined) return;
	const body = { type: 'text', text: newText(world) };
	void device.client.request('message.send', { id: done.request.id, conversation, body }).then((reply) => {
		if (reply.state === 'refused' && (reply.error.code === 'id-taken' || isPassing(reply.error.code))) return;
		world.violated(`${done.request.id} was used for another command: ${JSON.stringify(reply)}`);
	});
}

function cut(world: World, device: Device, how: 'reset' | 'dead'): void {
	world.note('cut', device.name, how);
	device.cut(how);
}

function goAway(world: World, device: Device): void {
	world.note('goes-away', device.name);
	device.goAway();
}

function comeBack(world: World): void {
	world.random.pick(world.devices.filter((device) => device.away))?.comeBack();
}

function signOut(world: World, device: Device): void {
	world.note('signs-out', device.name);
	void world.signOut(device);
}

function signIn(world: World): void {
	const account = world.random.pick(world.accounts);
	const live = world.devices.filter((device) => !device.ended).length;
	if (account !== undefined && live < DEVICES_MAX) void world.signIn(account);
}

function outage(world: World): void {
	world.database.awayUntil = world.clock.now() + world.random.between(50, 8000);
	world.note('database-away');
}

export function changeWeather(world: World): void {
	const { random, database } = world;
	const rate = () => (random.chance(0.5) ? 0 : random.fraction() * 0.08);
	database.weather = { slow: random.fraction() * 0.3, transient: rate(), lost: rate(), unknown: rate() };
	world.note('weather', JSON.stringify(database.weather));
}

function conversationsOf(device: Device): ConversationId[] {
	return [...device.client.state.conversations.values()].filter((head) => head.left === undefined).map(({ id }) => id);
}

function groupsOf(device: Device): ConversationId[] {
	const heads = [...device.client.state.conversations.values()];
	return heads.filter((head) => head.kind === 'group' && head.left === undefined).map(({ id }) => id);
}

function friendsOf(device: Device): AccountId[] {
	return [...device.client.state.friends.keys()];
}

function otherPerson(world: World, device: Device): AccountId | undefined {
	return world.random.pick(world.accounts.filter((account) => account !== device.account));
}

function recordedOf(world: World, device: Device) {
	const done = [...world.acknowledged.values()].filter(
		({ account, request }) => account === device.account && world.database.store.ids.has(request.id as never),
	);
	return world.random.pick(done);
}

/** Refusals that say nothing about the command. */
function isPassing(code: string): boolean {
	return code === 'unavailable' || code === 'too-often' || code === 'no-session';
}
