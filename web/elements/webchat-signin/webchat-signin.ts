/** The sign-in page, with the last name filled in. */
import { html, nothing } from 'lit';
import { ChatElement, withControls } from '../../shared/element.ts';
import { field, formHead, formPage, nextPath, textsOf } from '../../shared/form-page.ts';
import { post } from '../../shared/http.ts';
import { isMessageKey, t } from '../../shared/i18n.ts';
import '../webchat-language/webchat-language.ts';

const NAME_COOKIE = /(?:^|;\s*)webchat_username=([^;]*)/;

export class WebchatSignin extends ChatElement {
	static override properties = { _problem: { state: true }, _busy: { state: true } };
	static override styles = withControls(formPage);
	declare _problem: string;
	declare _busy: boolean;
	readonly #name = rememberedName();

	constructor() {
		super();
		this._problem = '';
		this._busy = false;
	}

	override firstUpdated(): void {
		this.renderRoot.querySelector<HTMLInputElement>(this.#name === '' ? '#username' : '#password')?.focus();
	}

	override render() {
		const reason = `signin.${new URLSearchParams(location.search).get('reason')}`;
		const wrong = this._problem === '' ? undefined : this._problem;
		return html`<main>
			${formHead(t('signin.title'))}
			<form novalidate @submit=${this.#onSubmit}>
				${wrong === undefined && isMessageKey(reason) ? html`<p class="notice" role="status">${t(reason)}</p>` : nothing}
				${field({ name: 'username', label: t('field.name'), type: 'text', autocomplete: 'username', value: this.#name })}
				${field({ name: 'password', label: t('field.password'), type: 'password', autocomplete: 'current-password', error: wrong })}
				<button class="primary" type="submit" ?disabled=${this._busy}>${t('signin.submit')}</button>
			</form>
			<p class="other">${t('signin.new')} <a href="/verify/signup">${t('signup.title')}</a></p>
		</main>`;
	}

	async #onSubmit(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		this._busy = true;
		const posted = await post('/verify/signin', textsOf(event.target as HTMLFormElement));
		if (posted.state === 'done') {
			location.assign(nextPath(location.search));
			return;
		}
		this._busy = false;
		this._problem = posted.error.message;
		await this.updateComplete;
		this.renderRoot.querySelector<HTMLInputElement>('#password')?.focus();
	}
}

function rememberedName(): string {
	const [, name] = NAME_COOKIE.exec(document.cookie) ?? [];
	try {
		return decodeURIComponent(name ?? '');
	} catch {
		return '';
	}
}

customElements.define('webchat-signin', WebchatSignin);
