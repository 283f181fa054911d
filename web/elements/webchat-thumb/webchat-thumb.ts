/** A small picture of a file that only this device has; the sign of a file where a browser cannot show it. */
import { css, html, nothing } from 'lit';
import { ChatElement } from '../../shared/element.ts';
import { icons } from '../../shared/icons.ts';

export class WebchatThumb extends ChatElement {
	static override properties = {
		bytes: { attribute: false },
		width: { type: Number },
		height: { type: Number },
		_shown: { state: true },
	};
	static override styles = css`
		:host {
			display: grid;
			place-items: center;
			overflow: hidden;
			border-radius: var(--radius-small);
			background: var(--field);
			color: var(--muted);
		}
		img {
			display: block;
			width: 100%;
			height: 100%;
			object-fit: cover;
		}
		img[width] {
			width: auto;
			max-width: 100%;
			height: auto;
		}
		svg {
			width: 24px;
			height: 24px;
			fill: none;
			stroke: currentColor;
			stroke-width: 1.6;
			stroke-linejoin: round;
		}
	`;
	declare bytes: Blob;
	/** CSS pixels of the picture; where undefined it fills the element. */
	declare width: number | undefined;
	declare height: number | undefined;
	/** Whether it is a picture, as far as is known. */
	declare _shown: boolean;
	#url = '';

	constructor() {
		super();
		this._shown = false;
	}

	override connectedCallback(): void {
		super.connectedCallback();
		if (this.bytes !== undefined) this.#open();
	}

	override disconnectedCallback(): void {
		super.disconnectedCallback();
		this.#close();
	}

	override willUpdate(changed: Map<PropertyKey, unknown>): void {
		if (changed.has('bytes')) this.#open();
	}

	override render() {
		if (!this._shown) return icons.file;
		return html`<img src=${this.#url} alt="" width=${this.width ?? nothing} height=${this.height ?? nothing} decoding="async" @load=${this.#onLoad} @error=${this.#onError} />`;
	}

	#open(): void {
		this.#close();
		this._shown = this.bytes.type.startsWith('image/');
		if (this._shown) this.#url = URL.createObjectURL(this.bytes);
	}

	#close(): void {
		if (this.#url !== '') URL.revokeObjectURL(this.#url);
		this.#url = '';
	}

	/** Tells its pixels. */
	#onLoad(event: Event): void {
		const { naturalWidth: width, naturalHeight: height } = event.target as HTMLImageElement;
		this.dispatchEvent(new CustomEvent('measured', { detail: { width, height } }));
	}

	#onError(): void {
		this._shown = false;
	}
}

declare global {
	interface HTMLElementEventMap {
		measured: CustomEvent<{ readonly width: number; readonly height: number }>;
	}
}

customElements.define('webchat-thumb', WebchatThumb);
