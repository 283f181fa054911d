/** The log with its views and a write loop, and nothing around it: what an operator's command needs, whether or not a server runs on it. */
import { v7 } from 'uuid';
import { type AccountId, operatorId } from '../../core/ids.ts';
import { openLog } from '../../core/log/open.ts';
import type { EventLog } from '../../core/log/port.ts';
import type { Decidable, Outcome } from '../../core/loop/command.ts';
import { startWriteLoop } from '../../core/loop/write-loop.ts';
import { createPasswordHasher, type PasswordHasher } from '../../core/vault/password.ts';
import { createSeal, installationSecret, type Seal } from '../../core/vault/seal.ts';
import { createViews } from '../../projections/create-views.ts';
import type { Views } from '../../projections/views.ts';
import type { Config } from '../config.ts';
import { createSalts } from '../salts.ts';
import { systemClock } from '../system-clock.ts';

export interface AdminEngine {
	readonly log: EventLog;
	readonly views: Views;
	readonly seal: Seal;
	readonly hasher: PasswordHasher;
	/** The author of what is done here. */
	readonly operator: AccountId;
	/** Records it; resolves once it is durable, or refused. */
	execute(name: string, decidable: Decidable): Promise<Outcome>;
	close(): Promise<void>;
}

/** Reads the log to its head. Rejects with `LogError` where it cannot be opened, with `IncomprehensibleEvent` where this version does not understand it. */
export async function openAdminEngine(config: Pick<Config, 'log' | 'data'>): Promise<AdminEngine> {
	const { log } = await openLog(config.log, { dataFolder: config.data });
	const views = createViews();
	let failure: Error | undefined;
	const loop = await startWriteLoop({
		log,
		clock: systemClock,
		newId: v7,
		newSalt: createSalts(),
		facts: views.facts,
		apply(events) {
			for (const event of events) views.apply(event);
		},
		// This is no node: nobody declares it stopped.
		fenced: () => false,
		onFenced: () => {},
		onIncomprehensible(error) {
			failure = error;
		},
		onBug(error) {
			failure = error instanceof Error ? error : new Error(String(error));
		},
	});
	const seal = createSeal(await installationSecret(log));
	const operator = operatorId(loop.epoch);
	return {
		log,
		views,
		seal,
		hasher: createPasswordHasher(),
		operator,
		async execute(name, decidable) {
			const outcome = await new Promise<Outcome>((settle) =>
				loop.submit({ name, author: operator, ...decidable, settle }),
			);
			if (failure !== undefined) throw failure;
			return outcome;
		},
		async close() {
			await loop.stop();
			await log.close();
		},
	};
}
