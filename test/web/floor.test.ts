import { expect, test } from 'vitest';
import { buildClient } from '../../web/build.ts';

/** What came to Chrome after 100, to Safari after 16.4 or to Firefox after 115, or is not there on plain http. */
const TOO_NEW = [
	...['isWellFormed', 'toWellFormed', 'toSorted', 'toReversed', 'toSpliced', 'withResolvers', 'groupBy', 'fromAsync'],
	...['randomUUID', 'crypto.subtle', 'URL.parse', 'URL.canParse', 'AbortSignal.any', 'AbortSignal.timeout'],
	...[
		'showPopover',
		'hidePopover',
		'togglePopover',
		'symmetricDifference',
		'isSubsetOf',
		'Promise.try',
		'structuredClone(',
	],
];

test('CL73 the pages use nothing that browsers at the floor lack', async () => {
	const scripts = [...(await buildClient())].filter(([path]) => path.endsWith('.js'));
	const used = scripts.flatMap(([path, { body }]) =>
		TOO_NEW.filter((name) => body.toString('utf8').includes(name)).map((name) => `${path} ${name}`),
	);
	expect(used).toEqual([]);
	expect(scripts.length).toBeGreaterThan(5);
});

test('CL73 the script that looks at the browser is one that any browser understands', async () => {
	const floor = [...(await buildClient())].filter(([path]) => path.startsWith('/assets/floor-'));
	expect(floor).toHaveLength(1);
	const code = floor[0]![1].body.toString('utf8').replaceAll(/"[^"]*"|'[^']*'/g, '');
	expect(code).not.toMatch(/=>|`|\?\.|\b(let|const|class|import|export)\b/);
});
