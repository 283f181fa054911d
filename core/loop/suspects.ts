/** What a failed transaction teaches about the commands in it: who is tried alone, and who spoils even that. */
import type { LogErrorKind } from '../log/port.ts';
import type { Entry } from './queue.ts';

/** Losses of the connection with the same command: so often in a batch, then it goes alone; so often alone, then it is the culprit. */
const LOSSES_MAX = 2;

/**
 * Marks the commands of a failed batch for their next try, and returns the one that is to be refused, if it is found.
 * A lost connection is nobody's fault once, but an oversized packet looks the same.
 */
export function findCulprit(kind: LogErrorKind, batch: readonly Entry[]): Entry | undefined {
	switch (kind) {
		case 'transient':
			return undefined;
		case 'lost':
		case 'unknown':
			for (const entry of batch) entry.losses += 1;
			return singleOut(batch.filter((entry) => entry.losses >= LOSSES_MAX));
		case 'duplicate': {
			const lookedUp = batch.filter((entry) => entry.lookUp);
			for (const entry of batch) entry.lookUp = true;
			return singleOut(lookedUp);
		}
		case 'failed':
			return singleOut(batch);
		default:
			return kind satisfies never;
	}
}

/** These go one by one from now on; one that did already is the culprit. */
function singleOut(suspects: readonly Entry[]): Entry | undefined {
	const [first] = suspects;
	if (first?.alone) return first;
	for (const entry of suspects) {
		entry.alone = true;
		entry.losses = 0;
	}
	return undefined;
}
