/** A square cut from a picture: moved with a finger, the mouse or the arrow keys, made larger with the slider or the wheel. */
import { css, html } from 'lit';
import { DialogElement } from '../../shared/dialog-element.ts';
import { withControls } from '../../shared/element.ts';
import { t } from '../../shared/i18n.ts';
import { refusalText } from '../../shared/refusals.ts';
import { scaleOf, squareOf, type View, within, ZOOM_MAX, zoomed } from './view.ts';

/** Side of what is sent, pixels: as large as the server keeps it. */
const CUT_PX = 512;
const STEP_PX = 12;
const WHEEL_STEP = 1.1;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
	ArrowLeft: [1, 0],
	ArrowRight: [-1, 0],
	ArrowUp: [0, 1],
	ArrowDown: [0, -1],
};

export class WebchatCrop extends DialogElement {
	static override properties = { file: { attribute: false }, _view: { state: true }, _broken: { state: true } };
	static override styles = withControls(css`
		:host {
			display: contents;
		}
		h2 {
			margin-bottom: var(--space-2);
			font-size: 1.15rem;
		}
		.window {
			position: relative;
			width: min(300px, calc(100vw - 72px));
			aspect-ratio: 1;
			margin: var(--space-3) auto;
			border-radius: var(--radius-small);
			background: var(--field);
			overflow: hidden;
			cursor: move;
			touch-action: none;
			user-select: none;
		}
		.window::after {
			position: absolute;
			inset: 0;
			border-radius: 50%;
			box-shadow: 0 0 0 400px rgb(0 0 0 / 45%);
			content: '';
			pointer-events: none;
		}
		img {
			position: absolute;
			top: 50%;
			left: 50%;
			max-width: none;
			transform-origin: center;
		}
		.zoom {
			display: flex;
			align-items: center;
			gap: var(--space-3);
			margin: 0;
		}
		input[type='range'] {
			flex: 1;
			min-width: 0;
			min-height: 44px;
			accent-color: var(--accent);
		}
	`);
	declare file: Blob;
	/** Undefined until the picture is there. */
	declare _view: View | undefined;
	declare _broken: boolean;
	#url = '';
	#drag: { readonly pointer: number; readonly x: number; readonly y: number } | undefined;

	constructor() {
		super();
		this._view = undefined;
		this._broken = false;
	}

	override disconnectedCallback(): void {
		super.disconnectedCallback();
		URL.revokeObjectURL(this.#url);
	}

	override willUpdate(changed: Map<PropertyKey, unknown>): void {
		if (!changed.has('file')) return;
		URL.revokeObjectURL(this.#url);
		this.#url = URL.createObjectURL(this.file);
	}

	override updated(): void {
		super.updated();
		const img = this.renderRoot.querySelector('img');
		const view = this._view;
		if (img === null || view === undefined) return;
		img.style.transform = `translate(calc(-50% + ${view.x}px), calc(-50% + ${view.y}px)) scale(${scaleOf(view)})`;
	}

	override render() {
		const ready = this._view !== undefined;
		return html`<dialog aria-labelledby="title" @close=${this.end} @click=${this.endBeside}>
			<form @submit=${this.#onSubmit}>
				<h2 id="title">${t('avatar.cut')}</h2>
				${this._broken ? html`<p class="error" role="alert">${refusalText({ code: 'bad-image' })}</p>` : this.#window()}
				<div class="actions">
					<button type="button" @click=${this.end}>${t('cancel')}</button>
					<button class="primary" type="submit" ?disabled=${!ready}>${t('save')}</button>
				</div>
			</form>
		</dialog>`;
	}

	#window() {
		return html`<p class="hint" id="how">${t('avatar.how')}</p>
			<div
				class="window"
				tabindex="0"
				role="application"
				aria-label=${t('avatar.part')}
				aria-describedby="how"
				@pointerdown=${this.#onDown}
				@pointermove=${this.#onMove}
				@pointerup=${this.#onUp}
				@pointercancel=${this.#onUp}
				@wheel=${this.#onWheel}
				@keydown=${this.#onKey}
			>
				<img src=${this.#url} alt="" draggable="false" @load=${this.#onLoad} @error=${this.#onError} />
			</div>
			<label class="zoom">
				${t('avatar.zoom')}
				<input type="range" min="1" max=${ZOOM_MAX} step="0.02" .value=${String(this._view?.zoom ?? 1)} @input=${this.#onZoom} />
			</label>`;
	}

	#change(change: (view: View) => View): void {
		if (this._view !== undefined) this._view = change(this._view);
	}

	#onLoad(event: Event): void {
		const { naturalWidth: width, naturalHeight: height } = event.target as HTMLImageElement;
		const { clientWidth: side } = this.renderRoot.querySelector('.window') as HTMLElement;
		this._broken = width === 0 || height === 0;
		if (!this._broken) this._view = { width, height, side, zoom: 1, x: 0, y: 0 };
	}

	#onError(): void {
		this._broken = true;
	}

	#onDown(event: PointerEvent): void {
		(event.currentTarget as Element).setPointerCapture(event.pointerId);
		this.#drag = { pointer: event.pointerId, x: event.clientX, y: event.clientY };
	}

	#onMove(event: PointerEvent): void {
		const from = this.#drag;
		if (from?.pointer !== event.pointerId) return;
		this.#drag = { ...from, x: event.clientX, y: event.clientY };
		this.#change((view) => within({ ...view, x: view.x + event.clientX - from.x, y: view.y + event.clientY - from.y }));
	}

	#onUp(): void {
		this.#drag = undefined;
	}

	#onWheel(event: WheelEvent): void {
		event.preventDefault();
		this.#change((view) => zoomed(view, view.zoom * (event.deltaY < 0 ? WHEEL_STEP : 1 / WHEEL_STEP)));
	}

	#onKey(event: KeyboardEvent): void {
		const [x, y] = ARROWS[event.key] ?? [0, 0];
		if (x === 0 && y === 0) return;
		event.preventDefault();
		this.#change((view) => within({ ...view, x: view.x + x * STEP_PX, y: view.y + y * STEP_PX }));
	}

	#onZoom(event: InputEvent): void {
		const zoom = Number((event.target as HTMLInputElement).value);
		this.#change((view) => zoomed(view, zoom));
	}

	async #onSubmit(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		const img = this.renderRoot.querySelector('img');
		if (this._view === undefined || img === null) return;
		const { left, top, side } = squareOf(this._view);
		const canvas = document.createElement('canvas');
		canvas.width = canvas.height = CUT_PX;
		canvas.getContext('2d')?.drawImage(img, left, top, side, side, 0, 0, CUT_PX, CUT_PX);
		const cut = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
		if (cut === null) this._broken = true;
		else this.dispatchEvent(new CustomEvent('cropped', { detail: cut }));
	}
}

declare global {
	interface HTMLElementEventMap {
		/** The square, as a PNG. */
		cropped: CustomEvent<Blob>;
	}
}

customElements.define('webchat-crop', WebchatCrop);
