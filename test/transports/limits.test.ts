import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BLOCKS_MAX } from '../../core/domain/blocks.ts';
import { TIES_MAX } from '../../core/domain/friends.ts';
import { QUEUE_COMMANDS_MAX } from '../../core/loop/queue.ts';
import { BOTS_MAX } from '../../core/vault/bots.ts';
import { CODE_LIFE_MS, CODE_TRIES_MAX, CODE_WAIT_MS } from '../../core/vault/codes.ts';
import { HASHES_WAITING_MAX } from '../../core/vault/password.ts';
import { SESSIONS_MAX } from '../../core/vault/sessions.ts';
import { TOKENS_MAX } from '../../core/vault/tokens.ts';
import { CLIENT_FRAME_BYTES_MAX, GROUP_ADMINS_MAX, OPEN_REQUESTS_MAX } from '../../core/wire.ts';
import { TABLE_BYTES_MAX, TABLE_LINES_MAX } from '../../transports/admin/table.ts';
import { LIMITS } from '../../transports/config/values.ts';
import { AVATAR_BYTES_MAX, AVATAR_PIXELS_MAX } from '../../transports/files/heads.ts';
import { UPLOADS_OF_ONE_MAX } from '../../transports/files/reservations.ts';
import { SILENCE_MS_MAX } from '../../transports/files/upload.ts';
import { FRONT_DOOR_LIMITS } from '../../transports/front-door/front-door.ts';
import { HEAD_BYTES_MAX } from '../../transports/front-door/request-head.ts';
import { ACCOUNT_CONNECTIONS_MAX } from '../../transports/gateway/gateway.ts';
import { FINDS_PER_DAY_MAX } from '../../transports/gateway/queries/accounts.ts';
import { REFUSED_IN_ROW_MAX } from '../../transports/gateway/requests.ts';
import { ATTEMPTS } from '../../transports/http/attempts.ts';
import { BODY_BYTES_MAX, BODY_MS_MAX } from '../../transports/http/body.ts';
import { EXPORT_MS_MAX, EXPORTS_MAX } from '../../transports/http/export.ts';
import { OUTSIDE_COMMANDS_MAX } from '../../transports/node/outside.ts';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600 * SECOND_MS;
const DAY_MS = 24 * HOUR_MS;

const document = readFileSync(new URL('../../core/LIMITS.md', import.meta.url), 'utf8');
const rows = [...document.matchAll(/^\| (?!limit )([a-z-]+) \|(.*)\|$/gm)].map(([, name = '', cells = '']) => {
	return { name, cells: cells.split('|').map((cell) => cell.trim()) };
});

const windows = Object.entries(ATTEMPTS).map(([name, { max, windowMs }]) => [name, count(max, windowMs)] as const);

/** What the table says of each limit, from the code. */
const AT_MOST: ReadonlyMap<string, string> = new Map([
	...windows,
	['codes-per-address-day', count(LIMITS.codesPerAddressDay, DAY_MS)],
	['codes-per-ip-hour', count(LIMITS.codesPerIpHour, HOUR_MS)],
	['code-wait', count(1, CODE_WAIT_MS)],
	['code-tries', count(CODE_TRIES_MAX, CODE_LIFE_MS)],
	['hashes-waiting', count(HASHES_WAITING_MAX)],
	['outside-commands', count(OUTSIDE_COMMANDS_MAX)],
	['finds-per-day', count(FINDS_PER_DAY_MAX, DAY_MS)],
	['messages-per-second', count(LIMITS.messagesPerSecond, SECOND_MS)],
	['ties', count(TIES_MAX)],
	['blocks', count(BLOCKS_MAX)],
	['group-members', count(LIMITS.groupMembers)],
	['group-admins', count(GROUP_ADMINS_MAX)],
	['sessions', count(SESSIONS_MAX)],
	['table-bytes', `${TABLE_BYTES_MAX / 1024 ** 2} MiB`],
	['table-lines', count(TABLE_LINES_MAX)],
	['avatar-bytes', `${AVATAR_BYTES_MAX / 1024 ** 2} MiB`],
	['avatar-pixels', count(AVATAR_PIXELS_MAX)],
	['file-bytes', `${LIMITS.fileBytes / 1024 ** 2} MiB`],
	['quota-bytes', `${LIMITS.quotaBytes / 1024 ** 3} GiB`],
	['uploads-of-account', count(UPLOADS_OF_ONE_MAX)],
	['upload-silence', `${SILENCE_MS_MAX / SECOND_MS} s`],
	['tokens', count(TOKENS_MAX)],
	['bots', count(BOTS_MAX)],
	['exports-of-account', count(1)],
	['exports', count(EXPORTS_MAX)],
	['export-time', `${EXPORT_MS_MAX / SECOND_MS} s`],
	['account-connections', count(ACCOUNT_CONNECTIONS_MAX)],
	['open-requests', count(OPEN_REQUESTS_MAX)],
	['refused-in-row', count(REFUSED_IN_ROW_MAX)],
	['sync-events', count(LIMITS.syncEvents)],
	['write-queue', count(QUEUE_COMMANDS_MAX)],
	['requests-per-ip-second', count(LIMITS.requestsPerIpSecond, SECOND_MS)],
	['connections-per-ip', count(LIMITS.connectionsPerIp)],
	['connections', count(FRONT_DOOR_LIMITS.connections)],
	['head', `${HEAD_BYTES_MAX / 1024} KiB`],
	['head-time', `${FRONT_DOOR_LIMITS.headMs / SECOND_MS} s`],
	['request-time', `${FRONT_DOOR_LIMITS.http.requestMs / SECOND_MS} s`],
	['body', `${BODY_BYTES_MAX / 1024} KiB`],
	['body-time', `${BODY_MS_MAX / SECOND_MS} s`],
	['frame', `${CLIENT_FRAME_BYTES_MAX / 1024} KiB`],
]);

test('LI11 the table of limits names those that the code has', () => {
	expect(rows.map(({ name }) => name).toSorted()).toEqual([...AT_MOST.keys()].toSorted());
	expect(rows.filter(({ cells }) => cells.length !== 5 || cells.includes(''))).toEqual([]);
});

test.each(rows)('LI11 $name is what the table says', ({ name, cells }) => {
	expect(cells[2]).toBe(AT_MOST.get(name));
});

/** `10 in 15 min`, or a number alone. */
function count(max: number, windowMs?: number): string {
	const number = max.toLocaleString('en-US');
	return windowMs === undefined ? number : `${number} in ${windowOf(windowMs)}`;
}

function windowOf(ms: number): string {
	if (ms % DAY_MS === 0) return `${ms / DAY_MS} day`;
	if (ms % HOUR_MS === 0) return `${ms / HOUR_MS} h`;
	return ms < 60 * SECOND_MS ? `${ms / SECOND_MS} s` : `${ms / 60 / SECOND_MS} min`;
}
