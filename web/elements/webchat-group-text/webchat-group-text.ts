/** A text that belongs to a group, changed in place by who may: its name, what is announced, what oneself is called in it. */
import { css, html, nothing } from 'lit';
import type { Reply } from '../../client/requests.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { t } from '../../shared/i18n.ts';
import { icons } from '../../shared/icons.ts';
import { refusalText } from '../../shared/refusals.ts';

export class WebchatGroupText extends ChatElement {
	static override properties = {
		label: {},
		value: {},
		none: {},
		max: { type: Number },
		lines: { type: Boolean },
		editable: { type: Boolean },
		save: { attribute: false },
		_draft: { state: true },
		_busy: { state: true },
		_problem: { state: true },
	};
	static override styles = withControls(css`
		:host {
			display: block;
			margin-top: var(--space-3);
		}
		.said {
			display: flex;
			align-items: start;
			gap: var(--space-2);
		}
		.said > div {
			flex: 1;
			min-width: 0;
			overflow-wrap: anywhere;
		}
		.said button {
			margin: -8px -8px 0 0;
		}
		.text {
			white-space: pre-wrap;
		}
		textarea {
			min-height: 120px;
			resize: vertical;
		}
		.count {
			flex: 1;
			align-self: center;
			color: var(--muted);
			font-size: var(--text-small);
		}
		.count.over {
			color: var(--danger);
		}
	`);
	declare label: string;
	declare value: string;
	/** What stands there while there is no text. */
	declare none: string;
	/** Code points. */
	declare max: number;
	/** Of several lines. */
	declare lines: boolean;
	declare editable: boolean;
	declare save: (text: string) => Promise<Reply>;
	/** What is being written; undefined while nobody writes. */
	declare _draft: string | undefined;
	declare _busy: boolean;
	declare _problem: string;

	constructor() {
		super();
		this.lines = false;
		this.editable = false;
		this._draft = undefined;
		this._busy = false;
		this._problem = '';
	}

	override render() {
		return this._draft === undefined ? this.#said() : this.#form(this._draft);
	}

	#said() {
		const { label, value, none } = this;
		return html`<div class="said">
			<div>
				<p class="label">${label}</p>
				<p class="text ${value === '' ? 'muted' : ''}">${value === '' ? none : value}</p>
			</div>
			${this.editable ? html`<button class="icon" type="button" aria-label=${t('group.edit', { what: label })} title=${t('group.edit', { what: label })} @click=${this.#begin}>${icons.edit}</button>` : nothing}
		</div>`;
	}

	#form(draft: string) {
		const length = [...draft.trim()].length;
		const over = length > this.max;
		const input = (event: InputEvent) => {
			this._draft = (event.target as HTMLInputElement).value;
		};
		const field = { id: 'text', describedby: 'count problem' };
		return html`<form @submit=${this.#onSubmit}>
			<label for="text">${this.label}</label>
			${
				this.lines
					? html`<textarea id=${field.id} aria-describedby=${field.describedby} aria-invalid=${over || this._problem !== ''} .value=${draft} @input=${input}></textarea>`
					: html`<input id=${field.id} type="text" autocomplete="off" aria-describedby=${field.describedby} aria-invalid=${over || this._problem !== ''} .value=${draft} @input=${input} />`
			}
			<p id="problem" class="error" role="alert">${this._problem}</p>
			<div class="actions">
				<span id="count" class="count ${over ? 'over' : ''}">${t('group.length', { count: length.toLocaleString(), max: this.max.toLocaleString() })}</span>
				<button type="button" @click=${this.#leave}>${t('cancel')}</button>
				<button class="primary" type="submit" ?disabled=${over || this._busy}>${t('save')}</button>
			</div>
		</form>`;
	}

	readonly #begin = async (): Promise<void> => {
		this._draft = this.value;
		await this.updateComplete;
		this.renderRoot.querySelector<HTMLElement>('#text')?.focus();
	};

	readonly #leave = async (): Promise<void> => {
		this._draft = undefined;
		this._problem = '';
		await this.updateComplete;
		this.renderRoot.querySelector('button')?.focus();
	};

	async #onSubmit(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		if (this._busy || this._draft === undefined) return;
		this._busy = true;
		const reply = await this.save(this._draft.trim());
		this._busy = false;
		if (reply.state === 'done') return this.#leave();
		this._problem = refusalText(reply.error);
	}
}

customElements.define('webchat-group-text', WebchatGroupText);
