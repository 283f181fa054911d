/**
 * A process that writes to a log, told what to do line by line on its input: `run` writes until `stop`, which answers
 * how many batches were committed; `hold` takes the head lock, appends, and keeps it. Ends with its input.
 */
import { createInterface } from 'node:readline';
import { openLog } from '../../core/log/open.ts';
import { newStream, numbered, record, series } from './log-events.ts';

const [url = '', dataFolder = ''] = process.argv.slice(2);
const { log } = await openLog(url, { dataFolder });
const stream = newStream();
const EVENTS_PER_BATCH = 2;
let isRunning = false;
let batches = 0;
let running: Promise<void> | null = null;

async function run(): Promise<void> {
	while (isRunning) {
		await record(log, series(stream, EVENTS_PER_BATCH, 1 + batches * EVENTS_PER_BATCH));
		batches += 1;
	}
}

for await (const order of createInterface(process.stdin)) {
	switch (order) {
		case 'run':
			isRunning = true;
			running = run();
			say('running');
			break;
		case 'stop':
			isRunning = false;
			await running;
			say(String(batches));
			break;
		case 'hold': {
			const transaction = await log.begin();
			await transaction.append(numbered(transaction, series(stream, 1, 1)), []);
			say('holding');
			break;
		}
		case 'ready':
			say('ready');
			break;
		default:
			throw new Error(`no such order: ${order}`);
	}
}
await log.close();

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}
