/** A projection: a view and how events change it. No clock, no random, no I/O: equal logs give equal views. */
import { createHash } from 'node:crypto';
import type { LogEvent } from '../core/domain/events.ts';
import type { Dense, Numbers } from './dense.ts';

/** `Needs`: the views that it reads, which have taken the same event before it. */
export interface Projection<View, Needs = undefined> {
	readonly name: string;
	/** The view of an empty log. */
	empty(numbers: Numbers, needs: Needs): View;
	/** Takes the next event, redacted ones too. Never throws for a decoded event. */
	project(view: View, event: LogEvent): void;
	/** Hands out the view's whole content by ids, in an order of ids: nothing of dense numbers or of how it is stored. */
	content(view: View): Iterable<Content>;
}

/** One piece of a view's content: it stands for itself when written as JSON. */
export type Content = readonly (string | number | boolean | null | Content)[];

/** SHA-256 (hex) over the content, piece by piece. */
export function digestOf(content: Iterable<Content>): string {
	const hash = createHash('sha256');
	for (const piece of content) hash.update(`${JSON.stringify(piece)}\n`);
	return hash.digest('hex');
}

/** The numbers of the ids for which `has` holds, in the order of the ids: for `content`. */
export function ordered<Id extends string>(dense: Dense<Id>, has: (number: number) => boolean): number[] {
	const numbers: number[] = [];
	for (let number = 0; number < dense.end; number++) if (has(number)) numbers.push(number);
	return numbers.sort((a, b) => dense.compare(a, b));
}
