/**
 * The form that stands in the document and works without script. Whoever began to fill it in before the script came,
 * or was told there what is wrong, finds all of it in the page that takes its place.
 */
import type { Refused } from './http.ts';

const values = new Map<string, string>();
let focus: string | undefined;
let refused: Refused | undefined;
let sent: string | undefined;

/** Takes the place of the plain form: remembers what stands in it, and removes it. */
export function takePlainForm(): void {
	const plain = document.querySelector('[data-plain]');
	if (plain === null) return;
	for (const { name, value, type } of plain.querySelectorAll('input'))
		if (value !== '' && !['hidden', 'checkbox'].includes(type)) values.set(name, value);
	if (document.activeElement instanceof HTMLInputElement) focus = document.activeElement.name;
	const error = plain.querySelector('[role="alert"]');
	const field = /^(.*)-error$/.exec(error?.id ?? '')?.[1];
	const about = field === undefined ? {} : { field };
	if (error !== null) refused = { code: 'told-before', message: error.textContent.trim(), ...about };
	sent = plain.querySelector('.field .notice')?.textContent.trim();
	plain.remove();
}

/** What was typed into a field of it. */
export function typedBefore(name: string): string | undefined {
	return values.get(name);
}

/** The field of it that had the focus. */
export function focusedBefore(): string | undefined {
	return focus;
}

/** What the server had said of it. */
export function refusedBefore(): Refused | undefined {
	return refused;
}

/** Where it said that a code is, which it had asked for. */
export function sentBefore(): string | undefined {
	return sent;
}
