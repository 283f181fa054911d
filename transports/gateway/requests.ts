/**
 * What clients ask: each request gets exactly one answer, or the connection's end. Recording commands go to the write
 * loop in the order asked; queries are answered one at a time; limits refuse before anything is done.
 */
import type { Clock } from '../../core/clock.ts';
import { answerOf } from '../../core/domain/answers.ts';
import { commandDigest } from '../../core/domain/command-digest.ts';
import { COMMANDS, parseRequest, type RecordingRequest, type Request } from '../../core/domain/commands.ts';
import { decidableOf } from '../../core/domain/deciders.ts';
import type { Rejection } from '../../core/domain/rejection.ts';
import type { NewId } from '../../core/ids.ts';
import { type EventLog, LogError } from '../../core/log/port.ts';
import type { Outcome } from '../../core/loop/command.ts';
import { sentence } from '../../core/messages/sentence.ts';
import { CLOSE, OPEN_REQUESTS_MAX } from '../../core/wire.ts';
import type { Views } from '../../projections/views.ts';
import type { NodeLimits, NodePorts } from '../node.ts';
import type { Client } from './client.ts';
import type { Delivery } from './delivery.ts';
import { errorFrame } from './frames.ts';
import { type Prepared, prepare } from './prepare.ts';
import { type Finder, getAccounts } from './queries/accounts.ts';
import type { Answer, QueryPorts } from './queries/answer.ts';
import type { Conversations } from './queries/conversations.ts';
import { history } from './queries/history.ts';
import { members } from './queries/members.ts';
import { answerAsNow } from './queries/standing.ts';
import type { Recording } from './recording.ts';
import type { Sync } from './sync.ts';

/** Requests refused in a row before they were begun: no room, too often, malformed; beyond it the client does not listen to refusals: close 1008. */
export const REFUSED_IN_ROW_MAX = 10 * OPEN_REQUESTS_MAX;

export interface RequestPorts {
	readonly log: EventLog;
	readonly views: Views;
	readonly clock: Clock;
	readonly newId: NewId;
	readonly invitation: NodePorts['invitation'];
	readonly limits: NodeLimits;
	readonly note: NodePorts['note'];
	readonly delivery: Delivery;
	readonly sync: Sync;
	readonly conversations: Conversations;
	readonly recording: Recording;
	readonly finder: Finder;
}

type QueryRequest = Exclude<Request, RecordingRequest | { readonly do: 'sync' | 'ping' }>;

export class Requests {
	readonly #ports: RequestPorts;
	readonly #queryPorts: QueryPorts;

	constructor(ports: RequestPorts) {
		this.#ports = ports;
		this.#queryPorts = { log: ports.log, views: ports.views };
	}

	/** Takes a client's frame. */
	take(client: Client, text: string): void {
		const frame = parseJson(text);
		const request = frame === undefined ? undefined : parseRequest(frame);
		if (request === undefined) client.recipient.outlet.close(CLOSE.notUtf8, 'not-json');
		else if (request.re === undefined) client.recipient.outlet.close(CLOSE.policy, 'no-re');
		else if ('rejection' in request) this.#turnDown(client, request.re, request.rejection);
		else {
			const rejection = this.#refusal(client, request);
			if (rejection === undefined) this.#begin(client, request);
			else this.#turnDown(client, request.re, rejection);
		}
	}

