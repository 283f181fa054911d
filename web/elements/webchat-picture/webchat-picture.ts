/** One picture, as large as the page, or as it is. Escape, the button and a click beside it end it; Enter or a click changes its size. */
import { html } from 'lit';
import { DialogElement } from '../../shared/dialog-element.ts';
import { withControls } from '../../shared/element.ts';
import { t } from '../../shared/i18n.ts';
import { icons } from '../../shared/icons.ts';
import type { Picture } from '../../shared/intents.ts';
import { styles } from './styles.ts';

export class WebchatPicture extends DialogElement {
	static override properties = { picture: { attribute: false }, _whole: { state: true } };
	static override styles = withControls(styles);
	declare picture: Picture;
	/** Whether it is made to fit the page. */
	declare _whole: boolean;

	constructor() {
		super();
		this._whole = true;
	}

	override render() {
		const { file, name, width, height } = this.picture;
		const path = `/files/${file}`;
		const zoom = t(this._whole ? 'picture.larger' : 'picture.smaller');
		return html`<dialog aria-label=${t('file.picture', { name })} @close=${this.end} @click=${this.#onClick}>
			<header>
				<p class="ellipsis">${name}</p>
				<a class="icon" href=${path} download=${name} aria-label=${t('picture.download')} title=${t('picture.download')}>${icons.download}</a>
				<button class="icon" type="button" aria-label=${t('close')} title=${t('close')} @click=${this.end}>${icons.remove}</button>
			</header>
			<div class=${this._whole ? 'view whole' : 'view'} ?data-pans=${!this._whole}>
				<button class="picture" type="button" aria-pressed=${!this._whole} aria-label=${zoom} title=${zoom} @click=${this.#zoom}>
					<img src=${path} alt=${name} width=${width} height=${height} />
				</button>
			</div>
		</dialog>`;
	}

	readonly #zoom = (): void => {
		this._whole = !this._whole;
	};

	readonly #onClick = (event: MouseEvent): void => {
		const { target } = event;
		if (target instanceof Element && (target.matches('dialog') || target.matches('.view'))) this.end();
	};
}

customElements.define('webchat-picture', WebchatPicture);
