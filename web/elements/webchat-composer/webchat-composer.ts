/** Where a message is written. Enter sends, Shift+Enter begins a line; while an input method composes, Enter is its own. */
import { html } from 'lit';
import type { ConversationId } from '../../../core/ids.ts';
import { TEXT_BYTES_MAX } from '../../../core/wire.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { t } from '../../shared/i18n.ts';
import { icons } from '../../shared/icons.ts';
import { styles } from './styles.ts';

/** What browsers give as the key's code while an input method is at work. */
const COMPOSING_KEY = 229;
const HEIGHT_PX_MAX = 160;

export class WebchatComposer extends ChatElement {
	static override properties = { conversation: {}, _text: { state: true } };
	static override styles = withControls(styles);
	declare conversation: ConversationId;
	declare _text: string;
	/** Texts begun in other conversations. */
	readonly #drafts = new Map<ConversationId, string>();

	constructor() {
		super();
		this._text = '';
	}

	override willUpdate(changed: Map<PropertyKey, unknown>): void {
		if (!changed.has('conversation')) return;
		const before = changed.get('conversation') as ConversationId | undefined;
		if (before !== undefined) this.#drafts.set(before, this._text);
		this._text = this.#drafts.get(this.conversation) ?? '';
	}

	override updated(): void {
		const area = this.renderRoot.querySelector('textarea');
		if (area === null) return;
		area.style.height = 'auto';
		area.style.height = `${Math.min(area.scrollHeight + 2, HEIGHT_PX_MAX)}px`;
	}

	override focus(): void {
		this.renderRoot.querySelector('textarea')?.focus();
	}

	override render() {
		const tooLong = new TextEncoder().encode(this._text).length > TEXT_BYTES_MAX;
		return html`<form @submit=${this.#onSubmit}>
				<label class="visually-hidden" for="text">${t('composer.label')}</label>
				<textarea
					id="text"
					rows="1"
					enterkeyhint="send"
					autocomplete="off"
					placeholder=${t('composer.placeholder')}
					aria-describedby=${tooLong ? 'too-long' : 'keys'}
					.value=${this._text}
					@input=${this.#onInput}
					@keydown=${this.#onKey}
				></textarea>
				<button class="primary icon" type="submit" aria-label=${t('composer.send')} ?disabled=${tooLong || !this._text.trim()}>
					${icons.send}
				</button>
			</form>
			${tooLong ? html`<p id="too-long" class="error" role="alert">${t('composer.too-long')}</p>` : ''}
			<p id="keys" class="visually-hidden">${t('composer.keys')}</p>`;
	}

	#onInput(event: InputEvent): void {
		this._text = (event.target as HTMLTextAreaElement).value;
	}

	#onKey(event: KeyboardEvent): void {
		if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === COMPOSING_KEY) return;
		event.preventDefault();
		this.#send();
	}

	#onSubmit(event: SubmitEvent): void {
		event.preventDefault();
		this.#send();
		this.focus();
	}

	#send(): void {
		const text = this._text.trim();
		if (text === '' || new TextEncoder().encode(text).length > TEXT_BYTES_MAX) return;
		this.intend({ do: 'send', conversation: this.conversation, text });
		this._text = '';
	}
}

customElements.define('webchat-composer', WebchatComposer);
