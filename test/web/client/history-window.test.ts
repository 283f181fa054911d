import { expect, test } from 'vitest';
import type { ConversationId, EventId } from '../../../core/ids.ts';
import type { Message } from '../../../core/wire.ts';
import { ARRIVED_MAX, addPage, append, EMPTY_WINDOW } from '../../../web/client/history-window.ts';
import { BEA, PAIR } from './fakes.ts';

const message = (version: number): Message => ({
	id: `m${version}` as EventId,
	conversation: PAIR as ConversationId,
	version,
	n: version,
	position: version,
	at: version,
	by: BEA,
	body: { type: 'text', text: String(version) },
	reactions: [],
});
const pageOf = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, k) => message(from + k));

test('CL88 a window that receives without end stays bounded, ends with the newest, and has more before it', () => {
	let window = addPage(EMPTY_WINDOW, pageOf(1, 100), false);
	let longest = 0;
	for (let version = 101; version <= 4 * ARRIVED_MAX; version++) {
		window = append(window, message(version));
		longest = Math.max(longest, window.items.length);
	}
	expect(longest).toBe(100 + ARRIVED_MAX);
	expect(window.items.at(-1)?.version).toBe(4 * ARRIVED_MAX);
	expect(window.older).toBe('more');
	const versions = window.items.map(({ version }) => version);
	expect(versions).toEqual(versions.map((_, k) => versions[0]! + k));
});

test('CL88 what was loaded to be read stays when a message comes, however much that is', () => {
	const loaded = addPage(EMPTY_WINDOW, pageOf(1, 3 * ARRIVED_MAX), false);
	const window = append(loaded, message(3 * ARRIVED_MAX + 1));
	expect(window.items).toHaveLength(3 * ARRIVED_MAX + 1);
	expect(window.items[0]?.version).toBe(1);
});
