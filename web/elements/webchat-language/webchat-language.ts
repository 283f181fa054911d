/** Switches between the page's languages; each is named in itself. */
import { css, html } from 'lit';
import { ChatElement, withControls } from '../../shared/element.ts';
import { chooseLanguage, LANGUAGES, language, t } from '../../shared/i18n.ts';

export class WebchatLanguage extends ChatElement {
	static override styles = withControls(css`
		:host {
			display: inline-block;
		}
		button {
			min-height: 36px;
			padding: 0 10px;
			color: var(--muted);
			font-size: var(--text-small);
		}
	`);

	override render() {
		const other = LANGUAGES.find((one) => one !== language()) ?? 'zh';
		return html`<button class="quiet" type="button" lang=${other} @click=${() => chooseLanguage(other)}>
			${t('language.other')}
		</button>`;
	}
}

customElements.define('webchat-language', WebchatLanguage);
