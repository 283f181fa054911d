/** Files that were chosen, before they are sent: what they are, and which of them cannot be. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ConversationId } from '../../../core/ids.ts';
import { DialogElement } from '../../shared/dialog-element.ts';
import { withControls } from '../../shared/element.ts';
import { t } from '../../shared/i18n.ts';
import { icons } from '../../shared/icons.ts';
import { sizeText } from '../../shared/sizes.ts';
import '../webchat-thumb/webchat-thumb.ts';
import { styles } from './styles.ts';

/** Of more only the first ones are taken. */
export const FILES_AT_ONCE_MAX = 20;

type Pixels = HTMLElementEventMap['measured']['detail'];

export class WebchatAttach extends DialogElement {
	static override properties = {
		conversation: {},
		files: { attribute: false },
		bytesMax: { attribute: false },
		_chosen: { state: true },
		_tooMany: { state: true },
	};
	static override styles = withControls(styles);
	declare conversation: ConversationId;
	/** Those that it begins with. */
	declare files: readonly File[];
	/** Bytes of the largest file that is taken. */
	declare bytesMax: number;
	declare _chosen: readonly File[];
	declare _tooMany: boolean;
	/** Of those that turned out to be pictures. */
	readonly #pixels = new Map<File, Pixels>();

	constructor() {
		super();
		this._chosen = [];
		this._tooMany = false;
	}

	override willUpdate(changed: Map<PropertyKey, unknown>): void {
		if (changed.has('files')) this.#take([], this.files);
	}

	override render() {
		const count = this._chosen.filter((file) => this.#problem(file) === undefined).length;
		return html`<dialog aria-labelledby="title" @close=${this.end} @click=${this.endBeside}>
			<form @submit=${this.#onSubmit}>
				<h2 id="title">${t('attach.title')}</h2>
				<ul>${repeat(
					this._chosen,
					(file) => file,
					(file) => this.#row(file),
				)}</ul>
				<div role="status">${this._tooMany ? html`<p class="error">${t('attach.too-many', { max: String(FILES_AT_ONCE_MAX) })}</p>` : nothing}</div>
				<div class="actions">
					<button class="more" type="button" @click=${this.#choose}>${t('attach.more')}</button>
					<input class="chosen" type="file" multiple hidden @change=${this.#onMore} />
					<button type="button" @click=${this.end}>${t('cancel')}</button>
					<button class="primary" type="submit" autofocus ?disabled=${count === 0}>${t('attach.send', { count })}</button>
				</div>
			</form>
		</dialog>`;
	}

	#row(file: File) {
		const problem = this.#problem(file);
		const measured = (event: HTMLElementEventMap['measured']) => this.#pixels.set(file, event.detail);
		return html`<li>
			<webchat-thumb .bytes=${file} @measured=${measured}></webchat-thumb>
			<div>
				<p class="ellipsis" title=${file.name}>${file.name}</p>
				<p class=${problem === undefined ? 'muted' : 'error'}>${problem ?? sizeText(file.size)}</p>
			</div>
			<button class="icon" type="button" aria-label=${t('attach.remove', { name: file.name })} title=${t('attach.remove', { name: file.name })} @click=${() => this.#remove(file)}>
				${icons.remove}
			</button>
		</li>`;
	}

	/** Why it cannot be sent, as a sentence. */
	#problem({ size }: File): string | undefined {
		if (size === 0) return t('attach.empty');
		return size > this.bytesMax ? t('attach.too-large', { max: sizeText(this.bytesMax) }) : undefined;
	}

	#take(chosen: readonly File[], more: readonly File[]): void {
		const all = [...chosen, ...more];
		this._tooMany = all.length > FILES_AT_ONCE_MAX;
		this._chosen = all.slice(0, FILES_AT_ONCE_MAX);
	}

	#choose(): void {
		this.renderRoot.querySelector<HTMLInputElement>('.chosen')?.click();
	}

	#onMore(event: Event): void {
		const input = event.target as HTMLInputElement;
		this.#take(this._chosen, [...(input.files ?? [])]);
		input.value = '';
	}

	#remove(file: File): void {
		this._chosen = this._chosen.filter((one) => one !== file);
		this._tooMany = false;
		if (this._chosen.length === 0) this.end();
	}

	#onSubmit(event: SubmitEvent): void {
		event.preventDefault();
		const files = this._chosen
			.filter((file) => this.#problem(file) === undefined)
			.map((file) => ({ bytes: file, name: file.name, ...this.#pixels.get(file) }));
		this.intend({ do: 'send-files', conversation: this.conversation, files });
		this.end();
	}
}

customElements.define('webchat-attach', WebchatAttach);
