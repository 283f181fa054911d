/**
 * Stands in for the server within the page: answers requests and speaks `/ws` as far as the elements ask, from a scene.
 * So the chat page itself, with its own client, can be looked at without anything running behind it.
 */
import type { ConversationId, EventId, StreamId } from '../../../core/ids.ts';
import {
	HEARTBEAT_MS,
	type HistoryItem,
	type Limits,
	type OkFrame,
	type PublicEvent,
	type RequestFrame,
	type ServerFrame,
} from '../../../core/wire.ts';
import { LOG, ME, NOW, OPERATOR, type Scene } from '../scene.ts';
import type { Answer, StandIn } from '../state.ts';

const LIMITS: Limits = {
	...{ frame: 65_536, text: 8192, openRequests: 100 },
	...{ syncEvents: 10_000, groupMembers: 5000, messagesPerSecond: 50, fileBytes: 100 * 1024 ** 2 },
};
const NOBODY: Answer = { status: 401, body: { error: { code: 'no-session', message: '' } } };

/** From now on the page asks nobody else. */
export function standIn(server: StandIn): void {
	window.fetch = async (input, init) => {
		const { status, body } = server.http?.[`${init?.method ?? 'GET'} ${String(input)}`] ?? NOBODY;
		return status === 0
			? Promise.reject(new TypeError('away'))
			: new Response(body === undefined ? null : JSON.stringify(body), { status });
	};
	const scene = server.scene?.();
	let lines = 0;
	const Line = class extends EventTarget {
		readonly #number = ++lines;
		readonly #line = scene === undefined ? undefined : openLine(scene, server);

		constructor() {
			super();
			queueMicrotask(() => {
				if (server.over !== undefined) this.#close(4001, server.over);
				else if (this.#number > 1 && server.cut) this.#close(1006, '');
				else if (this.#line !== undefined) this.#tell(this.#line.hello);
			});
		}

		send(text: string): void {
			const request: RequestFrame = JSON.parse(text);
			for (const frame of this.#line?.answer(request) ?? []) this.#tell(frame);
			if (request.do === 'sync' && server.cut) setTimeout(() => this.#close(1006, ''));
		}

		close(): void {}

		#tell(frame: ServerFrame): void {
			queueMicrotask(() => this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) })));
		}

		#close(code: number, reason: string): void {
			this.dispatchEvent(new CloseEvent('close', { code, reason }));
		}
	};
	Object.defineProperty(window, 'WebSocket', { value: Line });
}

interface Line {
	readonly hello: ServerFrame;
	answer(request: RequestFrame): readonly ServerFrame[];
}

function openLine(scene: Scene, { refusals = {} }: StandIn): Line {
	let { position } = scene;
	const { friends, requests, conversations, me } = scene.parts;
	const profiles = [me, ...friends.map(({ account }) => account), ...requests.flatMap(({ from, to }) => [from, to])];
	const send = ({ re, conversation, id, body }: RequestFrame): OkFrame => {
		position += 1;
		const told = conversations.find((one) => one.id === conversation);
		const [version, n] = [(told?.version ?? 0) + position, (told?.n ?? 0) + position];
		const event: PublicEvent = {
			position,
			stream: conversation as StreamId,
			version,
			type: 'MessageSent',
			id: id as EventId,
			at: NOW,
			by: ME,
			data: { n, body },
		};
		return { re, ok: { position, version, n, at: NOW }, events: [event], position };
	};
	const answer = (request: RequestFrame): Readonly<Record<string, unknown>> => {
		switch (request.do) {
			case 'history': {
				const lines = scene.histories.get(request.conversation as ConversationId) ?? [];
				return page(lines, Number(request.before ?? Number.POSITIVE_INFINITY), Number(request.limit));
			}
			case 'group.members':
				return { members: scene.members.get(request.conversation as ConversationId) ?? [], more: false };
			case 'account.get': {
				const asked = request.accounts as readonly string[];
				return { accounts: profiles.filter((one) => asked.includes(one.id)) };
			}
			case 'account.find':
				return { accounts: profiles.filter((one) => one.username === request.q) };
			default:
				return {};
		}
	};
	return {
		hello: {
			hello: {
				...{ contract: 1, log: LOG, account: ME, position, now: NOW, heartbeat: HEARTBEAT_MS, limits: LIMITS },
				session: '00000000-0000-7000-b000-000000000001' as never,
				operator: OPERATOR,
			},
		},
		answer(request) {
			const { re } = request;
			const code = refusals[request.do];
			if (code !== undefined) return [{ re, error: { code: code as 'unavailable', message: '' } }];
			if (request.do === 'message.send') return [send(request)];
			if (request.do !== 'sync') return [{ re, ok: answer(request) }];
			return [
				{ state: { part: 'me', items: [me] } },
				{ state: { part: 'friends', items: friends } },
				{ state: { part: 'requests', items: requests } },
				{ state: { part: 'conversations', items: conversations } },
				{ re, ok: { reset: true, position, online: scene.online } },
			];
		},
	};
}

function page(lines: readonly HistoryItem[], before: number, limit: number) {
	const older = lines.filter(({ version }) => version < before);
	return { messages: older.slice(-limit), more: older.length > limit };
}
