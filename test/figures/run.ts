/** `npm run figures`: what the chat page weighs and how quick and steady it is, measured on a real server in the system's Chromium. */
import { parseArgs } from 'node:util';
import { measure } from './measure.ts';

const HELP = `npm run figures -- [--messages N] [--json]
measures the chat page against what is promised of it; ends with 1 when a figure is beyond its limit
  --messages N  how many messages the view holds and receives (10000; at least 6000)
  --json        the figures as JSON`;
const MESSAGES = 10_000;
/** Fewer would not fill what a client keeps of a conversation. */
const MESSAGES_MIN = 6_000;

const { values } = parseArgs({
	options: {
		messages: { type: 'string', default: String(MESSAGES) },
		json: { type: 'boolean', default: false },
		help: { type: 'boolean', default: false },
	},
});
const messages = Number(values.messages);
if (values.help || !Number.isInteger(messages) || messages < MESSAGES_MIN) {
	console.log(HELP);
	process.exit(values.help ? 0 : 1);
}

const figures = await measure(messages, (step) => {
	if (!values.json) console.log(step);
});
if (values.json) console.log(JSON.stringify(figures, null, '\t'));
else
	console.table(
		Object.fromEntries(
			figures.map(({ name, value, max, unit, note }) => [
				name,
				{ measured: `${value} ${unit}`, limit: `${max} ${unit}`, holds: value <= max, note },
			]),
		),
	);
process.exitCode = figures.every(({ value, max }) => value <= max) ? 0 : 1;
