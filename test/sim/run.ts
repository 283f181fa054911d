/** `npm run sim -- --seed N [--steps N] [--trace]`: one simulated history, its trace hash, and whether all checks hold. */
import { parseArgs } from 'node:util';
import { simulate } from './simulate.ts';

const STEPS = 150;

const { values } = parseArgs({
	options: {
		seed: { type: 'string', default: '1' },
		steps: { type: 'string', default: String(STEPS) },
		trace: { type: 'boolean', default: false },
		help: { type: 'boolean', default: false },
	},
});

const [seed, steps] = [Number(values.seed), Number(values.steps)];
if (values.help || !Number.isSafeInteger(seed) || !Number.isSafeInteger(steps)) {
	console.log('npm run sim -- --seed N [--steps N] [--trace]');
	process.exit(values.help ? 0 : 1);
}

const result = await simulate({ seed, steps, ...(values.trace ? { print: (line) => console.log(line) } : {}) });
for (const violation of result.violations) console.log(`violated at ${violation}`);
console.log(
	`seed ${seed}: ${result.events} events, ${result.acknowledged} acknowledged, ${result.simulatedMs} ms, trace ${result.trace}`,
);
console.log(result.violations.length === 0 ? 'every check holds' : `${result.violations.length} violations`);
process.exitCode = result.violations.length === 0 ? 0 : 1;
