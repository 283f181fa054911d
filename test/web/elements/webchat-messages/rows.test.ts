import { expect, test } from 'vitest';
import type { AccountId, EventId } from '../../../../core/ids.ts';
import type { HistoryItem } from '../../../../core/wire.ts';
import type { OutboxEntry } from '../../../../web/client/state.ts';
import { type Row, toRows } from '../../../../web/elements/webchat-messages/rows.ts';
import { BEA, GROUP, ME } from '../../client/fakes.ts';

const NOON = new Date(2024, 4, 1, 12).getTime();
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const line = (version: number, at: number) => ({
	...{ id: `e${version}` as EventId, conversation: GROUP, version, position: version, at },
});
const said = (version: number, by: AccountId, at = NOON): HistoryItem => ({
	...{ ...line(version, at), n: version, by, reactions: [] },
	body: { type: 'text', text: `m${version}` },
});
const joined = (version: number, at = NOON): HistoryItem => ({
	...{ ...line(version, at), by: BEA, system: { type: 'MemberJoined', data: {} } },
});
const pending = (id: string, at = NOON): OutboxEntry => ({
	...{ id: id as EventId, conversation: GROUP, body: { type: 'text', text: id }, at, state: 'waiting' },
});

function rows(items: HistoryItem[], sent: OutboxEntry[] = [], readTo?: number): string[] {
	return toRows({ items, pending: sent, me: ME, readTo }).map(describe);
}

/** `(` begins and `)` ends what somebody says without a pause. */
function describe(row: Row): string {
	if (row.kind !== 'message') return row.kind;
	return `${row.first ? '(' : ''}${row.body.type === 'text' ? row.body.text : row.body.type}${row.last ? ')' : ''}`;
}

test('CL27 messages are grouped by day and by sender until a pause', () => {
	expect(rows([said(1, BEA), said(2, BEA, NOON + MINUTE_MS), said(3, ME, NOON + MINUTE_MS)])).toEqual([
		'day',
		'(m1',
		'm2)',
		'(m3)',
	]);
	expect(rows([said(1, BEA), said(2, BEA, NOON + 5 * MINUTE_MS)])).toEqual(['day', '(m1)', '(m2)']);
	expect(rows([said(1, BEA), said(2, BEA, NOON + DAY_MS)])).toEqual(['day', '(m1)', 'day', '(m2)']);
});

test('CL27 a system line parts what somebody says, and a recalled message keeps its place', () => {
	const recalled: HistoryItem = { ...line(3, NOON), n: 3, by: BEA, recalled: true, reactions: [] };
	expect(rows([said(1, BEA), joined(2), recalled])).toEqual(['day', '(m1)', 'system', 'recalled']);
	expect(rows([said(1, BEA), recalled, said(4, BEA)])).toEqual(['day', '(m1)', 'recalled', '(m4)']);
});

test('CL27 what is not recorded yet stands last and joins what one has just said', () => {
	expect(rows([said(1, ME)], [pending('a'), pending('b')])).toEqual(['day', '(m1', 'a', 'b)']);
});

test('CL29 the mark stands once, before the first message of somebody else that was not read', () => {
	const items = [said(1, BEA), said(2, ME), joined(3), said(4, BEA), said(5, BEA)];
	expect(rows(items, [], 1)).toEqual(['day', '(m1)', '(m2)', 'system', 'mark', '(m4', 'm5)']);
	expect(rows(items, [], 5)).not.toContain('mark');
	expect(rows(items)).not.toContain('mark');
	expect(rows([said(1, BEA), said(2, BEA)], [], 1)).toEqual(['day', '(m1)', 'mark', '(m2)']);
});
