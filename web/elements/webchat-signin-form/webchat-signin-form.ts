/** Signing in by password or by a code: as a page's form and over the chat. Tells `signed-in` with the account. */
import { html } from 'lit';
import type { AccountId } from '../../../core/ids.ts';
import type { Profile } from '../../../core/wire.ts';
import { tellAccount } from '../../shared/account-channel.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { formFields } from '../../shared/form-page.ts';
import { FormCheck } from '../../shared/form-page-check.ts';
import { CodeRequest } from '../../shared/form-page-code.ts';
import { field, problemOfAll } from '../../shared/form-page-field.ts';
import { PresentAccount } from '../../shared/form-page-present.ts';
import { filled, RULES } from '../../shared/form-page-rules.ts';
import { type Posted, post } from '../../shared/http.ts';
import { t } from '../../shared/i18n.ts';
import { focusedBefore, refusedBefore, typedBefore } from '../../shared/plain-form.ts';

type Way = 'password' | 'code';

export class WebchatSigninForm extends ChatElement {
	static override properties = {
		name: {},
		next: {},
		_way: { state: true },
		_busy: { state: true },
	};
	static override styles = withControls(formFields);
	/** Who probably signs in. */
	declare name: string;
	/** Where whoever is signed in already goes on. */
	declare next: string;
	declare _way: Way;
	declare _busy: boolean;
	readonly #password = new FormCheck(this, { username: filled, password: filled });
	readonly #code = new FormCheck(this, { phone: RULES.phone, veri_code: RULES.veri_code });
	readonly #request = new CodeRequest(this, this.#code, () =>
		post('/verify/code', { purpose: 'signin', ...this.#code.texts('phone') }),
	);
	readonly #present = new PresentAccount(this, () => this.next);

	constructor() {
		super();
		this.name = '';
		this.next = '/';
		this._way = wayBefore();
		this._busy = false;
	}

	override connectedCallback(): void {
		super.connectedCallback();
		void this.#present.look();
	}

	override firstUpdated(): void {
		if (this._way === 'code') this.#code.begin('phone');
		else this.#password.begin(this.name === '' ? 'username' : 'password');
	}

	override render() {
		if (this.#present.mustWarn) return this.#present.warning();
		return html`<div class="ways" role="group" aria-label=${t('signin.ways')}>
				${this.#wayButton('password', t('signin.by-password'))} ${this.#wayButton('code', t('signin.by-code'))}
			</div>
			<form novalidate method="post" action="/verify/signin" @submit=${this.#onSubmit}>
				${this._way === 'password' ? this.#byPassword() : this.#byCode()}
				<div class="between">
					<label class="check"><input type="checkbox" name="remember" checked />${t('signin.remember')}</label>
					<a href="/password_reset.html">${t('signin.forgotten')}</a>
				</div>
				<button class="primary" type="submit" ?disabled=${this._busy}>${t('signin.submit')}</button>
			</form>`;
	}

	#wayButton(way: Way, label: string) {
		return html`<button
			type="button"
			aria-pressed=${this._way === way}
			@click=${() => {
				this._way = way;
			}}
		>
			${label}
		</button>`;
	}

	#byPassword() {
		const check = this.#password;
		return html`${problemOfAll(check)}
		${field(check, { name: 'username', label: t('field.name'), type: 'text', autocomplete: 'username', value: this.name })}
		${field(check, { name: 'password', label: t('field.password'), type: 'password', autocomplete: 'current-password' })}`;
	}

	#byCode() {
		const check = this.#code;
		return html`${problemOfAll(check)}
		${field(check, { name: 'phone', label: t('field.phone'), type: 'tel', autocomplete: 'tel', beside: this.#request.button() })}
		${this.#request.note()}
		${field(check, { name: 'veri_code', label: t('field.code'), type: 'text', autocomplete: 'one-time-code', inputmode: 'numeric' })}`;
	}

	async #onSubmit(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		const check = this._way === 'password' ? this.#password : this.#code;
		if (this._busy || !check.check()) return;
		this._busy = true;
		const remember = this.renderRoot.querySelector<HTMLInputElement>('[name="remember"]')?.checked ?? true;
		const fields = this._way === 'password' ? check.texts('username', 'password') : check.texts('phone', 'veri_code');
		const posted = (await this.#present.look()) ? await post('/verify/signin', { ...fields, remember }) : undefined;
		this._busy = false;
		if (posted !== undefined) await this.#tell(posted, check);
	}

	async #tell(posted: Posted, check: FormCheck): Promise<void> {
		if (posted.state === 'done') {
			const account = posted.body.account as Profile;
			tellAccount(account.id);
			this.dispatchEvent(new CustomEvent<AccountId>('signed-in', { detail: account.id }));
			return;
		}
		const { error } = posted;
		if (error.code !== 'bad-credentials') check.refuse(error);
		else if (this._way === 'password') check.refuse({ ...error, field: 'password' });
		// What is wrong is the code, or the phone has no account: the answer does not tell which.
		else check.refuse({ code: 'bad-phone-or-code', field: 'veri_code' });
		await check.focusFirstProblem();
	}
}

/** The way that was begun before the script came. */
function wayBefore(): Way {
	const names = [focusedBefore(), refusedBefore()?.field, typedBefore('phone') === undefined ? undefined : 'phone'];
	return names.some((name) => name === 'phone' || name === 'veri_code') ? 'code' : 'password';
}

declare global {
	interface HTMLElementEventMap {
		'signed-in': CustomEvent<AccountId>;
	}
}

customElements.define('webchat-signin-form', WebchatSigninForm);
