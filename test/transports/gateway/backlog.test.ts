import { expect, test } from 'vitest';
import { pairId } from '../../../core/ids.ts';
import { SERVER_FRAME_BYTES_MAX } from '../../../core/wire.ts';
import { BACKLOG_BYTES_MAX } from '../../../transports/ws/connection.ts';
import { World } from '../../support/chat-world.ts';

const MESSAGES = 5000;
const AT_ONCE = 50;
const TEXT = 'x'.repeat(1000);

test('SY7 what waits for a socket that takes nothing stays within the limit and one turn, and all of it comes once it does', async () => {
	const world = new World();
	const node = await world.node();
	const [anna, boris] = await world.people(node, 'anna', 'boris');
	const a = await world.online(node, anna!);
	const b = await world.online(node, boris!);
	await world.befriend(a, b);
	const pair = pairId(anna!.account, boris!.account);
	b.blocked = true;
	let most = 0;
	for (let sent = 0; sent < MESSAGES; sent += AT_ONCE) {
		const asked = Array.from({ length: AT_ONCE }, () =>
			a.request('message.send', { conversation: pair, id: world.newId(), body: { type: 'text', text: TEXT } }),
		);
		await world.until(() => asked.every((re) => a.answers.has(re)));
		most = Math.max(most, b.unsentBytes);
	}
	// Without the limit, all 5 MB would wait here.
	expect(most).toBeGreaterThan(0);
	expect(most).toBeLessThanOrEqual(BACKLOG_BYTES_MAX + SERVER_FRAME_BYTES_MAX);
	b.blocked = false;
	b.drain();
	await world.until(() => b.texts.length >= MESSAGES);
	expect(b.texts).toHaveLength(MESSAGES);
	expect(b.positions).toEqual([...new Set(b.positions)].sort((x, y) => x - y));
	await world.stop(node);
});
