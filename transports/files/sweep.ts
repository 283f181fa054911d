/** Takes away what nobody needs any more: files that no message carries, and contents that no file has. */
import type { Clock } from '../../core/clock.ts';
import type { AccountId, EventId } from '../../core/ids.ts';
import type { EventLog } from '../../core/log/port.ts';
import { sweepFile, UNSENT_MS_MAX } from '../../core/vault/files.ts';
import { rowsOf } from '../../core/vault/rows.ts';
import type { ChatNode } from '../node.ts';
import type { FileStore, Kept, Sha256 } from './store.ts';

/** How long a content is kept that no file has: who has just put it is about to record it. */
export const UNNAMED_MS_MAX = 60 * 60_000;
/** Contents asked about together. */
const CONTENTS_AT_ONCE = 500;
/** As many rows as one read gives; more are not told of. */
const ROWS_MAX = 10_000;

export interface SweepPorts {
	readonly store: FileStore;
	readonly log: Pick<EventLog, 'select'>;
	readonly clock: Pick<Clock, 'now'>;
	readonly node: () => Pick<ChatNode, 'execute'>;
}

export async function sweepFiles(ports: SweepPorts): Promise<void> {
	for (const { file, account } of await unneededFiles(ports)) {
		const sweep = sweepFile(file as EventId, account as AccountId);
		await ports.node().execute({ name: 'file.sweep', author: null, ...sweep });
	}
	let asked: Kept[] = [];
	for await (const kept of ports.store.list()) {
		asked.push(kept);
		if (asked.length < CONTENTS_AT_ONCE) continue;
		await removeUnnamed(ports, asked);
		asked = [];
	}
	await removeUnnamed(ports, asked);
}

/** Takes away those of the contents that no file has, but for such as were put again at or after `before`. */
export async function removeContents(
	{ store, log }: Pick<SweepPorts, 'store' | 'log'>,
	contents: readonly Sha256[],
	before: number,
): Promise<void> {
	for (const sha256 of new Set(contents)) {
		const [whole, small] = await log.select([
			{ table: 'files', column: 'sha256', values: [sha256] },
			{ table: 'files', column: 'thumbnail', values: [sha256] },
		]);
		if (whole?.length === 0 && small?.length === 0) await store.remove(sha256, before);
	}
}

/** Files that no message has carried for a day, and such as carried by recalled ones; whether they go is decided under the lock. */
async function unneededFiles({ log, clock }: SweepPorts) {
	const [unsent, recalled] = await log.select([
		{ table: 'files', column: 'uses', values: [0] },
		{ table: 'file_uses', column: 'recalled', values: [1] },
	]);
	const carried = [...new Set(rowsOf('file_uses', recalled).map(({ file }) => file))];
	const old = rowsOf('files', unsent).filter(({ uploaded }) => uploaded < clock.now() - UNSENT_MS_MAX);
	for (let k = 0; k < carried.length; k += CONTENTS_AT_ONCE) {
		const [rows] = await log.select([
			{ table: 'files', column: 'file', values: carried.slice(k, k + CONTENTS_AT_ONCE) },
		]);
		old.push(...rowsOf('files', rows));
	}
	return old;
}

async function removeUnnamed(
	{ store, log, clock }: Pick<SweepPorts, 'store' | 'log' | 'clock'>,
	kept: readonly Kept[],
): Promise<void> {
	const before = clock.now() - UNNAMED_MS_MAX;
	const values = kept.filter(({ at }) => at < before).map(({ sha256 }) => sha256);
	if (values.length === 0) return;
	const [whole, small] = await log.select([
		{ table: 'files', column: 'sha256', values },
		{ table: 'files', column: 'thumbnail', values },
	]);
	const rows = [...rowsOf('files', whole), ...rowsOf('files', small)];
	const named = new Set(rows.flatMap(({ sha256, thumbnail }) => [sha256, thumbnail]));
	const unnamed = values.filter((sha256) => !named.has(sha256));
	// Where some of so many were not told of, each is asked about by itself.
	const isWhole = (whole?.length ?? 0) < ROWS_MAX && (small?.length ?? 0) < ROWS_MAX;
	if (isWhole) for (const sha256 of unnamed) await store.remove(sha256, before);
	else await removeContents({ store, log }, unnamed, before);
}