	/** Refuses what is not even begun, and ends a connection that goes on like that. */
	#turnDown(client: Client, re: number, rejection: Rejection): void {
		client.refusedInRow += 1;
		if (client.refusedInRow > REFUSED_IN_ROW_MAX) client.recipient.outlet.close(CLOSE.policy, 'flooding');
		else this.#refuse(client, re, rejection);
	}

	/** Why a well-formed request is not even begun. */
	#refusal(client: Client, request: Request): Rejection | undefined {
		if (client.open.has(request.re)) return { code: 'bad-request', field: 're' };
		if (client.open.size >= OPEN_REQUESTS_MAX) return { code: 'too-often', max: OPEN_REQUESTS_MAX };
		if (!client.synced && request.do !== 'sync' && request.do !== 'ping') return { code: 'bad-request', field: 'do' };
		return isRecording(request) ? this.#ports.recording.refusal(client.account, request.do) : undefined;
	}

	#begin(client: Client, request: Request): void {
		client.refusedInRow = 0;
		client.open.add(request.re);
		if (isRecording(request)) client.commands.add(() => this.#record(client, request));
		else if (request.do === 'ping') this.#answer(client, request.re, { ok: { now: this.#ports.clock.now() } });
		else if (request.do === 'sync') {
			client.synced = true;
			client.syncs.add(() => this.#sync(client, request.re, request.fields));
		} else client.queries.add(() => this.#query(client, request));
	}

	/** Queues a command; one that must be looked up first returns when it is queued. */
	#record(client: Client, request: RecordingRequest): Promise<void> | undefined {
		const prepared = prepare(this.#ports, client.account, request);
		if (!(prepared instanceof Promise)) {
			this.#submit(client, request, prepared);
			return undefined;
		}
		return prepared.then(
			(context) => this.#submit(client, request, context),
			(error: unknown) => this.#fail(client, request.re, error),
		);
	}

	#submit(client: Client, request: RecordingRequest, prepared: Prepared): void {
		const { newId, limits, recording } = this.#ports;
		const { re, id, fields } = request;
		const context = { newId, groupMembers: limits.groupMembers, ...prepared };
		recording.submit({
			name: request.do,
			author: client.account,
			order: client,
			...(id !== undefined && { id, digest: commandDigest(request.do, client.account, fields) }),
			...decidableOf(client.account, request, context),
			settle: (outcome: Outcome) => {
				if (outcome.state === 'rejected') this.#answer(client, re, outcome);
				else this.#answer(client, re, { ok: answerOf(request.do, outcome.events, prepared) });
			},
		});
	}

	async #sync(client: Client, re: number, fields: Extract<Request, { do: 'sync' }>['fields']): Promise<void> {
		try {
			const done = await this.#ports.sync.run(client.recipient, re, fields, () => this.#close(client, re));
			if (!done) this.#answer(client, re, { rejection: { code: 'unavailable' } });
		} catch (error) {
			this.#fail(client, re, error);
		}
	}

	async #query(client: Client, request: QueryRequest): Promise<void> {
		try {
			await client.recipient.room();
			if (!client.recipient.outlet.open) return;
			const answer = await this.#ask(client, request);
			this.#answer(client, request.re, 'ok' in answer ? { ok: answerAsNow(this.#ports.views, answer.ok) } : answer);
		} catch (error) {
			this.#fail(client, request.re, error);
		}
	}

	async #ask(client: Client, request: QueryRequest): Promise<Answer> {
		const { account } = client;
		switch (request.do) {
			case 'account.find':
				return this.#ports.finder.find(account, request.fields.q);
			case 'account.get':
				return getAccounts(this.#queryPorts, account, request.fields.accounts);
			case 'conversation.get':
				return this.#ports.conversations.get(account, request.fields.conversation);
			case 'history':
				return history(this.#queryPorts, account, request.fields);
			case 'group.members':
				return members(this.#queryPorts, account, request.fields);
			default:
				return request satisfies never;
		}
	}

	#answer(client: Client, re: number, answer: Answer): void {
		this.#close(client, re);
		if ('rejection' in answer) {
			this.#refuse(client, re, answer.rejection);
		} else {
			client.recipient.answer(re, answer.ok);
			this.#ports.delivery.sent(client.recipient);
		}
	}

	#refuse(client: Client, re: number, { code, field, max, retryAfterMs }: Rejection): void {
		client.recipient.send(
			errorFrame(re, {
				code,
				message: sentence(code, client.language),
				...(field !== undefined && { field }),
				...(max !== undefined && { max }),
				...(retryAfterMs !== undefined && { wait: retryAfterMs }),
			}),
		);
		this.#ports.delivery.sent(client.recipient);
	}

	/** The log could not be asked, or there is a bug; either way the client may ask again. */
	#fail(client: Client, re: number, error: unknown): void {
		const level = error instanceof LogError ? 'warn' : 'error';
		this.#ports.note(level, 'request.failed', { error: error instanceof Error ? error.stack : String(error) });
		this.#answer(client, re, { rejection: { code: 'unavailable' } });
	}

	#close(client: Client, re: number): void {
		client.open.delete(re);
	}
}

function isRecording(request: Request): request is RecordingRequest {
	return COMMANDS[request.do].kind === 'recording';
}

/** Undefined for what is no JSON. */
function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
