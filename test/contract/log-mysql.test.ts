import { afterAll, beforeAll, describe } from 'vitest';
import { freshMysqlStore } from '../support/log-mysql.ts';
import { type Mariadb, startMariadb } from '../support/mariadb.ts';
import { logContract } from './log-suite.ts';

describe('mysql', () => {
	let server: Mariadb;
	beforeAll(async () => {
		server = await startMariadb();
	});
	afterAll(() => server.stop());
	logContract({ fresh: () => freshMysqlStore(server) });
});
