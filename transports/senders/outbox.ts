/** The default sender, for trying it out: messages go to a file in the data folder and to the console. */
import { appendFile } from 'node:fs/promises';
import type { Clock } from '../../core/clock.ts';
import { fill } from '../../core/messages/fill.ts';
import type { OutgoingMessage, Sender } from './sender.ts';
import texts from './texts.zh.json' with { type: 'json' };

export interface OutboxPorts {
	/** Path of the file: one JSON line a message, readable by its owner alone. */
	readonly file: string;
	readonly clock: Clock;
	/** Prints a line on the console. */
	readonly print: (line: string) => void;
	/** Told why a message could not be written. */
	readonly onFailure: (error: unknown) => void;
}

export function createOutbox({ file, clock, print, onFailure }: OutboxPorts): Sender {
	return {
		delivery: 'outbox',
		async send({ channel, to, purpose, code, text }) {
			const line = JSON.stringify({ at: clock.now(), channel, to, purpose, code, text });
			try {
				await appendFile(file, `${line}\n`, { mode: 0o600 });
			} catch (error) {
				onFailure(error);
				return 'refused';
			}
			print(consoleLine({ to, purpose, code, text }));
			return 'sent';
		},
	};
}

type Printed = Pick<OutgoingMessage, 'to' | 'purpose' | 'code' | 'text'>;

function consoleLine({ to, purpose, code, text }: Printed): string {
	const fields = { to: to.replace(/^\+86/, ''), purpose, text };
	return code === null ? fill(texts['console-note'], fields) : fill(texts['console-code'], { ...fields, code });
}
