/** Random histories of a few people: any verbs in any order, each recorded only where it makes sense. */
import fc from 'fast-check';
import { isRedacted } from '../../core/domain/events.ts';
import { type AccountId, type ConversationId, type NodeId, pairId, type SessionId } from '../../core/ids.ts';
import { History } from '../support/events.ts';
import { NaiveModel } from './naive-model.ts';

const PEOPLE = 3;
const VERBS = [
	'friend',
	'unfriend',
	'block',
	'group',
	'join',
	'leave',
	'name',
	'link',
	'remove',
	'mute',
	'role',
	'transfer',
	'dissolve',
	'say',
	'read',
	'settings',
	'profile',
	'redact',
	'recall',
	'session',
	'node',
	'connect',
	'bot',
	'disable',
	'close',
] as const;

interface Choice {
	readonly verb: (typeof VERBS)[number];
	readonly who: number;
	readonly whom: number;
	readonly which: number;
}

const choice: fc.Arbitrary<Choice> = fc.record({
	verb: fc.oneof(
		{ weight: 4, arbitrary: fc.constantFrom('say' as const, 'read' as const) },
		{ weight: 3, arbitrary: fc.constantFrom('join' as const, 'leave' as const) },
		{ weight: 4, arbitrary: fc.constantFrom(...VERBS) },
	),
	who: fc.nat(PEOPLE - 1),
	whom: fc.nat(PEOPLE - 1),
	which: fc.nat(9),
});

export const randomHistory: fc.Arbitrary<History> = fc.array(choice, { maxLength: 80, size: 'max' }).map((choices) => {
	const telling = new Telling();
	for (const each of choices) telling.tell(each);
	return telling.history;
});

class Telling {
	readonly history = new History();
	readonly #sessions: { account: AccountId; session: SessionId }[] = [];
	readonly #nodes: NodeId[] = [];
	readonly #people: AccountId[];
	#bots = 0;

	constructor() {
		this.#people = Array.from({ length: PEOPLE }, (_, index) => this.history.register(`person${index}`));
		this.#nodes.push(this.history.startNode());
	}

