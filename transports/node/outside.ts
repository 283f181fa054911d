/** What HTTP has recorded: commands that no connection sent. */
import type { Command, Outcome } from '../../core/loop/command.ts';

/**
 * Commands of HTTP that wait for the log at once; a further one is refused `unavailable`. Less than the write loop's queue
 * holds: whoever floods HTTP with what needs no session takes no room from the people who talk.
 */
export const OUTSIDE_COMMANDS_MAX = 512;

export function createOutside(
	submit: (command: Command) => void,
): (command: Omit<Command, 'settle' | 'order'>) => Promise<Outcome> {
	let waiting = 0;
	return async (command) => {
		if (waiting >= OUTSIDE_COMMANDS_MAX) return { state: 'rejected', rejection: { code: 'unavailable' } };
		waiting++;
		const outcome = await new Promise<Outcome>((settle) => submit({ ...command, settle }));
		waiting--;
		return outcome;
	};
}
