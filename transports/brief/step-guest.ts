/** A connection at `/chat/<friend id>`: what it asks, and what it is told. */
import { acceptFriend, declineFriend, requestFriend } from '../../core/domain/friends.ts';
import type { Rejection } from '../../core/domain/rejection.ts';
import { foldUsername } from '../../core/domain/username.ts';
import { type AccountId, isId, type SessionId } from '../../core/ids.ts';
import { LogError } from '../../core/log/port.ts';
import type { Decidable, Outcome } from '../../core/loop/command.ts';
import { CLOSE, OPEN_REQUESTS_MAX } from '../../core/wire.ts';
import type { Views } from '../../projections/views.ts';
import type { Admitted, Guest, Line } from '../gateway/guest.ts';
import { Lane } from '../gateway/lane.ts';
import type { Finder } from '../gateway/queries/accounts.ts';
import type { Recording } from '../gateway/recording.ts';
import type { NodePorts } from '../node.ts';
import { stepFrame } from './frames.ts';
import { statusOfAnswer } from './status.ts';
import { type Echo, parseStep, type Step } from './step.ts';
import { Voice } from './voice.ts';

export interface StepPorts {
	readonly views: Pick<Views, 'facts' | 'profile' | 'mayKnow'>;
	readonly recording: Recording;
	readonly finder: Finder;
	readonly note: NodePorts['note'];
	/** The connection is over. */
	leave(guest: StepGuest): void;
}

type CommandName = 'friend.request' | 'friend.accept' | 'friend.decline';

export class StepGuest implements Guest {
	readonly account: AccountId;
	readonly session: SessionId;
	readonly #ports: StepPorts;
	readonly #line: Line;
	readonly #voice: Voice;
	/** Whose applications it is still to be told, in this order. */
	readonly #asking = new Set<AccountId>();
	/** Messages without an outcome. */
	#open = 0;
	/** So that what is looked up first does not change the order. */
	readonly #lane = new Lane();

	constructor(ports: StepPorts, line: Line, who: Admitted) {
		this.account = who.account;
		this.session = who.session;
		this.#ports = ports;
		this.#line = line;
		this.#voice = new Voice(line, who.language);
	}

	take(text: string): void {
		const { parsed, echo } = parseStep(text);
		const rejection = 'rejection' in parsed ? parsed.rejection : this.#refusal(parsed.ok);
		if (rejection !== undefined) this.#voice.turnDown(rejection, echo);
		else if ('ok' in parsed) this.#begin(parsed.ok, echo);
	}

	/** Tells it of an application, as soon as there is room and unless that was answered before. */
	ask(from: AccountId): void {
		this.#asking.add(from);
		this.#tellAsking();
	}

