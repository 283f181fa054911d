import { expect, test } from 'vitest';
import type { Command } from '../../../core/loop/command.ts';
import { createOutside } from '../../../transports/node/outside.ts';

/** As the rule says. */
const COMMANDS_MAX = 512;
const DONE = { state: 'done', events: [], repeated: false, position: 0 } as const;
const COMMAND = { name: 'test', author: null, keys: [], decide: () => ({ events: [] }) };

test('LI6 so many commands of HTTP wait for the log and no more, until one is answered', async () => {
	const submitted: Command[] = [];
	const execute = createOutside((command) => submitted.push(command));
	const waiting = Array.from({ length: COMMANDS_MAX }, () => execute(COMMAND));
	expect(await execute(COMMAND)).toMatchObject({ state: 'rejected', rejection: { code: 'unavailable' } });
	expect(submitted).toHaveLength(COMMANDS_MAX);
	submitted[0]?.settle(DONE);
	expect(await waiting[0]).toEqual(DONE);
	const next = execute(COMMAND);
	expect(submitted).toHaveLength(COMMANDS_MAX + 1);
	for (const command of submitted.slice(1)) command.settle(DONE);
	expect(await next).toEqual(DONE);
});
