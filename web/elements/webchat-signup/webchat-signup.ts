/** The sign-up page. */
import { html } from 'lit';
import type { Profile } from '../../../core/wire.ts';
import { tellAccount } from '../../shared/account-channel.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { formHead, formPage } from '../../shared/form-page.ts';
import { FormCheck } from '../../shared/form-page-check.ts';
import { CodeRequest } from '../../shared/form-page-code.ts';
import { field, problemOfAll } from '../../shared/form-page-field.ts';
import { PresentAccount } from '../../shared/form-page-present.ts';
import { RULES } from '../../shared/form-page-rules.ts';
import { type Posted, post } from '../../shared/http.ts';
import { t } from '../../shared/i18n.ts';

export class WebchatSignup extends ChatElement {
	static override properties = { _busy: { state: true } };
	static override styles = withControls(formPage);
	declare _busy: boolean;
	// In the order of the page.
	readonly #check = new FormCheck(this, {
		username: RULES.username,
		nickname: RULES.nickname,
		password: RULES.password,
		email: RULES.email,
		phone: RULES.phone,
		veri_code: RULES.veri_code,
	});
	readonly #request = new CodeRequest(this, this.#check, () =>
		post('/verify/code', { purpose: 'signup', ...this.#check.texts('phone') }),
	);
	readonly #present = new PresentAccount(this, () => '/');

	constructor() {
		super();
		this._busy = false;
	}

	override connectedCallback(): void {
		super.connectedCallback();
		void this.#present.look();
	}

	override firstUpdated(): void {
		this.#check.begin('username');
	}

	override render() {
		return html`<main>
			${formHead(t('signup.title'))} ${this.#present.mustWarn ? this.#present.warning() : this.#form()}
			<p class="other">${t('signup.known')} <a href="/verify/signin">${t('signin.title')}</a></p>
		</main>`;
	}

	#form() {
		const check = this.#check;
		return html`<form novalidate method="post" action="/verify/signup" @submit=${this.#onSubmit}>
			${problemOfAll(check)}
			${field(check, { name: 'username', label: t('field.username'), type: 'text', autocomplete: 'username', hint: t('field.username-hint') })}
			${field(check, { name: 'nickname', label: t('field.nickname'), type: 'text', autocomplete: 'nickname' })}
			${field(check, { name: 'password', label: t('field.password'), type: 'password', autocomplete: 'new-password', hint: t('field.password-hint') })}
			${field(check, { name: 'email', label: t('field.email'), type: 'email', autocomplete: 'email' })}
			${field(check, { name: 'phone', label: t('field.phone'), type: 'tel', autocomplete: 'tel', beside: this.#request.button() })}
			${this.#request.note()}
			${field(check, { name: 'veri_code', label: t('field.code'), type: 'text', autocomplete: 'one-time-code', inputmode: 'numeric' })}
			<button class="primary" type="submit" ?disabled=${this._busy}>${t('signup.submit')}</button>
		</form>`;
	}

	async #onSubmit(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		if (this._busy || !this.#check.check()) return;
		this._busy = true;
		const fields = this.#check.texts('username', 'nickname', 'password', 'email', 'phone', 'veri_code');
		const posted = (await this.#present.look()) ? await post('/verify/signup', fields) : undefined;
		this._busy = false;
		if (posted !== undefined) this.#tell(posted);
	}

	#tell(posted: Posted): void {
		if (posted.state === 'refused') {
			this.#check.refuse(posted.error);
			void this.#check.focusFirstProblem();
			return;
		}
		tellAccount((posted.body.account as Profile).id);
		location.assign('/');
	}
}

customElements.define('webchat-signup', WebchatSignup);