	/** Gives it the answer to an application. It is told once and not kept: who is too slow for it is asked to come again. */
	tellAnswer(frame: Buffer): void {
		if (this.#line.overLimit) this.#line.close(CLOSE.tryLater, 'slow');
		else this.#line.send(frame);
	}

	drained(): void {
		this.#voice.drained();
		this.#tellAsking();
	}

	close(code: number, reason: string): void {
		this.#line.close(code, reason);
	}

	left(): void {
		this.#asking.clear();
		this.#ports.leave(this);
	}

	#tellAsking(): void {
		const { views } = this.#ports;
		const reciver = views.profile(this.account)?.username;
		for (const from of this.#asking) {
			if (this.#line.overLimit) return;
			this.#asking.delete(from);
			const relation = views.facts.relation(from, this.account);
			const sender = views.profile(from)?.username;
			if (relation.state !== 'requested' || relation.from !== from) continue;
			if (sender !== undefined && reciver !== undefined) this.#line.send(stepFrame({ sender, reciver, step: 1 }));
		}
	}

	/** Why a well-formed message is not even begun. */
	#refusal(step: Step): Rejection | undefined {
		if (this.#known(step.sender) !== this.account) return { code: 'not-allowed', field: 'sender' };
		if (this.#open >= OPEN_REQUESTS_MAX) return { code: 'too-often', max: OPEN_REQUESTS_MAX };
		return this.#ports.recording.refusal(this.account, commandOf(step));
	}

	#begin(step: Step, echo: Echo): void {
		this.#voice.began();
		this.#open += 1;
		this.#lane.add(() => (step.step === 0 ? this.#apply(step.reciver, echo) : this.#answer(step, echo)));
	}

	/** Whom one has nothing to do with yet is looked up as by `account.find`, and counted with it. */
	#apply(reciver: string, echo: Echo): Promise<void> | undefined {
		const known = this.#known(reciver);
		if (known !== undefined) {
			this.#request(known, echo);
			return undefined;
		}
		return this.#ports.finder.account(this.account, reciver).then(
			(found) => {
				if ('rejection' in found) this.#refuse(found.rejection, echo);
				else if (found.ok === undefined) this.#refuse({ code: 'not-found', field: 'reciver' }, echo);
				else this.#request(found.ok.id, echo);
			},
			(error: unknown) => {
				const level = error instanceof LogError ? 'warn' : 'error';
				this.#ports.note(level, 'brief.failed', { error: error instanceof Error ? error.stack : String(error) });
				this.#refuse({ code: 'unavailable' }, echo);
			},
		);
	}

	#request(to: AccountId, echo: Echo): void {
		this.#submit('friend.request', requestFriend(this.account, { to, note: '' }), echo, (events) => {
			// Two applications that cross are a friendship: that is the answer to both.
			const event = events.find(({ type }) => type === 'FriendAccepted');
			const [sender, reciver] = [to, this.account].map((account) => this.#ports.views.profile(account)?.username);
			if (event?.type !== 'FriendAccepted' || sender === undefined || reciver === undefined) return;
			this.#voice.say(stepFrame({ sender, reciver, step: 3, status: statusOfAnswer(event) }));
		});
	}

	/** Somebody who asked is known: of whoever is not, it need not be said whether they are there. */
	#answer({ reciver, verdict }: Extract<Step, { step: 2 }>, echo: Echo): undefined {
		const from = this.#known(reciver);
		const { accepted, status } = verdict;
		if (from === undefined) this.#refuse({ code: 'no-request', field: 'reciver' }, echo);
		else if (accepted) this.#submit('friend.accept', acceptFriend(this.account, { from, status }), echo);
		else this.#submit('friend.decline', declineFriend(this.account, { from, status }), echo);
	}

	#submit(
		name: CommandName,
		decidable: Decidable,
		echo: Echo,
		done: (events: Extract<Outcome, { state: 'done' }>['events']) => void = () => {},
	): void {
		this.#ports.recording.submit({
			name,
			author: this.account,
			order: this,
			...decidable,
			settle: (outcome) => {
				if (outcome.state === 'rejected') return this.#refuse(inTheseWords(outcome.rejection), echo);
				this.#open -= 1;
				done(outcome.events);
			},
		});
	}

	/** Refuses a message that was begun. */
	#refuse(rejection: Rejection, echo: Echo): void {
		this.#open -= 1;
		this.#voice.refuse(rejection, echo);
	}

	/** The account of this id or name, if one has to do with it. */
	#known(named: string): AccountId | undefined {
		const { views } = this.#ports;
		const account = isId(named) ? (named as AccountId) : views.facts.accountByUsername(foldUsername(named));
		return account !== undefined && views.mayKnow(this.account, account) ? account : undefined;
	}
}

function commandOf(step: Step): CommandName {
	if (step.step === 0) return 'friend.request';
	return step.verdict.accepted ? 'friend.accept' : 'friend.decline';
}

/** The commands' `to` and `from` are both `reciver` here. */
function inTheseWords(rejection: Rejection): Rejection {
	return rejection.field === undefined ? rejection : { ...rejection, field: 'reciver' };
}
