/**
 * Runs the suites one after the other, each within its budget, and ends with the line `N passed, N failed`.
 * Arguments name suites (`npm test -- unit sim`); without any, all run
 * but the large ones. Exit code 1 when anything failed.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureSystem, type SystemPart } from './system.ts';

interface Suite {
	readonly name: string;
	/** Seconds after which the suite is ended and counts as failed. */
	readonly budgetSeconds: number;
	readonly needs: readonly SystemPart[];
	/** Runs only when named: it takes longer than a look at one's change may. */
	readonly large?: true;
	/** A check that either holds or not, instead of a vitest project. */
	readonly command?: readonly string[];
}

const SUITES: readonly Suite[] = [
	{ name: 'types', budgetSeconds: 60, needs: [], command: [bin('tsc'), '-p', '.'] },
	{ name: 'lint', budgetSeconds: 60, needs: [], command: [bin('biome'), 'check', '--error-on-warnings', '.'] },
	{ name: 'unit', budgetSeconds: 300, needs: [] },
	{ name: 'sim', budgetSeconds: 150, needs: [] },
	{ name: 'contract', budgetSeconds: 240, needs: ['mariadb'] },
	{ name: 'crash', budgetSeconds: 240, needs: ['mariadb'] },
	{ name: 'gallery', budgetSeconds: 400, needs: ['chromium'] },
	{ name: 'e2e', budgetSeconds: 400, needs: ['mariadb', 'chromium'] },
	{ name: 'large', budgetSeconds: 3600, needs: [], large: true },
];

interface Counts {
	passed: number;
	failed: number;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !SUITES.some((suite) => suite.name === name));
if (unknown.length > 0) {
	console.error(`no suite ${unknown.join(', ')}; there are: ${SUITES.map((suite) => suite.name).join(', ')}`);
	process.exit(2);
}
const chosen = SUITES.filter((suite) => (wanted.length === 0 ? !suite.large : wanted.includes(suite.name)));
const total: Counts = { passed: 0, failed: 0 };
const complaints: string[] = [];
const reports = mkdtempSync(join(tmpdir(), 'webchat-test-'));

for (const suite of chosen) {
	const began = performance.now();
	console.log(`\n== ${suite.name} (budget ${suite.budgetSeconds} s)`);
	const missing = suite.needs.map(ensureSystem).filter((complaint) => complaint !== undefined);
	const counts = missing.length > 0 ? { passed: 0, failed: 1 } : await run(suite);
	complaints.push(...missing.map((complaint) => `${suite.name}: ${complaint}`));
	total.passed += counts.passed;
	total.failed += counts.failed;
	const seconds = ((performance.now() - began) / 1000).toFixed(1);
	console.log(`== ${suite.name}: ${counts.passed} passed, ${counts.failed} failed, ${seconds} s`);
}
rmSync(reports, { recursive: true, force: true });
for (const complaint of new Set(complaints)) console.log(complaint);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);

async function run(suite: Suite): Promise<Counts> {
	if (suite.command)
		return (await exitCode(suite.command, suite)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
	const report = join(reports, `${suite.name}.json`);
	const command = [
		bin('vitest'),
		'run',
		'--project',
		suite.name,
		'--reporter=default',
		'--reporter=json',
		`--outputFile.json=${report}`,
	];
	const code = await exitCode(command, suite);
	const counts = readReport(report);
	// A suite that ended badly without a failed test (an error outside of tests, its budget, no test at all) has failed all the same.
	if ((code !== 0 || counts.passed === 0) && counts.failed === 0) counts.failed = 1;
	return counts;
}

/** Runs one command in a process group of its own, so that past the budget nothing of it is left. */
function exitCode(command: readonly string[], suite: Suite): Promise<number> {
	const [script, ...args] = command;
	const child = spawn(process.execPath, [script!, ...args], { stdio: 'inherit', detached: true });
	const end = () => {
		try {
			process.kill(-child.pid!, 'SIGKILL');
		} catch {
			// It has just ended by itself.
		}
	};
	const timer = setTimeout(() => {
		console.log(`${suite.name}: over its budget of ${suite.budgetSeconds} s`);
		end();
	}, suite.budgetSeconds * 1000);
	const stop = () => {
		end();
		process.exit(130);
	};
	process.once('SIGINT', stop).once('SIGTERM', stop).once('disconnect', stop);
	return new Promise((resolve) => {
		child.on('exit', (code) => {
			clearTimeout(timer);
			process.off('SIGINT', stop).off('SIGTERM', stop).off('disconnect', stop);
			resolve(code ?? 1);
		});
	});
}

/** vitest's JSON report; skipped and todo tests count as failed: nothing passes by not running. */
function readReport(path: string): Counts {
	try {
		const report: { numPassedTests: number; numTotalTests: number } = JSON.parse(readFileSync(path, 'utf8'));
		return { passed: report.numPassedTests, failed: report.numTotalTests - report.numPassedTests };
	} catch {
		return { passed: 0, failed: 0 };
	}
}

/** The script behind a package's command. */
function bin(name: 'tsc' | 'biome' | 'vitest'): string {
	const scripts = { tsc: 'typescript/bin/tsc', biome: '@biomejs/biome/bin/biome', vitest: 'vitest/vitest.mjs' };
	return join(import.meta.dirname, '../node_modules', scripts[name]);
}
