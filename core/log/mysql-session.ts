/** What a session must be set to, and what the server must be, before the log trusts it. */
import type { MysqlConnection } from './mysql-connection.ts';
import { LogError } from './port.ts';
import { numberFrom, textFrom } from './sql.ts';

/** A writer that says nothing for so long is cut off, and the head lock with it. */
export const WRITER_SILENT_S_MAX = 10;
const LOCK_WAIT_S_MAX = 5;

/** What makes a server less safe than it could be, by code. */
export type MysqlWarning =
	/** `innodb_flush_log_at_trx_commit` is not 1: a power cut may lose what was acknowledged. */
	| 'mysql-flush-log-not-at-commit'
	/** `sync_binlog` is not 1: a power cut may lose it for the replicas. */
	| 'mysql-binlog-not-synced';

export interface ServerFacts {
	readonly warnings: readonly MysqlWarning[];
	readonly packetBytesMax: number;
}

/** Settings of every session: strict, in UTC, reading what is committed. */
export async function prepareReader(connection: MysqlConnection): Promise<void> {
	await connection.text('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
	await connection.text("SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', time_zone = '+00:00'");
}

/**
 * Settings of the session that writes, and a look at whether they hold. Without autocommit each first statement begins
 * a transaction. Throws `LogError` `failed` for a server that the log cannot be kept on safely.
 */
export async function prepareWriter(connection: MysqlConnection): Promise<ServerFacts> {
	await prepareReader(connection);
	await connection.text(
		`SET SESSION wait_timeout = ${WRITER_SILENT_S_MAX}, net_read_timeout = ${WRITER_SILENT_S_MAX}, innodb_lock_wait_timeout = ${LOCK_WAIT_S_MAX}, autocommit = 0`,
	);
	const facts = factsOf(await variables(connection));
	await connection.text('ROLLBACK');
	return facts;
}

async function variables(connection: MysqlConnection): Promise<ReadonlyMap<string, string>> {
	const names = [
		'transaction_isolation',
		'tx_isolation',
		'autocommit',
		'log_bin',
		'binlog_format',
		'sync_binlog',
		'innodb_flush_log_at_trx_commit',
		'max_allowed_packet',
	];
	const list = names.map((name) => `'${name}'`).join(', ');
	const rows = await connection.text(`SHOW SESSION VARIABLES WHERE Variable_name IN (${list})`);
	return new Map(rows.map(([name, value]) => [textFrom(name).toLowerCase(), textFrom(value)]));
}

/** Judges the session's variables; MariaDB before 11.1 calls the isolation by its older name. */
export function factsOf(variables: ReadonlyMap<string, string>): ServerFacts {
	const isolation = variables.get('transaction_isolation') ?? variables.get('tx_isolation');
	if (isolation !== 'READ-COMMITTED' || variables.get('autocommit') !== 'OFF') {
		throw new LogError('failed', `the database keeps the session at ${isolation}; the log needs READ COMMITTED`);
	}
	const hasBinlog = variables.get('log_bin') === 'ON';
	if (hasBinlog && variables.get('binlog_format') === 'STATEMENT') {
		throw new LogError('failed', 'the database has binlog_format STATEMENT; the log needs ROW or MIXED');
	}
	const warnings: MysqlWarning[] = [];
	if (variables.get('innodb_flush_log_at_trx_commit') !== '1') warnings.push('mysql-flush-log-not-at-commit');
	if (hasBinlog && variables.get('sync_binlog') !== '1') warnings.push('mysql-binlog-not-synced');
	return { warnings, packetBytesMax: numberFrom(variables.get('max_allowed_packet')) };
}
