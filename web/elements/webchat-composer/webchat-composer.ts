/** Where a message is written. Enter sends, Shift+Enter begins a line; while an input method composes, Enter is its own. */
import { html, nothing } from 'lit';
import type { AccountId, ConversationId } from '../../../core/ids.ts';
import { TEXT_BYTES_MAX } from '../../../core/wire.ts';
import { draftOf, keepDraft, onDrafts } from '../../shared/drafts.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { t } from '../../shared/i18n.ts';
import { icons } from '../../shared/icons.ts';
import { styles } from './styles.ts';

/** What browsers give as the key's code while an input method is at work. */
const COMPOSING_KEY = 229;
const HEIGHT_PX_MAX = 200;
/** From here on the length is shown. */
const TEXT_BYTES_COUNTED = 0.9 * TEXT_BYTES_MAX;

export class WebchatComposer extends ChatElement {
	static override properties = { account: {}, conversation: {}, _text: { state: true } };
	static override styles = withControls(styles);
	/** Whose drafts these are. */
	declare account: AccountId;
	declare conversation: ConversationId;
	declare _text: string;
	/** With an on-screen keyboard, whose Enter begins a line: sending has its own button. */
	readonly #touch = matchMedia('(pointer: coarse)');

	#unfollow = () => {};

	constructor() {
		super();
		this._text = '';
	}

	override connectedCallback(): void {
		super.connectedCallback();
		this.#unfollow = onDrafts(() => this.#follow());
	}

	override disconnectedCallback(): void {
		super.disconnectedCallback();
		this.#unfollow();
	}

	override willUpdate(changed: Map<PropertyKey, unknown>): void {
		if (changed.has('conversation') || changed.has('account')) this._text = draftOf(this.account, this.conversation);
	}

	override updated(changed: Map<PropertyKey, unknown>): void {
		this.#grow();
		// Whoever opens a conversation with a keyboard at hand means to write.
		if (changed.has('conversation') && !this.#touch.matches) this.focus();
	}

	override focus(): void {
		this.renderRoot.querySelector('textarea')?.focus();
	}

	override render() {
		const bytes = bytesOf(this._text);
		const tooLong = bytes > TEXT_BYTES_MAX;
		const { matches: touch } = this.#touch;
		return html`<form @submit=${this.#onSubmit}>
				<button class="icon attach" type="button" aria-label=${t('attach.add')} title=${t('attach.add')} @click=${this.#choose}>${icons.attach}</button>
				<input class="chosen" type="file" multiple hidden @change=${this.#onChosen} />
				<label class="visually-hidden" for="text">${t('composer.label')}</label>
				<textarea
					id="text"
					rows="1"
					enterkeyhint=${touch ? 'enter' : 'send'}
					autocomplete="off"
					placeholder=${t('composer.placeholder')}
					aria-invalid=${tooLong ? 'true' : 'false'}
					aria-describedby="length keys"
					.value=${this._text}
					@input=${this.#onInput}
					@keydown=${this.#onKey}
					@paste=${this.#onPaste}
				></textarea>
				<button class="primary icon" type="submit" aria-label=${t('composer.send')} title=${t('composer.send')} ?disabled=${tooLong || !this._text.trim()}>
					${icons.send}
				</button>
			</form>
			<div id="length" role="status">${bytes < TEXT_BYTES_COUNTED ? nothing : this.#length(bytes)}</div>
			<p id="keys" class="visually-hidden">${t(touch ? 'composer.keys-touch' : 'composer.keys')}</p>`;
	}

	#length(bytes: number) {
		const count = { bytes: bytes.toLocaleString(), max: TEXT_BYTES_MAX.toLocaleString() };
		if (bytes <= TEXT_BYTES_MAX) return html`<p class="hint">${t('composer.length', count)}</p>`;
		return html`<p class="error">
			${t('composer.too-long', count)}
			<button class="quiet" type="button" @click=${this.#sendAsFile}>${t('composer.as-file')}</button>
		</p>`;
	}

	/** As high as its text, within bounds. */
	#grow(): void {
		const area = this.renderRoot.querySelector('textarea');
		if (area === null) return;
		area.style.height = 'auto';
		area.style.height = `${Math.min(area.scrollHeight + 2, HEIGHT_PX_MAX)}px`;
	}

	/** Somebody else put a text here to be written on. */
	#follow(): void {
		const text = draftOf(this.account, this.conversation);
		if (text === this._text) return;
		this._text = text;
		this.focus();
	}

	#write(text: string): void {
		this._text = text;
		keepDraft(this.account, this.conversation, text);
	}

	#onInput(event: InputEvent): void {
		this.#write((event.target as HTMLTextAreaElement).value);
	}

	#onKey(event: KeyboardEvent): void {
		if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === COMPOSING_KEY) return;
		if (this.#touch.matches) return;
		event.preventDefault();
		this.#send();
	}

	#choose(): void {
		this.renderRoot.querySelector<HTMLInputElement>('.chosen')?.click();
	}

	#onChosen(event: Event): void {
		const input = event.target as HTMLInputElement;
		this.#attach([...(input.files ?? [])]);
		// The same file may be chosen once more.
		input.value = '';
	}

	/** Programs put a picture of a text beside the text itself: then the text is meant. */
	#onPaste(event: ClipboardEvent): void {
		const { files, types } = event.clipboardData ?? new DataTransfer();
		if (files.length === 0 || types.includes('text/plain')) return;
		event.preventDefault();
		this.#attach([...files]);
	}

	#attach(files: readonly File[]): void {
		if (files.length > 0)
			this.intend({ do: 'show', dialog: { name: 'attach', conversation: this.conversation, files } });
	}

	#sendAsFile(): void {
		const bytes = new Blob([this._text], { type: 'text/plain' });
		const files = [{ bytes, name: `${t('composer.text-name')}.txt` }];
		this.intend({ do: 'send-files', conversation: this.conversation, files });
		this.#write('');
		this.focus();
	}

	#onSubmit(event: SubmitEvent): void {
		event.preventDefault();
		this.#send();
		this.focus();
	}

	#send(): void {
		const text = this._text.trim();
		if (text === '' || bytesOf(text) > TEXT_BYTES_MAX) return;
		this.intend({ do: 'send', conversation: this.conversation, text });
		this.#write('');
	}
}

function bytesOf(text: string): number {
	return new TextEncoder().encode(text).length;
}

customElements.define('webchat-composer', WebchatComposer);
