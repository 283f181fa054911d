/** The write loop and the views over a log, without connections: what HTTP and the vault need of a node. */
import { v7 } from 'uuid';
import type { Clock } from '../../core/clock.ts';
import type { NodeId } from '../../core/ids.ts';
import { createMemoryStore, type MemoryStore, openMemoryLog } from '../../core/log/memory.ts';
import type { EventLog, StoredEvent } from '../../core/log/port.ts';
import type { Decidable, Outcome } from '../../core/loop/command.ts';
import { startWriteLoop } from '../../core/loop/write-loop.ts';
import type { VaultRow, VaultTable } from '../../core/vault/tables.ts';
import { createViews } from '../../projections/create-views.ts';
import type { ChatNode } from '../../transports/node.ts';
import { createSalts } from '../../transports/salts.ts';
import { systemClock } from '../../transports/system-clock.ts';

export interface Engine {
	readonly node: ChatNode;
	readonly log: EventLog;
	readonly clock: Clock;
	/** Lets time pass, for the log and everybody else. */
	pass(ms: number): void;
	execute(decidable: Decidable): Promise<Outcome>;
	events(): Promise<StoredEvent[]>;
	/** The rows of a vault table whose column has the value. */
	rows(table: VaultTable, column: string, value: string): Promise<VaultRow[]>;
	/** A further node over the same log, with the same clock. */
	beside(): Promise<Engine>;
	stop(): Promise<void>;
}

/** Everything that the bugs of a test would otherwise hide ends it. */
function fail(error: unknown): never {
	throw error;
}

export async function startEngine(): Promise<Engine> {
	let passed = 0;
	const clock: Clock = { ...systemClock, now: () => systemClock.now() + passed };
	const pass = (ms: number) => {
		passed += ms;
	};
	return engineOver({ store: createMemoryStore({ epoch: v7(), now: clock.now }), clock, pass });
}

interface World {
	readonly store: MemoryStore;
	readonly clock: Clock;
	readonly pass: Engine['pass'];
}

async function engineOver(world: World): Promise<Engine> {
	const { store, clock, pass } = world;
	const log = openMemoryLog(store);
	const views = createViews();
	const loop = await startWriteLoop({
		log,
		clock,
		newId: v7,
		newSalt: createSalts(),
		facts: views.facts,
		apply(events) {
			for (const event of events) views.apply(event);
		},
		fenced: () => false,
		onFenced: () => fail(new Error('fenced')),
		onIncomprehensible: fail,
		onBug: fail,
	});
	const { promise: ended } = Promise.withResolvers<'fenced'>();
	const execute: ChatNode['execute'] = (command) =>
		new Promise((resolve) => loop.submit({ ...command, settle: resolve }));
	return {
		node: {
			id: v7() as NodeId,
			views,
			log,
			get ready() {
				return loop.healthy;
			},
			connections: 0,
			sessions: () => [],
			execute,
			attach: () => fail(new Error('this node takes no connections')),
			follow: () => loop.follow(),
			stop: () => loop.stop(),
			ended,
		},
		log,
		clock,
		pass,
		beside: () => engineOver(world),
		execute: (decidable) => execute({ name: 'test', author: null, ...decidable }),
		events: () => log.read({ after: 0, limit: 10_000 }),
		async rows(table, column, value) {
			const [rows] = await log.select([{ table, column, values: [value] }]);
			return rows ?? [];
		},
		async stop() {
			await loop.stop();
			await log.close();
		},
	};
}
