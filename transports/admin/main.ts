/**
 * `npm run admin -- <command>`: what operators do, on the log that the settings name, whether or not a server runs on it;
 * one that does knows within its next look at the log (250 ms). Everything is an event with the operator as author.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { IncomprehensibleEvent } from '../../core/domain/codec.ts';
import { LogError } from '../../core/log/port.ts';
import { type Config, readConfig } from '../config.ts';
import { operatorLine, wrongSettingLine } from '../messages.ts';
import { systemClock } from '../system-clock.ts';
import { COMMANDS, OPTIONS, VERBS, type Verb } from './commands.ts';
import { openAdminEngine } from './engine.ts';
import { both } from './say.ts';

/** Settings that may be given as flags: where the log is. */
const PLACES = ['log', 'data'] as const;

process.exitCode = await main(process.argv.slice(2), process.env);

/** Returns the exit code: 0 when it was done, 1 when it was refused or failed, 2 when it was not understood. */
async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
	const asked = read(args);
	if ('wrong' in asked) {
		process.stderr.write(both('wrong-options', { reason: asked.wrong }));
		process.stderr.write(both('help'));
		return 2;
	}
	if ('help' in asked) {
		process.stdout.write(both('help'));
		return 0;
	}
	const { verb, word, values } = asked;
	const places = PLACES.flatMap((name) => (values[name] === undefined ? [] : [`--${name}=${values[name]}`]));
	const config = readConfig({ args: places, env, readFile: (path) => readFileSync(path, 'utf8') });
	if ('wrong' in config) {
		process.stderr.write(`${wrongSettingLine(config.wrong.setting, config.wrong.problem)}\n`);
		return 2;
	}
	if (!('ok' in config)) return 2;
	return run(config.ok, env, (at) => COMMANDS[verb].run(at, word, values));
}

type Run = (at: Parameters<(typeof COMMANDS)[Verb]['run']>[0]) => Promise<boolean>;

async function run(config: Config, env: NodeJS.ProcessEnv, command: Run): Promise<number> {
	try {
		const engine = await openAdminEngine(config);
		try {
			const done = await command({
				engine,
				env,
				readFile: (path) => readFileSync(path),
				print: (text) => process.stdout.write(text),
				tell: (text) => process.stderr.write(text),
				now: () => systemClock.now(),
				url: config.url,
			});
			return done ? 0 : 1;
		} finally {
			await engine.close();
		}
	} catch (error) {
		const isKnown = error instanceof LogError || error instanceof IncomprehensibleEvent;
		if (!isKnown) throw error;
		const unknown = error instanceof IncomprehensibleEvent;
		const reason = error.message;
		process.stderr.write(
			`${unknown ? operatorLine('incomprehensible') : operatorLine('cannot-open-log', { reason })}\n`,
		);
		return 1;
	}
}

function read(args: readonly string[]) {
	const places = { log: { type: 'string' }, data: { type: 'string' }, help: { type: 'boolean' } } as const;
	try {
		const { values, positionals } = parseArgs({
			args: [...args],
			options: { ...OPTIONS, ...places },
			allowPositionals: true,
		});
		const [first, word = '', ...more] = positionals;
		if (values.help === true || first === 'help') return { help: true } as const;
		const verb = VERBS.find((known) => known === first);
		if (verb === undefined) return { wrong: first ?? '' };
		const { takes, options } = COMMANDS[verb];
		const names = Object.keys(values).filter((name) => !Object.hasOwn(places, name));
		const foreign = names.find((name) => !options.some((option) => option === name));
		if (foreign !== undefined) return { wrong: `--${foreign}` };
		if (more.length > 0 || (takes === 1) !== (word !== '')) return { wrong: positionals.slice(1).join(' ') || verb };
		return { verb, word, values };
	} catch (error) {
		// An option that nobody knows: `parseArgs` says so by throwing.
		if (error instanceof TypeError) return { wrong: error.message };
		throw error;
	}
}
