import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rest, SimClock, until } from '../support/sim-clock.ts';
import { SimLink } from '../support/sim-link.ts';
import { SimRandom } from '../support/sim-random.ts';
import { NodeClock } from './node-clock.ts';

describe('simulated time', () => {
	it('SM5 timers run when they are due, the earlier made first, and never once cleared', () => {
		fc.assert(
			fc.property(fc.array(fc.record({ ms: fc.nat(50), cleared: fc.boolean() })), (timers) => {
				const clock = new SimClock(0);
				const ran: number[] = [];
				const made = timers.map(({ ms }, i) => clock.after(ms, () => ran.push(i)));
				for (const [i, timer] of made.entries()) if (timers[i]!.cleared) clock.clear(timer);
				while (clock.step());
				const due = [...timers.keys()].filter((i) => !timers[i]!.cleared);
				expect(ran).toEqual(due.sort((a, b) => timers[a]!.ms - timers[b]!.ms || a - b));
				expect(clock.now()).toBe(Math.max(0, ...due.map((i) => timers[i]!.ms)));
			}),
		);
	});

	it('SM5 a condition that never holds ends the wait', async () => {
		await expect(until(new SimClock(), () => false)).rejects.toThrow('ran out');
	});

	it('SM5 nothing runs in a frozen process before it goes on, and nothing ever in a dead one', () => {
		const world = new SimClock(0);
		const [frozen, dead] = [new NodeClock(world), new NodeClock(world)];
		const ran: string[] = [];
		frozen.after(10, () => ran.push(`frozen at ${world.now()}`));
		const cleared = frozen.after(20, () => ran.push('cleared'));
		dead.after(10, () => ran.push('dead'));
		frozen.frozenUntil = 100;
		dead.dead = true;
		world.after(50, () => frozen.clear(cleared));
		while (world.step());
		expect(ran).toEqual(['frozen at 100']);
	});

	it('SM5 one seed gives one sequence', () => {
		const draw = (seed: number) => {
			const random = new SimRandom(seed);
			return [random.uint32(), random.fraction(), random.uuid(1), random.hex(16), random.between(3, 9)];
		};
		expect(draw(5)).toEqual(draw(5));
		expect(draw(5)).not.toEqual(draw(6));
	});
});

describe('a simulated line', () => {
	/** A line whose ends keep what they hear. */
	function line(seed: number) {
		const clock = new SimClock(0);
		const link = new SimLink({
			random: new SimRandom(seed),
			serverClock: clock,
			deviceClock: clock,
			arrived: () => {},
		});
		const hear = (end: SimLink['server']) => {
			const heard = { bytes: Buffer.alloc(0), drained: 0, ended: 0, closed: 0 };
			end.handler = {
				onBytes: (bytes) => {
					heard.bytes = Buffer.concat([heard.bytes, bytes]);
				},
				onDrained: () => {
					heard.drained += 1;
				},
				onEnd: () => {
					heard.ended += 1;
				},
				onClosed: () => {
					heard.closed += 1;
				},
			};
			return heard;
		};
		return { clock, link, server: hear(link.server), device: hear(link.device) };
	}

	it('SM6 bytes arrive in order, whole, in whatever pieces; then the end; then both are closed', () => {
		fc.assert(
			fc.property(fc.nat(), fc.array(fc.uint8Array({ minLength: 1, maxLength: 3000 })), (seed, writes) => {
				const { clock, link, server, device } = line(seed);
				for (const bytes of writes) link.server.write(bytes);
				link.server.end();
				link.device.end();
				while (clock.step());
				expect(device.bytes).toEqual(Buffer.concat(writes));
				expect([device.ended, device.closed, server.ended, server.closed]).toEqual([1, 1, 1, 1]);
			}),
		);
	});

	it('SM6 a side that does not read fills the line: what is unsent counts, and is told once it has left', () => {
		const { clock, link, server, device } = line(1);
		link.device.pause();
		expect(link.server.write(Buffer.alloc(10_000))).toBe(0);
		const unsent = link.server.write(Buffer.alloc(50_000, 1));
		expect(unsent).toBeGreaterThan(40_000);
		while (clock.step());
		expect([device.bytes.length, server.drained]).toEqual([0, 0]);
		link.device.resume();
		while (clock.step());
		expect([device.bytes.length, server.drained, link.server.unsentBytes]).toEqual([60_000, 1, 0]);
	});

	it('SM6 a reset is heard by both, a dead line by nobody, and nothing comes after the close', async () => {
		const broken = line(2);
		broken.link.server.write(Buffer.alloc(100));
		broken.link.reset();
		while (broken.clock.step());
		await rest();
		expect([broken.server.closed, broken.device.closed, broken.device.bytes.length]).toEqual([1, 1, 0]);
		const dead = line(3);
		dead.link.dead = true;
		dead.link.server.write(Buffer.alloc(100));
		while (dead.clock.step());
		expect([dead.server.closed, dead.device.closed, dead.device.bytes.length]).toEqual([0, 0, 0]);
		dead.link.server.destroy();
		while (dead.clock.step());
		expect([dead.server.closed, dead.device.closed]).toEqual([1, 0]);
	});
});
