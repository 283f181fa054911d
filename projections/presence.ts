/**
 * Presence: an account is online while one of its open sessions is connected on a node that runs. What is connected
 * where is a row, linked among those of its session and those of its node.
 */
import { isRedacted } from '../core/domain/events.ts';
import type { AccountId, NodeId, SessionId } from '../core/ids.ts';
import { byteColumn, countColumn, positionColumn, Rows } from './columns.ts';
import { Dense, NONE, type Numbers } from './dense.ts';
import type { Nodes } from './nodes.ts';
import { type Content, ordered, type Projection } from './projection.ts';
import type { Sessions } from './sessions.ts';

/** Bits of an account's entry among those that flipped. */
const FLIPPED = { listed: 1, wasOnline: 2 } as const;

export interface Flip {
	readonly account: number;
	readonly online: boolean;
	readonly at: number;
}

export class Presence {
	readonly numbers: Numbers;
	readonly nodes: Nodes;
	readonly sessions: Sessions;
	/** Numbers of the sessions that are connected somewhere. */
	readonly ids = new Dense<SessionId>();
	/** By session: its first row, + 1. */
	readonly #ofSession = countColumn();
	/** By node: its first row, + 1. */
	readonly #ofNode = countColumn();
	// By row; references + 1.
	readonly #rows = new Rows();
	readonly #session = countColumn();
	readonly #node = countColumn();
	readonly #account = countColumn();
	readonly #nextOfSession = countColumn();
	readonly #nextOfNode = countColumn();
	readonly #previousOfNode = countColumn();
	// By account.
	readonly #connected = countColumn();
	readonly #changedAt = positionColumn();
	readonly #flipped = byteColumn();
	#flips: number[] = [];

	constructor(numbers: Numbers, nodes: Nodes, sessions: Sessions) {
		this.numbers = numbers;
		this.nodes = nodes;
		this.sessions = sessions;
	}

	isOnline(account: number): boolean {
		return this.#connected.get(account) > 0;
	}

	/** When the account went online or offline last, 0 when it never was online. */
	changedAt(account: number): number {
		return this.#changedAt.get(account);
	}

	isConnected(node: number, session: string): boolean {
		const number = this.ids.find(session);
		return number !== NONE && node !== NONE && this.#find(node, number) !== NONE;
	}

