/** Everything that somebody has here, as a ZIP that is made while it is read: nothing of it is ever whole in memory. */
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { decodeEvent, publicEvent } from '../../core/domain/codec.ts';
import type { AccountId, ConversationId } from '../../core/ids.ts';
import type { EventLog } from '../../core/log/port.ts';
import { fill } from '../../core/messages/fill.ts';
import type { Language } from '../../core/messages/sentence.ts';
import { rowsOf } from '../../core/vault/rows.ts';
import type { HistoryItem } from '../../core/wire.ts';
import type { Views } from '../../projections/views.ts';
import type { FileStore } from '../files/store.ts';
import { Conversations } from '../gateway/queries/conversations.ts';
import { history } from '../gateway/queries/history.ts';
import { conversationAsNow, itemAsNow } from '../gateway/queries/standing.ts';
import en from './texts.en.json' with { type: 'json' };
import zh from './texts.zh.json' with { type: 'json' };

const PAGE_LINES = 100;
const PAGE_EVENTS = 500;

export interface ExportPorts {
	readonly log: Pick<EventLog, 'readStream' | 'amendments' | 'select'>;
	readonly views: Views;
	readonly store: Pick<FileStore, 'read'>;
}

export interface Wanted {
	readonly account: AccountId;
	readonly language: Language;
	/** ms since 1970 UTC. */
	readonly now: number;
	/** The account as its owner sees it. */
	readonly own: object;
}

/** The ZIP's bytes. Errors where something cannot be read; destroyed, it reads no further. */
export function exportData(ports: ExportPorts, wanted: Wanted): Readable {
	const { account, language, now, own } = wanted;
	const { views } = ports;
	const zip = new ZipFile();
	const output = zip.outputStream as Readable;
	const mtime = new Date(now);
	let current: Readable | undefined;
	output.once('close', () => current?.destroy());
	zip.on('error', (error) => output.destroy(error));

	/** Begun when it is its turn. */
	function add(name: string, bytes: () => AsyncIterable<string | Uint8Array>): void {
		zip.addReadStreamLazy(name, { mtime }, (ready) => {
			if (output.destroyed) return;
			current = Readable.from(bytes(), { objectMode: false });
			current.once('error', (error) => output.destroy(error));
			ready(null, current);
		});
	}
	const json = (name: string, value: () => Promise<unknown>) => {
		add(name, async function* () {
			yield `${JSON.stringify(await value(), undefined, '\t')}\n`;
		});
	};

	const readme = fill((language === 'zh' ? zh : en).readme, { at: mtime.toISOString() });
	zip.addBuffer(Buffer.from(readme), 'README.txt', { mtime });
	json('account.json', async () => own);
	json('people.json', async () => peopleOf(views, account));
	json('conversations.json', async () => {
		const all = await new Conversations(ports).all(views.conversations(account));
		return all.map((conversation) => conversationAsNow(views, conversation));
	});
	json('devices.json', () => devicesOf(ports.log, account));
	add('events.ndjson', () => ownEvents(ports.log, account));
	for (const { id } of views.conversations(account)) add(`messages/${id}.ndjson`, () => linesOf(ports, account, id));
	filesOf(ports.log, account).then(
		(files) => {
			for (const { file, name, sha256, size } of files) {
				add(`files/${file}/${name}`, async function* () {
					const bytes = await ports.store.read(sha256, 0, size);
					// Swept since: it was of nobody's use any more.
					if (bytes !== undefined) yield* bytes;
				});
			}
			zip.end();
		},
		(error) => output.destroy(error),
	);
	return output;
}

function peopleOf(views: Views, account: AccountId) {
	const friends = views.friends(account).map(({ account: friend, remark, conversation }) => {
		return { account: views.profile(friend), remark, conversation };
	});
	return { friends, requests: views.requests(account), blocked: views.blocked(account) };
}

/** Nothing that lets anybody in. */
async function devicesOf(log: ExportPorts['log'], account: AccountId) {
	const [sessions, tokens] = await log.select([
		{ table: 'sessions', column: 'account', values: [account] },
		{ table: 'tokens', column: 'account', values: [account] },
	]);
	return {
		devices: rowsOf('sessions', sessions).map(({ session, device, opened, seen, bad }) => {
			return { session, device, opened, seen, ended: bad };
		}),
		tokens: rowsOf('tokens', tokens).map(({ session, name, created }) => ({ session, name, created })),
	};
}

async function filesOf(log: ExportPorts['log'], account: AccountId) {
	const [rows] = await log.select([{ table: 'files', column: 'account', values: [account] }]);
	return rowsOf('files', rows);
}

async function* ownEvents(log: ExportPorts['log'], account: AccountId): AsyncGenerator<string> {
	for (let after = 0; ; ) {
		const rows = await log.readStream(account, { after, limit: PAGE_EVENTS });
		for (const row of rows) {
			const told = publicEvent(decodeEvent(row));
			if (told !== undefined) yield `${JSON.stringify(told)}\n`;
		}
		if (rows.length < PAGE_EVENTS) return;
		after = rows.at(-1)?.version ?? after;
	}
}

async function* linesOf(ports: ExportPorts, account: AccountId, conversation: ConversationId): AsyncGenerator<string> {
	for (let after = 0; ; ) {
		const page = await history(ports, account, { conversation, after, limit: PAGE_LINES });
		if (!('ok' in page)) return;
		const { messages, more } = page.ok as { readonly messages: readonly HistoryItem[]; readonly more: boolean };
		for (const line of messages.map((item) => itemAsNow(ports.views, item))) yield `${JSON.stringify(line)}\n`;
		if (!more) return;
		after = messages.at(-1)?.version ?? Number.POSITIVE_INFINITY;
	}
}
