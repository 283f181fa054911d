import { expect, it } from 'vitest';
import { stretches, violationsOf } from './seeds.ts';

it.each(stretches(151, 300))(
	'SM1 whatever happens, every check holds in the end: seeds $from to $to',
	async ({ from, to }) => {
		expect(await violationsOf(from, to)).toEqual({});
	},
);
