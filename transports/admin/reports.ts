/** The messages that people reported, the oldest report first, as they stand now. */
import { decodeEvent } from '../../core/domain/codec.ts';
import { isRedacted, type LogEvent } from '../../core/domain/events.ts';
import type { AccountId, EventId } from '../../core/ids.ts';
import { type Surroundings, usernameOf } from './commands.ts';
import { both, inOneLine } from './say.ts';

/** Events looked through at a time. */
const PAGE_EVENTS = 5_000;

/** Those recorded beyond a position: the one told last is where to go on from. */
export async function listReports(at: Surroundings, after: number): Promise<void> {
	const { log } = at.engine;
	const head = await log.head();
	let count = 0;
	for (let position = after; position < head.position; ) {
		const page = await log.read({ after: position, upTo: head.position, limit: PAGE_EVENTS });
		for (const stored of page.filter(({ type }) => type === 'MessageReported')) {
			await tell(at, decodeEvent(stored));
			count += 1;
		}
		position = page.at(-1)?.position ?? head.position;
	}
	at.tell(both('reports', { count }));
}

async function tell(at: Surroundings, report: LogEvent): Promise<void> {
	if (report.type !== 'MessageReported') return;
	const said = isRedacted(report.data) ? { message: '', reason: '' } : report.data;
	const [stored] = said.message === '' ? [] : await at.engine.log.findIds([said.message as EventId]);
	const message = stored === undefined ? undefined : decodeEvent(stored);
	const by = (account: AccountId | null) => (account === null ? '' : usernameOf(at, account));
	at.print(
		`${inOneLine('report', {
			position: report.position,
			at: new Date(report.at).toISOString(),
			by: by(report.by),
			reason: said.reason,
			message: said.message,
			author: message === undefined ? '' : by(message.by),
			text: textOf(message),
		})}\n`,
	);
}

function textOf(message: LogEvent | undefined): string {
	if (message?.type !== 'MessageSent') return '';
	if (isRedacted(message.data)) return inOneLine('gone');
	const { body } = message.data;
	return JSON.stringify(body.type === 'text' ? body.text : body.name);
}
