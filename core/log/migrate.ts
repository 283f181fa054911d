/** `npm run migrate`: makes a log's database and schema ahead of time, and a user with narrow rights for the server. */
import { parseArgs } from 'node:util';
import { fill } from '../messages/fill.ts';
import { parseLogUrl } from './log-url.ts';
import en from './messages/en.json' with { type: 'json' };
import zh from './messages/zh.json' with { type: 'json' };
import { MysqlConnection } from './mysql-connection.ts';
import { isUser, userStatements } from './mysql-grants.ts';
import { prepareReader } from './mysql-session.ts';
import { openLog } from './open.ts';
import { LogError } from './port.ts';
import { SCHEMA_VERSION } from './schema.ts';

const OPTIONS = {
	log: { type: 'string' },
	user: { type: 'string' },
	'password-env': { type: 'string' },
	from: { type: 'string', default: '%' },
	help: { type: 'boolean', default: false },
} as const;
const DATA_FOLDER = './data';

type Say = (key: keyof typeof en & keyof typeof zh, fields?: Readonly<Record<string, string | number>>) => void;

/** Does what the arguments say; returns the exit code. */
async function main(args: readonly string[], env: NodeJS.ProcessEnv, say: Say): Promise<number> {
	const values = parsed(args);
	if (values instanceof Error) return refuse(say, 'wrong-options', { reason: values.message });
	if (values.help) return told(say, 'help');
	if (values.log === undefined) return refuse(say, 'no-log');
	try {
		return await migrated(values.log, values, env, say);
	} catch (error) {
		if (!(error instanceof LogError)) throw error;
		return refuse(say, 'failed', { reason: error.message });
	}
}

function parsed(args: readonly string[]) {
	try {
		return parseArgs({ args: [...args], options: OPTIONS }).values;
	} catch (error) {
		if (error instanceof TypeError) return error;
		throw error;
	}
}

type Wanted = Exclude<ReturnType<typeof parsed>, Error>;

async function migrated(url: string, wanted: Wanted, env: NodeJS.ProcessEnv, say: Say): Promise<number> {
	const target = parseLogUrl(url, DATA_FOLDER);
	const { user, from } = wanted;
	const password = env[wanted['password-env'] ?? ''];
	if (user !== undefined) {
		if (target.kind !== 'mysql') return refuse(say, 'no-users');
		if (!isUser(user, from)) return refuse(say, 'wrong-user');
		if (password === undefined || password === '') return refuse(say, 'no-password');
	}
	const { log } = await openLog(url, { dataFolder: DATA_FOLDER });
	await log.close();
	say('done', { version: SCHEMA_VERSION });
	if (user === undefined || password === undefined || target.kind !== 'mysql') return 0;
	const admin = await MysqlConnection.connect(target);
	try {
		await prepareReader(admin);
		for (const statement of userStatements(target.database, user, from, password)) await admin.text(statement);
	} finally {
		admin.destroy();
	}
	return told(say, 'granted', { user, host: from });
}

function told(say: Say, ...what: Parameters<Say>): number {
	say(...what);
	return 0;
}

function refuse(say: Say, ...what: Parameters<Say>): number {
	say(...what);
	return 1;
}

if (import.meta.main) {
	process.exitCode = await main(process.argv.slice(2), process.env, (key, fields = {}) => {
		for (const sentences of [zh, en]) {
			process.stdout.write(`${fill(sentences[key], fields)}\n`);
		}
	});
}
