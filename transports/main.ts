/** The server's process: settings, console, signals. Everything else stands in `transports/server.ts`. */
import { mkdirSync, readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { pino } from 'pino';
import { IncomprehensibleEvent } from '../core/domain/codec.ts';
import { LogError } from '../core/log/port.ts';
import { type Config, readConfig } from './config.ts';
import { inDemoFolder } from './demo/folder.ts';
import { type Locate, openLocate } from './locate.ts';
import { operatorLine, wrongSettingLine } from './messages.ts';
import { type RunningServer, startServer } from './server.ts';
import { systemClock } from './system-clock.ts';

/** From the signal to the end of the process; what is not finished by then is left to the next start. */
const STOP_MS_MAX = 9_000;
const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;
const STOP_SIGNALS_OF_DEMO = [...STOP_SIGNALS, 'SIGHUP'] as const;
/** What people wrote is their own. */
const DATA_FOLDER_MODE = 0o700;

const read = readConfig({
	args: process.argv.slice(2),
	env: process.env,
	readFile: (path) => readFileSync(path, 'utf8'),
});
if ('help' in read) {
	print(operatorLine('help'));
	for (const { variable, flag, fallback, shape } of read.help) {
		print(`  ${flag}  ${variable}${fallback && `=${fallback}`}${shape && `  (${shape})`}`);
	}
} else if ('wrong' in read) fail(wrongSettingLine(read.wrong.setting, read.wrong.problem));
else await run(read.ok.demo === 'on' ? demo(read.ok) : read.ok);

async function run(config: Config): Promise<void> {
	const logger = pino(
		{ level: config.logLevel, base: null, serializers: { error: pino.stdSerializers.err } },
		pino.destination({ dest: 2, sync: true }),
	);
	// An error that nobody expected leaves nothing to trust: the log is durable, the next start begins from it.
	const crash = (error: unknown) => {
		logger.fatal({ error }, 'process.crashed');
		process.exit(1);
	};
	process.on('uncaughtException', crash);
	process.on('unhandledRejection', crash);
	// The launcher is gone, killed perhaps: nothing may be left behind that holds the port.
	process.on('disconnect', () => process.exit(1));
	// Whoever read our lines may stop reading them.
	process.stdout.on('error', () => {});
	process.stderr.on('error', () => {});
	const stopped = Promise.withResolvers<'stopped'>();
	// A demo is over, too, when its terminal is closed; a real server may have been told to outlive that.
	const signals = config.demo === 'on' ? STOP_SIGNALS_OF_DEMO : STOP_SIGNALS;
	for (const signal of signals) process.on(signal, () => stopped.resolve('stopped'));
	const starting = start(config, (level, what, fields = {}) => logger[level](fields, what));
	const server = await Promise.race([stopped.promise, starting]);
	// Nothing was promised to anybody yet.
	if (server === 'stopped') process.exit(0);
	const why = await Promise.race([stopped.promise, server.incomprehensible]);
	systemClock.after(STOP_MS_MAX, () => {
		logger.warn('process.stopped-late');
		process.exit(why === 'stopped' ? 0 : 1);
	});
	await server.stop();
	if (why !== 'stopped') fail(operatorLine('incomprehensible'));
	process.exit(0);
}

/** Starts the server and says where it is, or ends the process with one line that says why not. */
async function start(config: Config, note: Parameters<typeof startServer>[0]['note']): Promise<RunningServer> {
	const { host, port } = config;
	makeDataFolder(config.data);
	const tls = readTls(config);
	const located = await readLocate(config);
	const production = process.env.NODE_ENV === 'production';
	try {
		const started = await startServer({ config, clock: systemClock, note, production, print, ...tls, ...located });
		switch (started.state) {
			case 'running':
				print(operatorLine('ready', { url: addressOf(config, started.server.port) }));
				return started.server;
			case 'port-taken':
				return started.free === undefined
					? fail(operatorLine('port-taken-no-other', { port }))
					: fail(operatorLine('port-taken', { port, free: started.free }));
			case 'cannot-listen':
				return fail(operatorLine('cannot-listen', { host, port, reason: started.code }));
			default:
				return started satisfies never;
		}
	} catch (error) {
		if (error instanceof IncomprehensibleEvent) return fail(operatorLine('incomprehensible'));
		const reason = error instanceof Error ? error.message : String(error);
		return fail(operatorLine(error instanceof LogError ? 'cannot-open-log' : 'cannot-start', { reason }));
	}
}

/** Where people find it: the public address where one is set, and where it listens. */
function addressOf({ host, url, tlsCert }: Config, port: number): string {
	const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
	const here = `${tlsCert === undefined ? 'http' : 'https'}://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
	return url === undefined ? here : `${url} (${here})`;
}

function demo(config: Config): Config {
	try {
		return inDemoFolder(config);
	} catch {
		return fail(wrongSettingLine('--demo', 'unusable-folder'));
	}
}

function makeDataFolder(folder: string): void {
	try {
		mkdirSync(folder, { recursive: true, mode: DATA_FOLDER_MODE });
	} catch {
		fail(wrongSettingLine('WEBCHAT_DATA', 'unusable-folder'));
	}
}

/** What makes the front door speak TLS, if anything does. */
function readTls({ tlsCert, tlsKey }: Config): { readonly tls?: { readonly cert: string; readonly key: string } } {
	if (tlsCert === undefined || tlsKey === undefined) return {};
	const tls = { cert: readPem('WEBCHAT_TLS_CERT', tlsCert), key: readPem('WEBCHAT_TLS_KEY', tlsKey) };
	try {
		createSecureContext(tls);
	} catch {
		return fail(wrongSettingLine('WEBCHAT_TLS_CERT', 'wrong-certificate'));
	}
	return { tls };
}

async function readLocate({ locate }: Config): Promise<{ readonly locate?: Locate }> {
	if (locate === undefined) return {};
	try {
		return { locate: await openLocate(locate) };
	} catch {
		return fail(wrongSettingLine('WEBCHAT_LOCATE', 'wrong-locate'));
	}
}

function readPem(setting: string, path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return fail(wrongSettingLine(setting, 'unreadable-file'));
	}
}

function print(line: string): void {
	process.stdout.write(`${line}\n`);
}

function fail(line: string): never {
	process.stderr.write(`${line}\n`);
	process.exit(1);
}
