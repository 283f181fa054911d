/** The settings: a list of sections, and the one that the address names. On a phone one of the two. */
import { html, nothing } from 'lit';
import { onAccountTold } from '../../shared/account-channel.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { mark } from '../../shared/form-page.ts';
import { type OwnAccount, post, whoIsSignedIn } from '../../shared/http.ts';
import { chooseLanguage, LANGUAGES, language, t } from '../../shared/i18n.ts';
import { icons } from '../../shared/icons.ts';
import { refusalText } from '../../shared/refusals.ts';
import { sectionStyles } from '../../shared/settings-section.ts';
import { chooseTheme, THEMES, theme } from '../../shared/theme.ts';
import '../webchat-data/webchat-data.ts';
import '../webchat-devices/webchat-devices.ts';
import '../webchat-face/webchat-face.ts';
import '../webchat-own-contact/webchat-own-contact.ts';
import '../webchat-own-password/webchat-own-password.ts';
import '../webchat-own-profile/webchat-own-profile.ts';
import '../webchat-programs/webchat-programs.ts';
import { styles } from './styles.ts';

const SIGN_IN = '/verify/signin';
const SECTIONS = ['profile', 'account', 'devices', 'programs', 'look', 'data'] as const;
type Section = (typeof SECTIONS)[number];
const ICONS = {
	profile: 'person',
	account: 'lock',
	devices: 'system',
	programs: 'program',
	look: 'light',
	data: 'download',
} as const;

export class WebchatSettings extends ChatElement {
	static override properties = {
		_account: { state: true },
		_section: { state: true },
		_problem: { state: true },
	};
	static override styles = withControls(...sectionStyles, styles);
	declare _account: OwnAccount | undefined;
	/** Undefined: none was chosen, so a phone shows the list. */
	declare _section: Section | undefined;
	/** What was refused last, as a sentence. */
	declare _problem: string;

	constructor() {
		super();
		this._account = undefined;
		this._section = sectionInAddress();
		this._problem = '';
		this.addEventListener('changed', () => void this.#look());
		this.addEventListener('over', ({ detail }) => this.#over(detail));
	}

	override connectedCallback(): void {
		super.connectedCallback();
		void this.#look();
		addEventListener('hashchange', this.#onHash);
		onAccountTold((account) => {
			if (this._account !== undefined && this._account.id !== account) this.#over('other-account');
		});
	}

	override disconnectedCallback(): void {
		super.disconnectedCallback();
		removeEventListener('hashchange', this.#onHash);
	}

	override render() {
		const account = this._account;
		return html`<main class=${this._section === undefined ? '' : 'in-section'}>
			<header>
				<a class="back" href="/">${icons.back}${t('settings.back')}</a>
				${mark}
			</header>
			<h1 class="visually-hidden">${t('settings.title')}</h1>
			${this._problem === '' ? nothing : html`<p class="notice problem" role="alert">${this._problem}</p>`}
			${account === undefined ? nothing : html`<div class="parts">${this.#list(account)}${this.#open(account)}</div>`}
		</main>`;
	}

	#list({ id, nickname, username, avatar }: OwnAccount) {
		const shown = this._section ?? 'profile';
		return html`<nav aria-label=${t('settings.title')}>
			<div class="who">
				<webchat-face .name=${nickname} .of=${id} .avatar=${avatar}></webchat-face>
				<div>
					<h2>${nickname}</h2>
					${username === nickname ? nothing : html`<p class="muted">${username}</p>`}
				</div>
			</div>
			<ul>
				${SECTIONS.map(
					(section) => html`<li>
						<a href="#${section}" aria-current=${section === shown ? 'page' : nothing}>${icons[ICONS[section]]}${t(`settings.${section}`)}</a>
					</li>`,
				)}
			</ul>
			<button type="button" class="danger" @click=${this.#onSignOut}>${t('app.sign-out')}</button>
		</nav>`;
	}

	#open(account: OwnAccount) {
		return html`<div class="section">
			<a class="back to-list" href="#">${icons.back}${t('settings.title')}</a>
			${this.#section(account)}
		</div>`;
	}

	#section(account: OwnAccount) {
		switch (this._section ?? 'profile') {
			case 'profile':
				return html`<webchat-own-profile .account=${account}></webchat-own-profile>`;
			case 'account':
				return html`<h2>${t('settings.account')}</h2>
					<p class="muted">${t('profile.username', { username: account.username })}</p>
					<webchat-own-contact .account=${account} kind="phone"></webchat-own-contact>
					<webchat-own-contact .account=${account} kind="email"></webchat-own-contact>
					<webchat-own-password .account=${account}></webchat-own-password>`;
			case 'devices':
				return html`<webchat-devices .account=${account}></webchat-devices>`;
			case 'programs':
				return html`<webchat-programs .account=${account}></webchat-programs>`;
			case 'look':
				return this.#looks();
			case 'data':
				return html`<webchat-data .account=${account}></webchat-data>`;
		}
	}

	#looks() {
		return html`<h2>${t('settings.look')}</h2>
			<fieldset>
				<legend>${t('language.label')}</legend>
				<div class="ways">
					${LANGUAGES.map((one) => html`<button type="button" lang=${one} aria-pressed=${one === language()} @click=${() => chooseLanguage(one)}>${t(`language.${one}`)}</button>`)}
				</div>
			</fieldset>
			<fieldset>
				<legend>${t('theme.label')}</legend>
				<div class="ways">
					${THEMES.map((one) => html`<button type="button" aria-pressed=${one === theme()} @click=${() => this.#dress(one)}>${t(`theme.${one}`)}</button>`)}
				</div>
			</fieldset>
			${isSecureContext ? nothing : html`<p class="notice">${t('settings.plain-http')}</p>`}`;
	}

	#dress(one: (typeof THEMES)[number]): void {
		chooseTheme(one);
		this.requestUpdate();
	}

	async #look(): Promise<void> {
		const present = await whoIsSignedIn();
		if (present.state === 'nobody') this.#over('no-session');
		else if (present.state === 'somebody') this._account = present.account;
		else this._problem = refusalText({ code: 'away' });
	}

	readonly #onHash = (): void => {
		this._section = sectionInAddress();
	};

	/** The page is of somebody who is not signed in here any more: it shows and does nothing of theirs. */
	#over(code: string): void {
		if (code === 'no-session') {
			location.assign(`${SIGN_IN}?next=${encodeURIComponent(location.pathname)}`);
			return;
		}
		this._account = undefined;
		this._problem = refusalText({ code });
	}

	async #onSignOut(): Promise<void> {
		const posted = await post('/verify/signout', {}, this._account?.id);
		if (posted.state === 'done' || posted.error.code === 'no-session') location.assign(`${SIGN_IN}?reason=signed-out`);
		else if (posted.error.code === 'other-account') this.#over('other-account');
		else this._problem = refusalText(posted.error);
	}
}

function sectionInAddress(): Section | undefined {
	return SECTIONS.find((section) => `#${section}` === location.hash);
}

customElements.define('webchat-settings', WebchatSettings);
