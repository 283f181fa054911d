/** Nodes: which have started, which of them have stopped. A node lives once. */
import type { NodeId } from '../core/ids.ts';
import { byteColumn } from './columns.ts';
import { NONE, type Numbers } from './dense.ts';
import { type Content, ordered, type Projection } from './projection.ts';

const NODE_STATES = ['unknown', 'running', 'stopped'] as const;
export type NodeState = (typeof NODE_STATES)[number];

export class Nodes {
	readonly numbers: Numbers;
	readonly #state = byteColumn();

	constructor(numbers: Numbers) {
		this.numbers = numbers;
	}

	state(node: number): NodeState {
		return node === NONE ? 'unknown' : (NODE_STATES[this.#state.get(node)] ?? 'unknown');
	}

	set(node: number, state: NodeState): void {
		this.#state.set(node, NODE_STATES.indexOf(state));
	}
}

export const nodes: Projection<Nodes> = {
	name: 'nodes',
	empty: (numbers) => new Nodes(numbers),
	project(view, event) {
		if (event.type !== 'NodeStarted' && event.type !== 'NodeStopped') return;
		const node = view.numbers.nodes.number(event.stream as NodeId);
		if (event.type === 'NodeStopped') view.set(node, 'stopped');
		else if (view.state(node) === 'unknown') view.set(node, 'running');
	},
	*content(view): Iterable<Content> {
		const { nodes } = view.numbers;
		for (const node of ordered(nodes, (each) => view.state(each) !== 'unknown'))
			yield [nodes.id(node), view.state(node)];
	},
};
