import { defineConfig } from 'vitest/config';

/** One project a suite of `npm test`; `test/run.js` runs them one after the other, each with its own budget. */
const suite = (name: string, include: string[], options: { testTimeout?: number; fileParallelism?: boolean } = {}) => ({
	test: { name, include, testTimeout: 20_000, hookTimeout: 60_000, ...options },
});

export default defineConfig({
	test: {
		maxWorkers: '100%',
		projects: [
			suite('unit', ['test/{core,projections,transports,web,house}/**/*.test.ts']),
			suite('contract', ['test/contract/**/*.test.ts'], { testTimeout: 60_000, fileParallelism: false }),
			suite('sim', ['test/sim/**/*.test.ts'], { testTimeout: 120_000 }),
			suite('crash', ['test/crash/**/*.test.ts'], { testTimeout: 120_000, fileParallelism: false }),
			suite('large', ['test/large/**/*.test.ts'], { testTimeout: 600_000 }),
			suite('gallery', ['test/gallery/**/*.test.ts'], { testTimeout: 120_000 }),
			suite('e2e', ['test/e2e/**/*.test.ts'], { testTimeout: 120_000 }),
		],
	},
});