	tell({ verb, who, whom, which }: Choice): void {
		const { history } = this;
		const model = new NaiveModel(history.events);
		const me = at(this.#people, who);
		const other = at(this.#people, whom);
		switch (verb) {
			case 'friend':
				this.#friend(model, me, other);
				return;
			case 'unfriend':
				if (model.relation(me, other) === 'friends') history.unfriend(me, other);
				return;
			case 'block':
				if (me === other) return;
				if (model.blocked(me).has(other)) history.unblock(me, other);
				else history.block(me, other);
				return;
			case 'group':
				if (model.groups.length < 3) history.group(me, `group ${which}`, me === other ? [] : [other]);
				return;
			case 'join':
			case 'leave':
				this.#moveInGroup(model, verb, other, which);
				return;
			case 'name':
				this.#name(model, other, which);
				return;
			case 'link':
				this.#link(model, other, which);
				return;
			case 'remove':
			case 'mute':
			case 'role':
			case 'transfer':
			case 'dissolve':
				this.#lead(model, verb, other, which);
				return;
			case 'say':
			case 'read':
				this.#talk(model, verb, me, which);
				return;
			case 'settings': {
				const conversation = at(model.conversations(me), which % model.conversations(me).length);
				history.settings(me, conversation, { mute: who === 0, pin: whom === 0, hide: which > 4 });
				return;
			}
			case 'profile':
				history.profile(
					me,
					which < 5 ? { nickname: `n${which}` } : { gender: 'other', city: whom === 0 ? '' : `c${which}` },
				);
				return;
			case 'redact':
				this.#redactProfile(which);
				return;
			case 'recall':
				this.#recallMessage(which);
				return;
			case 'session':
			case 'connect':
				this.#session(verb, me, which);
				return;
			case 'node':
				if (which < 5) this.#nodes.push(history.startNode());
				else if (model.events.every(({ type, stream }) => type !== 'NodeStopped' || stream !== this.#nodes.at(-1)))
					history.stopNode(at(this.#nodes, -1));
				return;
			case 'disable':
				history.disable(me, which < 5);
				return;
			case 'close':
				if (which < 2) this.#close(whom);
				return;
			case 'bot':
				if (which < 2) history.befriend(history.bot(me, `bot${this.#bots++}`), other);
				return;
			default:
				verb satisfies never;
		}
	}

	/** Somebody else comes in their place. */
	#close(whom: number): void {
		const account = at(this.#people, whom);
		this.history.close(account);
		this.#people[whom] = this.history.register(`person${this.history.position}`);
	}

	#friend(model: NaiveModel, me: AccountId, other: AccountId): void {
		const relation = model.relation(me, other);
		if (me === other || relation === 'friends') return;
		if (relation === `requested by ${other}`) {
			if (this.history.position % 3 === 0) this.history.decline(other, me);
			else this.history.accept(other, me);
		} else if (!relation.startsWith('requested')) this.history.request(me, other, 'hi');
	}

	#moveInGroup(model: NaiveModel, verb: 'join' | 'leave', account: AccountId, which: number): void {
		const group = model.groups[which % 3];
		if (group === undefined) return;
		const members = model.members(group);
		const [inviter] = members;
		if (verb === 'leave' && members.has(account)) this.history.leave(group, account);
		if (verb === 'join' && !members.has(account) && inviter !== undefined) this.history.join(group, inviter, account);
	}

	/** A member names the group, announces something, or names themselves. */
	#name(model: NaiveModel, account: AccountId, which: number): void {
		const group = model.groups[which % 3];
		if (group === undefined || !model.members(group).has(account)) return;
		const text = which < 3 ? '' : `t${which}`;
		if (this.history.position % 3 === 0) this.history.rename(group, account, `g${which}`);
		else if (this.history.position % 3 === 1) this.history.announce(group, account, text);
		else this.history.alias(group, account, text);
	}

	/** A member makes a link or takes it back, or somebody comes by the one that there is. */
	#link(model: NaiveModel, account: AccountId, which: number): void {
		const group = model.groups[which % 3];
		if (group === undefined) return;
		const members = model.members(group);
		if (members.has(account)) this.history.link(group, account, which < 3 ? 0 : which * 1_000_000, which % 2);
		else if (members.size > 0 && model.link(group) !== undefined) this.history.joinByLink(group, account);
	}

	/** What the owner of a group does. */
	#lead(
		model: NaiveModel,
		verb: 'remove' | 'mute' | 'role' | 'transfer' | 'dissolve',
		other: AccountId,
		which: number,
	): void {
		const group = model.groups[which % 3];
		if (group === undefined) return;
		const roles = model.roles(group);
		const [owner] = [...roles].find(([, role]) => role === 'owner') ?? [];
		const role = roles.get(other);
		if (owner === undefined || role === undefined) return;
		if (verb === 'dissolve' && which > 7) this.history.dissolve(group, owner);
		if (verb === 'remove' && role !== 'owner') this.history.remove(group, owner, other);
		if (verb === 'mute' && role !== 'owner') this.history.mute(group, owner, other, which < 3 ? 0 : which * 1_000_000);
		if (verb === 'transfer' && role !== 'owner') this.history.transfer(group, owner, other);
		if (verb === 'role' && role !== 'owner')
			this.history.role(group, owner, other, role === 'admin' ? 'member' : 'admin');
	}

	#talk(model: NaiveModel, verb: 'say' | 'read', me: AccountId, which: number): void {
		const conversations = model.conversations(me).toReversed();
		const conversation = at(conversations, which % conversations.length);
		const left = model.groups.includes(conversation) && !model.members(conversation).has(me);
		if (verb === 'say') {
			const isPair = this.#people.some((other) => other !== me && pairId(me, other) === conversation);
			const mayTalk =
				!isPair ||
				this.#people.some((other) => pairId(me, other) === conversation && model.relation(me, other) === 'friends');
			if (!left && mayTalk) this.history.say(conversation, me);
			return;
		}
		const seen = model.events.filter((event) => event.stream === conversation && model.visible(me, event));
		const version = seen[Math.floor((seen.length * (which + 1)) / 10)]?.version;
		if (version !== undefined && version > this.#mark(model, me, conversation))
			this.history.read(me, conversation, version);
	}

	/** The furthest version that the account has marked. */
	#mark(model: NaiveModel, account: AccountId, conversation: ConversationId): number {
		const versions = model.events.map(({ type, stream, data }) =>
			type === 'MessagesRead' && stream === account && 'conversation' in data && data.conversation === conversation
				? data.version
				: 0,
		);
		return Math.max(0, ...versions);
	}

	#redactProfile(which: number): void {
		const changes = this.history.events.filter(({ type }) => type === 'ProfileChanged');
		const change = changes[which % Math.max(1, changes.length)];
		if (change !== undefined) this.history.redact(change.position);
	}

	#recallMessage(which: number): void {
		const messages = this.history.events.filter(({ type, data }) => type === 'MessageSent' && !isRedacted(data));
		const message = messages[which % Math.max(1, messages.length)];
		if (message !== undefined) this.history.recall(message.position, message.by);
	}

	#session(verb: 'session' | 'connect', account: AccountId, which: number): void {
		const known = this.#sessions[which % Math.max(1, this.#sessions.length)];
		if (verb === 'session' || known === undefined) {
			if (known !== undefined && which < 4) this.history.closeSession(known.account, known.session);
			else this.#sessions.push({ account, session: this.history.openSession(account) });
			return;
		}
		const node = at(this.#nodes, -1 - (which % this.#nodes.length));
		if (which < 6) this.history.connect(node, known.account, known.session);
		else this.history.disconnect(node, known.account, known.session);
	}
}

function at<Item>(items: readonly Item[], index: number): Item {
	const item = items.at(index);
	if (item === undefined) throw new Error('out of range');
	return item;
}
