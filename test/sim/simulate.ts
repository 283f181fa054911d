/** One simulated history from a seed: it begins, things happen, it heals, and everything is checked. */
import { checkEverything } from './checks.ts';
import { FAIR } from './database.ts';
import { act, changeWeather } from './story.ts';
import { World, type WorldOptions } from './world.ts';

export interface SimulationOptions extends WorldOptions {
	/** Things that happen. */
	readonly steps: number;
}

export interface Result {
	readonly seed: number;
	/** SHA-256 (hex) of everything that happened. */
	readonly trace: string;
	readonly lines: number;
	readonly events: number;
	readonly acknowledged: number;
	readonly simulatedMs: number;
	readonly violations: readonly string[];
}

/** Longest time that everything may take to come right once nothing goes wrong any more. */
const HEAL_MS_MAX = 240_000;
/** Lines that are dead for the server alone, and presence, need this long: 85 s to be found silent, 3 s to close, 5 s of grace. */
const QUIET_MS = 100_000;

export async function simulate(options: SimulationOptions): Promise<Result> {
	const world = new World(options);
	const { random, clock } = world;
	const start = clock.now();
	await world.begin(random.between(2, 5));
	const trouble = random.fraction() * 0.3;
	if (random.chance(0.7)) changeWeather(world);
	for (let step = 0; step < options.steps; step++) {
		act(world, trouble);
		await world.run(
			random.weighted([
				[60, random.below(20)],
				[30, random.below(500)],
				[9, random.below(5000)],
				[1, random.below(30_000)],
			]),
		);
	}
	await heal(world);
	await checkEverything(world);
	return {
		seed: options.seed,
		trace: world.trace.digest(),
		lines: world.trace.lines,
		events: world.database.store.events.length,
		acknowledged: world.acknowledged.size,
		simulatedMs: clock.now() - start,
		violations: world.violations,
	};
}

/** Nothing goes wrong any more: everybody comes back, what is under way is finished, and it is quiet for a while. */
async function heal(world: World): Promise<void> {
	world.note('heals');
	world.database.weather = FAIR;
	world.database.awayUntil = 0;
	for (const slot of world.slots) slot.thaw();
	for (const device of world.devices) if (device.away && world.random.chance(0.3)) device.comeBack();
	const healed = await world.until(() => isWell(world), HEAL_MS_MAX);
	if (!healed) world.violated(`not well after ${HEAL_MS_MAX} ms: ${ailing(world).join(', ')}`);
	await world.run(QUIET_MS);
}

function isWell(world: World): boolean {
	return world.slots.every((slot) => slot.node !== undefined) && ailing(world).length === 0;
}

/** Devices that want to be online and are not, or still have something to send. */
function ailing(world: World): string[] {
	return world.devices
		.filter(
			({ ended, away, online, client }) =>
				!ended && !away && !(online && client.state.outbox.every(({ state }) => state === 'failed')),
		)
		.map(({ name, client }) => `${name} ${client.state.connection.name} with ${client.state.outbox.length} to send`);
}
