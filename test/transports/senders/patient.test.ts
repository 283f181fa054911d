import { expect, test } from 'vitest';
import { createPatientSender } from '../../../transports/senders/patient.ts';
import type { OutgoingMessage, Tried } from '../../../transports/senders/sender.ts';
import { rest, SimClock, until } from '../../support/sim-clock.ts';
import { CODE, NOTICE } from './messages.ts';

const SENT: Tried = { state: 'sent' };
const FAILED: Tried = { state: 'failed', why: 'timeout' };
const REFUSED: Tried = { state: 'refused', why: 'no such number' };

/** A provider that answers each try as `answer` says; `tries` holds what it was asked and when. */
function sender(answer: (message: OutgoingMessage, tries: number) => Promise<Tried>) {
	const clock = new SimClock();
	const tries: { readonly id: string; readonly at: number }[] = [];
	const notes: string[] = [];
	let ids = 0;
	const started = clock.now();
	const attempt = (message: OutgoingMessage, id: string) => {
		tries.push({ id, at: clock.now() - started });
		return answer(message, tries.length);
	};
	const note = (...noted: unknown[]) => notes.push(JSON.stringify(noted));
	const newId = () => `id${ids++}`;
	return {
		clock,
		tries,
		notes,
		sender: createPatientSender('sms', attempt, { clock, random: () => 0.5, newId, note }),
	};
}

async function outcome(clock: SimClock, sending: Promise<string>): Promise<string> {
	let done: string | undefined;
	sending.then((state) => {
		done = state;
	});
	await until(clock, () => done !== undefined);
	return done ?? '';
}

test('OU10 what failed is tried again after a while, as the same message, until it is sent', async () => {
	const { clock, tries, sender: sms } = sender(async (_, count) => (count < 3 ? FAILED : SENT));
	expect(await outcome(clock, sms.send(CODE))).toBe('sent');
	expect(tries).toEqual([
		{ id: 'id0', at: 0 },
		{ id: 'id0', at: 500 },
		{ id: 'id0', at: 1_500 },
	]);
	await outcome(clock, sms.send(NOTICE));
	expect(tries.at(-1)?.id).toBe('id1');
});

test('OU10 after three tries it is not sent', async () => {
	const { clock, tries, sender: sms } = sender(async () => FAILED);
	expect(await outcome(clock, sms.send(CODE))).toBe('refused');
	expect(tries).toHaveLength(3);
	expect(clock.timers).toEqual([]);
});

test('OU10 what was refused is not tried again', async () => {
	const { clock, tries, sender: sms } = sender(async () => REFUSED);
	expect(await outcome(clock, sms.send(CODE))).toBe('refused');
	expect(tries).toHaveLength(1);
});

test('OU10 an adapter that breaks is a bug that is noted, and a message that was not sent', async () => {
	const { clock, notes, sender: sms } = sender(() => Promise.reject(new Error('bug')));
	expect(await outcome(clock, sms.send(CODE))).toBe('refused');
	expect(notes[0]).toContain('sender.failed');
});

test('OU11 a provider that answers slowly keeps nobody waiting beyond fifteen seconds', async () => {
	const {
		clock,
		tries,
		sender: sms,
	} = sender(() => new Promise((resolve) => clock.after(4_999, () => resolve(FAILED))));
	const began = clock.now();
	expect(await outcome(clock, sms.send(CODE))).toBe('refused');
	expect(tries).toHaveLength(2);
	expect(clock.now() - began).toBeLessThanOrEqual(15_000);
});

test('OU11 a provider has eight messages at once, 256 wait, and one more is refused at once', async () => {
	const held: ((tried: Tried) => void)[] = [];
	const { tries, sender: sms } = sender(() => new Promise((resolve) => held.push(resolve)));
	const outcomes = Array.from({ length: 8 + 256 }, () => sms.send(CODE));
	expect(await sms.send(CODE)).toBe('refused');
	expect(tries).toHaveLength(8);
	while (held.length > 0) {
		held.shift()?.(SENT);
		await rest();
		expect(held.length).toBeLessThanOrEqual(8);
	}
	expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['sent']));
	expect(tries).toHaveLength(264);
	const next = sms.send(CODE);
	await rest();
	held.shift()?.(SENT);
	expect(await next).toBe('sent');
});

test('OU11 who waited too long for a place is not sent to any more', async () => {
	const held: ((tried: Tried) => void)[] = [];
	const { clock, tries, sender: sms } = sender(() => new Promise((resolve) => held.push(resolve)));
	const outcomes = Array.from({ length: 9 }, () => sms.send(CODE));
	await rest();
	clock.pass(10_001);
	for (const resolve of held) resolve(SENT);
	expect((await Promise.all(outcomes)).at(-1)).toBe('refused');
	expect(tries).toHaveLength(8);
});

test('OU12 the operator is told why, and nothing about whom or what', async () => {
	const { clock, notes, sender: sms } = sender(async () => REFUSED);
	await outcome(clock, sms.send(CODE));
	expect(notes).toEqual([JSON.stringify(['warn', 'sender.not-sent', { delivery: 'sms', why: 'no such number' }])]);
});
