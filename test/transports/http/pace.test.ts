import { expect, test } from 'vitest';
import { createPace, REQUESTS_PER_TURN_MAX } from '../../../transports/http/pace.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('LI12 a burst is begun in turns, in its order, and a few requests at once', async () => {
	const pace = createPace();
	const begun: number[] = [];
	for (let k = 0; k < 30; k++) pace(() => begun.push(k));
	const atOnce: number[] = [];
	while (begun.length < 30) {
		atOnce.push(begun.length);
		await turn();
	}
	expect(begun).toEqual(Array.from({ length: 30 }, (_, k) => k));
	expect(atOnce[0]).toBe(REQUESTS_PER_TURN_MAX);
	expect(atOnce.length).toBeGreaterThanOrEqual(3);
	// And once it is quiet again there is no wait.
	await turn();
	await turn();
	pace(() => begun.push(30));
	expect(begun.at(-1)).toBe(30);
});

test('LI12 what comes while others wait stands behind them', async () => {
	const pace = createPace();
	const begun: string[] = [];
	for (let k = 0; k < REQUESTS_PER_TURN_MAX + 1; k++) pace(() => begun.push('first'));
	await turn();
	pace(() => begun.push('last'));
	while (!begun.includes('last')) await turn();
	expect(begun.indexOf('last')).toBe(REQUESTS_PER_TURN_MAX + 1);
});
