/** People from a table: all of it is checked first, then they are made one by one, each told once it is durable. */
import { foldUsername } from '../../core/domain/username.ts';
import type { Surroundings } from './commands.ts';
import { makePerson } from './people.ts';
import { both, inOneLine } from './say.ts';
import { readTable, TABLE_BYTES_MAX, TABLE_LINES_MAX, type WrongLine } from './table.ts';

/** Wrong lines told at once. */
const TOLD_MAX = 100;

/**
 * Prints a line of CSV for each person: user name, password, and `made`, or `there` for a name that was there before, whose
 * account is left as it is: so a table can be imported again after an interruption. False where anybody could not be made.
 */
export async function importPeople(at: Surroundings, path: string, dryRun: boolean): Promise<boolean> {
	const bytes = bytesOf(at, path);
	if (bytes === undefined) return false;
	const table = readTable(bytes);
	if ('wrong' in table) {
		for (const wrong of table.wrong.slice(0, TOLD_MAX)) at.tell(`${lineOf(wrong)}\n`);
		at.tell(both('nothing-imported', { count: table.wrong.length }));
		return false;
	}
	const { facts } = at.engine.views;
	const isThere = (username: string) => facts.accountByUsername(foldUsername(username)) !== undefined;
	if (dryRun) {
		const there = table.people.filter(({ person }) => isThere(person.username)).length;
		at.print(both('dry-run', { made: table.people.length - there, there }));
		return true;
	}
	const count = { made: 0, there: 0, refused: 0 };
	at.print('username,password,result\n');
	for (const { line, person } of table.people) {
		const { username, password } = person;
		const rejection = isThere(username) ? ({ code: 'username-taken' } as const) : await makePerson(at.engine, person);
		if (rejection === undefined) {
			count.made += 1;
			at.print(`${username},${password},made\n`);
		} else if (rejection.code === 'username-taken') {
			count.there += 1;
			at.print(`${username},,there\n`);
		} else {
			count.refused += 1;
			at.print(`${username},,${rejection.code}\n`);
			at.tell(`${inOneLine('line', { line }, rejection)}\n`);
		}
	}
	at.tell(both('imported', count));
	return count.refused === 0;
}

function bytesOf(at: Surroundings, path: string): Uint8Array | undefined {
	try {
		return at.readFile(path);
	} catch {
		at.tell(both('unreadable', { path }));
		return undefined;
	}
}

function lineOf(wrong: WrongLine): string {
	switch (wrong.what) {
		case 'refused':
			return inOneLine('line', { line: wrong.line }, wrong.rejection);
		case 'doubled':
			return inOneLine('doubled', { line: wrong.line, above: wrong.above, value: wrong.value });
		case 'unknown-heading':
			return inOneLine('unknown-heading', { heading: wrong.heading });
		case 'no-username':
			return inOneLine('no-username');
		case 'too-large':
			return inOneLine('table-too-large', { lines: TABLE_LINES_MAX, mebibytes: TABLE_BYTES_MAX / 1024 / 1024 });
		case 'no-table':
			return inOneLine('no-table', { line: wrong.line, reason: wrong.reason });
		default:
			return wrong satisfies never;
	}
}
