/** A section of the settings: about one account, whose server it asks; it tells the page when the account is not its own any more. */
import { css, html, nothing, type PropertyDeclarations } from 'lit';
import { ChatElement } from './element.ts';
import { formFields } from './form-page.ts';
import type { OwnAccount, Posted } from './http.ts';
import { send } from './http.ts';
import { refusalText } from './refusals.ts';

/** Refusals after which the page is nobody's, or another's. */
const OVER: ReadonlySet<string> = new Set(['no-session', 'other-account']);

export const sectionStyles = [
	formFields,
	css`
		h2 {
			margin-bottom: var(--space-3);
			font-size: var(--text-large);
		}
		h3 {
			margin: var(--space-5) 0 var(--space-2);
		}
		section + section {
			margin-top: var(--space-5);
			padding-top: var(--space-4);
			border-top: 1px solid var(--line);
		}
		button.primary {
			width: auto;
		}
		select {
			width: 100%;
			min-height: calc(var(--target) + 4px);
			padding: 7px 12px;
			border: 1px solid var(--field-line);
			border-radius: var(--radius-small);
			background: var(--raised);
			color: inherit;
			font: inherit;
		}
		h2 + .muted {
			margin-bottom: var(--space-3);
		}
		.item {
			display: flex;
			flex-wrap: wrap;
			align-items: center;
			gap: var(--space-2) var(--space-3);
			padding: var(--space-3) 0;
			border-top: 1px solid var(--line);
		}
		.item > div {
			flex: 1 1 200px;
			min-width: 0;
			overflow-wrap: anywhere;
		}
		.item .muted {
			font-size: var(--text-small);
		}
		.done {
			color: var(--accent);
		}
	`,
];

export abstract class SettingsSection extends ChatElement {
	static override properties: PropertyDeclarations = {
		account: { attribute: false },
		_busy: { state: true },
		_problem: { state: true },
		_done: { state: true },
	};
	declare account: OwnAccount;
	/** A request is under way. */
	declare _busy: boolean;
	/** What was refused last and is about no field, as a sentence. */
	declare _problem: string;
	/** What was done last, as a sentence. */
	declare _done: string;

	constructor() {
		super();
		this._busy = false;
		this._problem = '';
		this._done = '';
	}

	/** One request at a time, for this account. */
	protected async ask(...[method, path, body]: Parameters<typeof send>): Promise<Posted> {
		this._busy = true;
		this._problem = '';
		this._done = '';
		const posted = await send(method, path, body, this.account.id);
		this._busy = false;
		if (posted.state === 'done') return posted;
		if (OVER.has(posted.error.code))
			this.dispatchEvent(new CustomEvent('over', { detail: posted.error.code, bubbles: true, composed: true }));
		// Who is signed in has given no name that could be wrong.
		const { error } = posted;
		return error.code === 'bad-credentials' ? { ...posted, error: { ...error, code: 'wrong-password' } } : posted;
	}

	/** The same where a refusal is about no field. */
	protected async askPlainly(...request: Parameters<typeof send>): Promise<Posted> {
		const posted = await this.ask(...request);
		if (posted.state === 'refused') this._problem = refusalText(posted.error);
		return posted;
	}

	/** The account is another now, as the server tells it; the page looks. */
	protected changed(): void {
		this.dispatchEvent(new CustomEvent('changed', { bubbles: true, composed: true }));
	}

	protected said() {
		return html`<div role="status">
			${this._problem === '' ? nothing : html`<p class="notice problem">${this._problem}</p>`}
			${this._done === '' ? nothing : html`<p class="notice">${this._done}</p>`}
		</div>`;
	}
}

declare global {
	interface HTMLElementEventMap {
		/** The code of the refusal. */
		over: CustomEvent<string>;
		changed: CustomEvent<undefined>;
	}
}
