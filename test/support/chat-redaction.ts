/** Redacts messages in a log in memory, as a recall will do it. */
import { redactedData } from '../../core/domain/codec.ts';
import type { StreamId } from '../../core/ids.ts';
import { type MemoryStore, openMemoryLog } from '../../core/log/memory.ts';

export async function redact(store: MemoryStore, stream: StreamId, versions: readonly number[]): Promise<void> {
	const log = openMemoryLog(store);
	const rows = await log.readStream(stream, { after: 0, limit: 10_000 });
	const tx = await log.begin();
	await tx.redact(
		rows
			.filter(({ version }) => versions.includes(version))
			.map(({ position, data }) => ({ position, data: redactedData(data) })),
	);
	await tx.commit();
}
