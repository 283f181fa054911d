/** `Views` over all projections. */
import type { LogEvent } from '../core/domain/events.ts';
import { createFacts } from './facts.ts';
import { createModel } from './model.ts';
import { createQueries } from './queries.ts';
import type { Views } from './views.ts';
import { createVisibility } from './visibility.ts';

/** The views of an empty log. */
export function createViews(): Views {
	const { model, steps } = createModel();
	let applied = 0;
	return {
		get applied() {
			return applied;
		},
		facts: createFacts(model),
		apply(event: LogEvent) {
			if (event.position !== applied + 1) throw new Error(`event ${event.position} applied after ${applied}`);
			for (const step of steps) step.project(event);
			applied = event.position;
		},
		digests: () => Object.fromEntries(steps.map((step) => [step.name, step.digest()])),
		...createVisibility(model),
		...createQueries(model),
	};
}
