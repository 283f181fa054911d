/** How a connection of the brief's sockets is answered: refusals with what they refuse, and no end of them to who does not listen. */
import type { Rejection } from '../../core/domain/rejection.ts';
import { CLOSE } from '../../core/wire.ts';
import type { Admitted, Line } from '../gateway/guest.ts';
import { REFUSED_IN_ROW_MAX } from '../gateway/requests.ts';
import { errorFrame } from './frames.ts';
import type { Echo } from './step.ts';

export class Voice {
	readonly #line: Line;
	readonly #language: Admitted['language'];
	#refusedInRow = 0;

	constructor(line: Line, language: Admitted['language']) {
		this.#line = line;
		this.#language = language;
	}

	/** Answers; a peer that does not take its answers is not heard until it has. */
	say(frame: Uint8Array): void {
		this.#line.send(frame);
		if (this.#line.overLimit) this.#line.pauseReading();
	}

	/** The socket took what it had. */
	drained(): void {
		this.#line.resumeReading();
	}

	refuse(rejection: Rejection, echo: Echo): void {
		this.say(errorFrame(rejection, this.#language, echo));
	}

	/** Refuses what is not even begun, and ends a connection that goes on like that. */
	turnDown(rejection: Rejection, echo: Echo): void {
		this.#refusedInRow += 1;
		if (this.#refusedInRow > REFUSED_IN_ROW_MAX) this.#line.close(CLOSE.policy, 'flooding');
		else this.refuse(rejection, echo);
	}

	/** A request was begun. */
	began(): void {
		this.#refusedInRow = 0;
	}
}
