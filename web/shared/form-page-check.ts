/**
 * What is wrong with the fields of a form, and when to say so: not before somebody has typed something and left the
 * field; from then on with each key; all at once when the form is to be sent; and what the server said until it is changed.
 */
import type { LitElement } from 'lit';
import type { Rule } from './form-page-rules.ts';
import type { Refused } from './http.ts';
import { focusedBefore, refusedBefore } from './plain-form.ts';
import { afterPress } from './press.ts';
import { refusalText } from './refusals.ts';

export class FormCheck {
	readonly #host: LitElement;
	readonly #rules: Readonly<Record<string, Rule>>;
	/** Fields whose errors are shown. */
	readonly #judged = new Set<string>();
	/** Fields typed in and not left yet. */
	readonly #typed = new Set<string>();
	/** Password fields whose text can be read. */
	readonly #shown = new Set<string>();
	#refused: Refused | null = null;

	constructor(host: LitElement, rules: Readonly<Record<string, Rule>>) {
		this.#host = host;
		this.#rules = rules;
	}

	/** What is said at the field now. */
	problem(name: string): string | undefined {
		if (this.#refused?.field === name) return refusalText(this.#refused);
		return this.#judged.has(name) ? this.#rules[name]?.(this.text(name)) : undefined;
	}

	/** What the server refused that is about no field of this form. */
	get problemOfAll(): string | undefined {
		const { field } = this.#refused ?? {};
		if (this.#refused === null || (field !== undefined && field in this.#rules)) return undefined;
		return refusalText(this.#refused);
	}

	/** Goes on where the form without script ended; without one, at the field of this name. */
	begin(name: string): void {
		const before = refusedBefore();
		if (before !== undefined && (before.field === undefined || before.field in this.#rules)) this.refuse(before);
		const begun = focusedBefore() ?? before?.field ?? '';
		this.#input(begun in this.#rules ? begun : name)?.focus();
	}

	/** Whether the field's text may be sent as it is; from here on it is judged. */
	checkField(name: string): boolean {
		this.#judged.add(name);
		this.#host.requestUpdate();
		return this.#rules[name]?.(this.text(name)) === undefined;
	}

	/** Whether the form may be sent; if not, goes to the first field that keeps it. */
	check(): boolean {
		this.#refused = null;
		const wrong = Object.keys(this.#rules).filter((name) => !this.checkField(name));
		void this.focusFirstProblem();
		return wrong.length === 0;
	}

	/** The form is empty again, and nothing in it is judged. */
	clear(): void {
		for (const name of Object.keys(this.#rules)) {
			const input = this.#input(name);
			if (input !== null) input.value = '';
		}
		this.#judged.clear();
		this.#typed.clear();
		this.refuse(null);
	}

	/** Shows what the server said, at its field where it is about one of this form's. */
	refuse(error: Refused | null): void {
		this.#refused = error;
		this.#host.requestUpdate();
	}

	async focusFirstProblem(): Promise<void> {
		await this.#host.updateComplete;
		this.#host.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
	}

	/** Without spaces around it, which keyboards add; a password as it is. */
	text(name: string): string {
		const input = this.#input(name);
		return (input?.dataset.kind === 'password' ? input.value : input?.value.trim()) ?? '';
	}

	/** The texts of these fields, by name. */
	texts(...names: readonly string[]): Record<string, string> {
		return Object.fromEntries(names.map((name) => [name, this.text(name)]));
	}

	readonly onInput = (event: Event): void => {
		const { name } = event.target as HTMLInputElement;
		this.#typed.add(name);
		if (this.#refused !== null && (this.#refused.field === name || this.#refused.field === undefined))
			this.#refused = null;
		this.#host.requestUpdate();
	};

	readonly onLeave = (event: Event): void => {
		const { name } = event.target as HTMLInputElement;
		if (!this.#typed.delete(name)) return;
		this.#judged.add(name);
		afterPress(() => this.#host.requestUpdate());
	};

	isShown(name: string): boolean {
		return this.#shown.has(name);
	}

	toggleShown(name: string): void {
		if (!this.#shown.delete(name)) this.#shown.add(name);
		this.#host.requestUpdate();
	}

	#input(name: string): HTMLInputElement | null {
		return this.#host.renderRoot.querySelector<HTMLInputElement>(`input[name="${name}"]`);
	}
}
