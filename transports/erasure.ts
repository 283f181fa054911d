/**
 * Erases what closed accounts left: in their conversations, in the streams of who remarked them, their files, and last
 * their own stream, whose last event says that it is done. Interrupted anywhere, it begins anew with what is left.
 */
import type { Clock, Timer } from '../core/clock.ts';
import { decodeEvent } from '../core/domain/codec.ts';
import {
	ERASED_AT_ONCE,
	eraseOwn,
	eraseRemarks,
	eraseSaid,
	isOwnContent,
	isRemarkOn,
	isSaidBy,
} from '../core/domain/erasure.ts';
import type { LogEvent } from '../core/domain/events.ts';
import type { AccountId, EventId, StreamId } from '../core/ids.ts';
import type { EventLog } from '../core/log/port.ts';
import type { Decidable } from '../core/loop/command.ts';
import { sweepFile } from '../core/vault/files.ts';
import { rowsOf } from '../core/vault/rows.ts';
import type { FileStore, Sha256 } from './files/store.ts';
import { removeContents } from './files/sweep.ts';
import type { ChatNode, NodePorts } from './node.ts';

const PAGE_EVENTS = 1_000;
/** Whoever had put the same content just before has recorded it by then, or never will. */
const CONTENTS_AFTER_MS = 10_000;

export interface ErasurePorts {
	readonly log: Pick<EventLog, 'readStream' | 'select' | 'write'>;
	readonly store: FileStore;
	readonly clock: Clock;
	readonly node: () => Pick<ChatNode, 'execute' | 'views'>;
	readonly note: NodePorts['note'];
}

export interface Erasure {
	/** Erases what is to be erased now; what fails is noted, and left for the next time. Resolves when nothing is under way. */
	run(): Promise<void>;
	stop(): void;
}

export function createErasure(ports: ErasurePorts): Erasure {
	const { clock, note } = ports;
	const timers = new Set<Timer>();
	let running: Promise<void> | undefined;
	let again = false;
	let stopped = false;

	async function work(): Promise<void> {
		do {
			again = false;
			for (const account of ports.node().views.unerased()) {
				if (stopped) return;
				try {
					removeLater(await eraseAccount(ports, account));
				} catch (error) {
					if (!stopped) note('warn', 'erasure.failed', { error });
				}
			}
		} while (again && !stopped);
	}

	/** What is not removed because the process ends before is swept like any content that no file has. */
	function removeLater(contents: readonly Sha256[]): void {
		if (contents.length === 0 || stopped) return;
		const before = clock.now();
		const timer = clock.after(CONTENTS_AFTER_MS, () => {
			timers.delete(timer);
			removeContents(ports, contents, before).catch((error) => note('warn', 'erasure.failed', { error }));
		});
		timers.add(timer);
	}

	return {
		run() {
			again = true;
			running ??= work().finally(() => {
				running = undefined;
			});
			return running;
		},
		stop() {
			stopped = true;
			for (const timer of timers) clock.clear(timer);
		},
	};
}

/** Returns the contents that the account's files had. Rejects where a step was refused. */
async function eraseAccount(ports: ErasurePorts, account: AccountId): Promise<Sha256[]> {
	const { log, node } = ports;
	const { views } = node();
	const execute = async (decidable: Decidable) => {
		const outcome = await node().execute({ name: 'account.erase', author: null, ...decidable });
		if (outcome.state === 'rejected') throw new Error(`refused: ${outcome.rejection.code}`);
		return outcome.events;
	};
	for (const { id, peer } of views.conversations(account)) {
		const said = await idsIn(log, id, (event) => isSaidBy(account, event));
		for (const page of [...pagesOf(said), ...(said.length === 0 ? [[]] : [])]) {
			await execute(eraseSaid(account, id, page));
		}
		if (peer === undefined) continue;
		for (const page of pagesOf(await idsIn(log, peer.id, (event) => isRemarkOn(account, event)))) {
			await execute(eraseRemarks(account, peer.id, page));
		}
	}
	const contents = await eraseFiles(ports, account, execute);
	const own = pagesOf(await idsIn(log, account, isOwnContent));
	for (const page of own.slice(0, -1)) await execute(eraseOwn(account, page, true));
	await execute(eraseOwn(account, own.at(-1) ?? [], false));
	return contents;
}

/** The files that no message of others carries. */
async function eraseFiles(
	{ log }: ErasurePorts,
	account: AccountId,
	execute: (decidable: Decidable) => Promise<readonly LogEvent[]>,
): Promise<Sha256[]> {
	const contents: Sha256[] = [];
	for (;;) {
		const [rows] = await log.select([{ table: 'files', column: 'account', values: [account] }]);
		let gone = 0;
		for (const { file, sha256, thumbnail } of rowsOf('files', rows)) {
			const events = await execute(sweepFile(file as EventId, account));
			if (events.length === 0) continue;
			gone += 1;
			contents.push(sha256, ...(thumbnail === null ? [] : [thumbnail]));
		}
		if (gone > 0) continue;
		await log.write([{ do: 'delete', table: 'file_space', where: { account } }]);
		return contents;
	}
}

/** The events of a stream that are to be erased. */
async function idsIn(
	log: Pick<EventLog, 'readStream'>,
	stream: StreamId,
	holds: (event: LogEvent) => boolean,
): Promise<EventId[]> {
	const ids: EventId[] = [];
	for (let after = 0; ; ) {
		const rows = await log.readStream(stream, { after, limit: PAGE_EVENTS });
		for (const row of rows) if (holds(decodeEvent(row))) ids.push(row.id);
		after = rows.at(-1)?.version ?? after;
		if (rows.length < PAGE_EVENTS) return ids;
	}
}

function pagesOf(ids: readonly EventId[]): EventId[][] {
	const count = Math.ceil(ids.length / ERASED_AT_ONCE);
	return Array.from({ length: count }, (_, k) => ids.slice(k * ERASED_AT_ONCE, (k + 1) * ERASED_AT_ONCE));
}