	/** Accounts that are in another state than at the last call, in the order in which they first changed. */
	takeFlips(): Flip[] {
		const taken = this.#flips;
		this.#flips = [];
		const flips: Flip[] = [];
		for (const account of taken) {
			const wasOnline = (this.#flipped.get(account) & FLIPPED.wasOnline) !== 0;
			this.#flipped.set(account, 0);
			const online = this.isOnline(account);
			if (online !== wasOnline) flips.push({ account, online, at: this.changedAt(account) });
		}
		return flips;
	}

	connect(node: number, session: SessionId, account: number, at: number): void {
		const number = this.ids.number(session);
		if (this.#find(node, number) !== NONE) return;
		const row = this.#rows.take();
		this.#session.set(row, number);
		this.#node.set(row, node);
		this.#account.set(row, account);
		this.#nextOfSession.set(row, this.#ofSession.get(number));
		this.#ofSession.set(number, row + 1);
		const next = this.#ofNode.get(node);
		this.#nextOfNode.set(row, next);
		this.#previousOfNode.set(row, 0);
		if (next !== 0) this.#previousOfNode.set(next - 1, row + 1);
		this.#ofNode.set(node, row + 1);
		this.#count(account, 1, at);
	}

	disconnect(node: number, session: string, at: number): void {
		const number = this.ids.find(session);
		const row = number === NONE ? NONE : this.#find(node, number);
		if (row !== NONE) this.#remove(row, at);
	}

	/** Ends a session everywhere. */
	endSession(session: string, at: number): void {
		for (let number = this.ids.find(session); number !== NONE; number = this.ids.find(session))
			this.#remove(this.#ofSession.get(number) - 1, at);
	}

	/** Ends everything on a node. */
	endNode(node: number, at: number): void {
		for (let row = this.#ofNode.get(node) - 1; row !== NONE; row = this.#ofNode.get(node) - 1) this.#remove(row, at);
	}

	hasSessions(node: number): boolean {
		return this.#ofNode.get(node) !== 0;
	}

	/** The sessions connected on a node, by id. */
	sessionsOn(node: number): readonly (readonly [SessionId, AccountId])[] {
		const found: number[] = [];
		for (let row = this.#ofNode.get(node) - 1; row !== NONE; row = this.#nextOfNode.get(row) - 1) found.push(row);
		return found
			.sort((a, b) => this.ids.compare(this.#session.get(a), this.#session.get(b)))
			.map((row) => [this.ids.id(this.#session.get(row)), this.numbers.accounts.id(this.#account.get(row))]);
	}

	#find(node: number, session: number): number {
		let row = this.#ofSession.get(session) - 1;
		while (row !== NONE && this.#node.get(row) !== node) row = this.#nextOfSession.get(row) - 1;
		return row;
	}

	#remove(row: number, at: number): void {
		const session = this.#session.get(row);
		const next = this.#nextOfSession.get(row);
		let before = this.#ofSession.get(session) - 1;
		if (before === row) this.#ofSession.set(session, next);
		else {
			while (this.#nextOfSession.get(before) !== row + 1) before = this.#nextOfSession.get(before) - 1;
			this.#nextOfSession.set(before, next);
		}
		if (this.#ofSession.get(session) === 0) this.ids.release(session);
		this.#unlinkFromNode(row);
		this.#rows.release(row);
		this.#count(this.#account.get(row), -1, at);
	}

	#unlinkFromNode(row: number): void {
		const next = this.#nextOfNode.get(row);
		const previous = this.#previousOfNode.get(row);
		if (previous === 0) this.#ofNode.set(this.#node.get(row), next);
		else this.#nextOfNode.set(previous - 1, next);
		if (next !== 0) this.#previousOfNode.set(next - 1, previous);
	}

	#count(account: number, change: number, at: number): void {
		const wasOnline = this.isOnline(account);
		this.#connected.add(account, change);
		if (this.isOnline(account) === wasOnline) return;
		this.#changedAt.set(account, at);
		if (this.#flipped.get(account) !== 0) return;
		this.#flipped.set(account, FLIPPED.listed | (wasOnline ? FLIPPED.wasOnline : 0));
		this.#flips.push(account);
	}
}

export const presence: Projection<Presence, { readonly nodes: Nodes; readonly sessions: Sessions }> = {
	name: 'presence',
	empty: (numbers, needs) => new Presence(numbers, needs.nodes, needs.sessions),
	project(view, event) {
		const { accounts, nodes } = view.numbers;
		switch (event.type) {
			case 'SessionConnected': {
				const node = nodes.find(event.stream);
				if (isRedacted(event.data) || view.nodes.state(node) !== 'running') return;
				const { session, account } = event.data;
				if (!view.sessions.isOpen(session)) return;
				return view.connect(node, session as SessionId, accounts.number(account as AccountId), event.at);
			}
			case 'SessionDisconnected':
				if (isRedacted(event.data)) return;
				return view.disconnect(nodes.find(event.stream), event.data.session, event.at);
			case 'SessionClosed':
				if (isRedacted(event.data)) return;
				return view.endSession(event.data.session, event.at);
			case 'NodeStopped':
				return view.endNode(nodes.number(event.stream as NodeId), event.at);
			default:
				return;
		}
	},
	*content(view): Iterable<Content> {
		const { accounts, nodes } = view.numbers;
		for (const node of ordered(nodes, (each) => view.hasSessions(each)))
			yield [nodes.id(node), ...view.sessionsOn(node)];
		for (const account of ordered(accounts, (each) => view.changedAt(each) > 0))
			yield [accounts.id(account), view.isOnline(account), view.changedAt(account)];
	},
};
