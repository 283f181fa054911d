/** The settings: who one is, how the page looks, and the way out. */
import { html, nothing } from 'lit';
import { onAccountTold } from '../../shared/account-channel.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { formPage, mark } from '../../shared/form-page.ts';
import { type OwnAccount, post, whoIsSignedIn } from '../../shared/http.ts';
import { chooseLanguage, LANGUAGES, language, t } from '../../shared/i18n.ts';
import { refusalText } from '../../shared/refusals.ts';
import { chooseTheme, THEMES, theme } from '../../shared/theme.ts';
import '../webchat-face/webchat-face.ts';
import { styles } from './styles.ts';

const SIGN_IN = '/verify/signin';

export class WebchatSettings extends ChatElement {
	static override properties = { _account: { state: true }, _problem: { state: true } };
	static override styles = withControls(...formPage, styles);
	declare _account: OwnAccount | undefined;
	/** What was refused last, as a sentence. */
	declare _problem: string;

	constructor() {
		super();
		this._account = undefined;
		this._problem = '';
	}

	override connectedCallback(): void {
		super.connectedCallback();
		void this.#look();
		onAccountTold((account) => {
			if (this._account !== undefined && this._account.id !== account) this.#stop('other-account');
		});
	}

	override render() {
		const account = this._account;
		return html`<main>
			<header>${mark}</header>
			<h1>${t('settings.title')}</h1>
			${this._problem === '' ? nothing : html`<p class="notice problem" role="alert">${this._problem}</p>`}
			${account === undefined ? html`<a class="button" href="/">${t('settings.back')}</a>` : this.#sections(account)}
		</main>`;
	}

	#sections({ id, nickname, username }: OwnAccount) {
		return html`<div class="who">
				<webchat-face .name=${nickname} .of=${id}></webchat-face>
				<div>
					<h2>${nickname}</h2>
					${username === nickname ? nothing : html`<p>${username}</p>`}
				</div>
			</div>
			<fieldset>
				<legend>${t('language.label')}</legend>
				<div class="ways">
					${LANGUAGES.map(
						(one) => html`<button
							type="button"
							lang=${one}
							aria-pressed=${one === language()}
							@click=${() => chooseLanguage(one)}
						>
							${t(`language.${one}`)}
						</button>`,
					)}
				</div>
			</fieldset>
			<fieldset>
				<legend>${t('theme.label')}</legend>
				<div class="ways">
					${THEMES.map(
						(one) => html`<button
							type="button"
							aria-pressed=${one === theme()}
							@click=${() => {
								chooseTheme(one);
								this.requestUpdate();
							}}
						>
							${t(`theme.${one}`)}
						</button>`,
					)}
				</div>
			</fieldset>
			${isSecureContext ? nothing : html`<p class="notice">${t('settings.plain-http')}</p>`}
			<div class="stack">
				<a class="button primary" href="/">${t('settings.back')}</a>
				<button type="button" class="danger" @click=${this.#onSignOut}>${t('app.sign-out')}</button>
			</div>`;
	}

	async #look(): Promise<void> {
		const present = await whoIsSignedIn();
		if (present.state === 'nobody') location.assign(SIGN_IN);
		else if (present.state === 'somebody') this._account = present.account;
		else this._problem = refusalText({ code: 'away' });
	}

	/** The page is of somebody who is not signed in here any more: it shows and does nothing of theirs. */
	#stop(code: string): void {
		this._account = undefined;
		this._problem = refusalText({ code });
	}

	async #onSignOut(): Promise<void> {
		const posted = await post('/verify/signout', {}, this._account?.id);
		if (posted.state === 'done' || posted.error.code === 'no-session') location.assign(`${SIGN_IN}?reason=signed-out`);
		else if (posted.error.code === 'other-account') this.#stop('other-account');
		else this._problem = refusalText(posted.error);
	}
}

customElements.define('webchat-settings', WebchatSettings);
