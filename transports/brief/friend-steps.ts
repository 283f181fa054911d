/**
 * `/chat/<friend id>`: applications for friendship and their answers. A client's step 0 and step 2 are the commands
 * `friend.request`, `friend.accept` and `friend.decline`; step 1 and step 3 follow from what was recorded, wherever and
 * in whatever way it was asked, so they reach every socket of the person concerned on every node.
 */
import { isRedacted, type LogEvent } from '../../core/domain/events.ts';
import type { AccountId } from '../../core/ids.ts';
import type { Views } from '../../projections/views.ts';
import type { Admitted, Guest, Line, Reception } from '../gateway/guest.ts';
import { ByAccount } from './by-account.ts';
import { stepFrame } from './frames.ts';
import { type Status, statusOfAnswer } from './status.ts';
import { StepGuest, type StepPorts } from './step-guest.ts';

type StepViews = StepPorts['views'] & Pick<Views, 'requests'>;

export class FriendSteps implements Reception {
	readonly #ports: StepPorts & { readonly views: StepViews };
	readonly #guests = new ByAccount<StepGuest>();

	constructor(ports: Omit<StepPorts, 'leave'> & { readonly views: StepViews }) {
		this.#ports = { ...ports, leave: (guest) => this.#guests.remove(guest) };
	}

	/** What still waits for an answer comes first. */
	greet(line: Line, who: Admitted): Guest {
		const guest = new StepGuest(this.#ports, line, who);
		this.#guests.add(guest);
		for (const { from, to } of this.#ports.views.requests(who.account)) {
			if (to.id === who.account) guest.ask(from.id);
		}
		return guest;
	}

	/** Takes committed events that the views have applied. */
	applied(events: readonly LogEvent[]): void {
		if (this.#guests.size > 0) for (const event of events) this.#tell(event);
	}

	#tell(event: LogEvent): void {
		if (isRedacted(event.data)) return;
		switch (event.type) {
			case 'FriendRequested':
				for (const guest of this.#guests.of(event.data.to as AccountId)) guest.ask(event.data.from as AccountId);
				return;
			case 'FriendAccepted':
			case 'FriendDeclined':
				this.#answer(event.data.from as AccountId, event.data.to as AccountId, statusOfAnswer(event));
				return;
			default:
				return;
		}
	}

	/** `by` answered what `asker` asked. */
	#answer(asker: AccountId, by: AccountId, status: Status): void {
		const { views } = this.#ports;
		const [sender, reciver] = [views.profile(by)?.username, views.profile(asker)?.username];
		if (!this.#guests.has(asker) || sender === undefined || reciver === undefined) return;
		const frame = stepFrame({ sender, reciver, step: 3, status });
		for (const guest of this.#guests.of(asker)) guest.tellAnswer(frame);
	}
}
