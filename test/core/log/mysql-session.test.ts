import { describe, expect, test } from 'vitest';
import { binaryCollation } from '../../../core/log/mysql-dialect.ts';
import { factsOf } from '../../../core/log/mysql-session.ts';

const safe = {
	transaction_isolation: 'READ-COMMITTED',
	autocommit: 'OFF',
	log_bin: 'ON',
	binlog_format: 'ROW',
	sync_binlog: '1',
	innodb_flush_log_at_trx_commit: '1',
	max_allowed_packet: '16777216',
};

function factsWith(changes: Record<string, string>) {
	return factsOf(new Map(Object.entries({ ...safe, ...changes })));
}

describe('the variables of a session', () => {
	test('EL18 a safe server brings no warning', () => {
		expect(factsWith({})).toEqual({ warnings: [], packetBytesMax: 16_777_216 });
	});

	test('EL12 any other isolation than READ COMMITTED is refused, by whichever name the server has for it', () => {
		expect(() => factsWith({ transaction_isolation: 'REPEATABLE-READ' })).toThrow('READ COMMITTED');
		const { transaction_isolation: isolation, ...others } = safe;
		expect(factsOf(new Map(Object.entries({ ...others, tx_isolation: isolation }))).warnings).toEqual([]);
		expect(() => factsOf(new Map(Object.entries({ ...others, tx_isolation: 'SERIALIZABLE' })))).toThrow();
		expect(() => factsOf(new Map(Object.entries(others)))).toThrow();
		expect(() => factsWith({ autocommit: 'ON' })).toThrow();
	});

	test('EL18 binlog format STATEMENT is refused where there is a binlog', () => {
		expect(() => factsWith({ binlog_format: 'STATEMENT' })).toThrow('binlog_format');
		expect(factsWith({ binlog_format: 'STATEMENT', log_bin: 'OFF' }).warnings).toEqual([]);
		expect(factsWith({ binlog_format: 'MIXED' }).warnings).toEqual([]);
	});

	test('EL18 what a power cut may lose is warned of', () => {
		expect(factsWith({ innodb_flush_log_at_trx_commit: '2' }).warnings).toEqual(['mysql-flush-log-not-at-commit']);
		expect(factsWith({ sync_binlog: '0' }).warnings).toEqual(['mysql-binlog-not-synced']);
		expect(factsWith({ sync_binlog: '0', log_bin: 'OFF' }).warnings).toEqual([]);
	});

	test('EL9 each server has its own name for comparing byte by byte, spaces at the end included', () => {
		expect(binaryCollation('10.11.19-MariaDB-0+deb12u1')).toBe('utf8mb4_nopad_bin');
		expect(binaryCollation('8.4.3')).toBe('utf8mb4_0900_bin');
	});
});
