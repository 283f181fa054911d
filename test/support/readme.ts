/** The README, for tests that run what stands in it: its code blocks as they are, and the commands that it names. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');
export const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** The block of code whose first line is `// <name>`, without that line's fence. Throws where there is none. */
export function codeOf(name: string): string {
	const [, code] = new RegExp(`\`\`\`js\\n(// ${name.replaceAll('.', '\\.')}\\n[^]*?)\`\`\``).exec(README) ?? [];
	if (code === undefined) throw new Error(`the README has no ${name}`);
	return code;
}
