/** The sign-up page. */
import { html } from 'lit';
import type { Profile } from '../../../core/wire.ts';
import { tellAccount } from '../../shared/account-channel.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { formHead, formPage } from '../../shared/form-page.ts';
import { FormCheck } from '../../shared/form-page-check.ts';
import { CodeRequest } from '../../shared/form-page-code.ts';
import { type Field, field, problemOfAll } from '../../shared/form-page-field.ts';
import { PresentAccount } from '../../shared/form-page-present.ts';
import { RULES } from '../../shared/form-page-rules.ts';
import { type Posted, post } from '../../shared/http.ts';
import { t } from '../../shared/i18n.ts';

export class WebchatSignup extends ChatElement {
	static override properties = { signup: {}, verify: {}, _busy: { state: true } };
	static override styles = withControls(formPage);
	/** Who may sign up: everybody, who has an invitation, nobody. The server writes both into the page. */
	declare signup: 'open' | 'invite' | 'closed';
	/** What they show for it: a code sent to the phone or to the e-mail address, or an invitation in place of a code. */
	declare verify: 'sms' | 'mail' | 'invite';
	declare _busy: boolean;
	// In the order of the page.
	readonly #check = new FormCheck(this, {
		invite: (text) => (this.#names.includes('invite') ? RULES.invite(text) : undefined),
		username: RULES.username,
		nickname: RULES.nickname,
		password: RULES.password,
		email: RULES.email,
		phone: RULES.phone,
		veri_code: RULES.veri_code,
	});
	readonly #request = new CodeRequest(
		this,
		this.#check,
		() => post('/verify/code', { purpose: 'signup', ...this.#check.texts(this.#proved) }),
		() => this.#proved,
	);
	readonly #present = new PresentAccount(this, () => '/');

	constructor() {
		super();
		this.signup = 'open';
		this.verify = 'sms';
		this._busy = false;
	}

	/** Where a code goes. */
	get #proved(): 'phone' | 'email' {
		return this.verify === 'mail' ? 'email' : 'phone';
	}

	/** The fields, in the order of the page: what has a code sent stands right before the field for it. */
	get #names(): readonly string[] {
		const invited = this.signup === 'invite' && this.verify !== 'invite';
		const reached = this.verify === 'mail' ? ['phone', 'email'] : ['email', 'phone'];
		return [...(invited ? ['invite'] : []), 'username', 'nickname', 'password', ...reached, 'veri_code'];
	}

	override connectedCallback(): void {
		super.connectedCallback();
		void this.#present.look();
	}

	override firstUpdated(): void {
		this.#check.begin(this.#names[0] ?? 'username');
	}

	override render() {
		return html`<main>
			${formHead(t('signup.title'))} ${this.#present.mustWarn ? this.#present.warning() : this.#inside()}
			<p class="other">${t('signup.known')} <a href="/verify/signin">${t('signin.title')}</a></p>
		</main>`;
	}

	#inside() {
		return this.signup === 'closed' ? html`<p class="notice">${t('signup.closed')}</p>` : this.#form();
	}

	#form() {
		return html`<form novalidate method="post" action="/verify/signup" @submit=${this.#onSubmit}>
			${problemOfAll(this.#check)}
			${this.#names.map((name) => this.#field(name))}
			<button class="primary" type="submit" ?disabled=${this._busy}>${t('signup.submit')}</button>
		</form>`;
	}

	#field(name: string) {
		const check = this.#check;
		switch (name) {
			case 'username':
				return field(check, {
					...{ name, label: t('field.username'), type: 'text', autocomplete: 'username' },
					hint: t('field.username-hint'),
				});
			case 'nickname':
				return field(check, { name, label: t('field.nickname'), type: 'text', autocomplete: 'nickname' });
			case 'password':
				return field(check, {
					...{ name, label: t('field.password'), type: 'password', autocomplete: 'new-password' },
					hint: t('field.password-hint'),
				});
			case 'email':
				return this.#reached({ name, label: t('field.email'), type: 'email', autocomplete: 'email' });
			case 'phone':
				return this.#reached({ name, label: t('field.phone'), type: 'tel', autocomplete: 'tel' });
			case 'veri_code':
				return this.verify === 'invite' ? this.#invitation(name) : this.#code(name);
			default:
				return this.#invitation(name);
		}
	}

	/** A phone or an address; beside the one that is to be proved, the button that sends a code there. */
	#reached(shown: Field) {
		if (this.verify === 'invite' || shown.name !== this.#proved) return field(this.#check, shown);
		return html`${field(this.#check, { ...shown, beside: this.#request.button() })} ${this.#request.note()}`;
	}

	#code(name: string) {
		const asked = { type: 'text', autocomplete: 'one-time-code', inputmode: 'numeric' } as const;
		return field(this.#check, { name, label: t('field.code'), ...asked });
	}

	/** Filled in where a link brought it: behind the `#`, which no browser sends to a server. */
	#invitation(name: string) {
		const value = location.hash.slice(1);
		const asked = { type: 'text', autocomplete: 'off', hint: t('field.invite-hint'), value } as const;
		return field(this.#check, { name, label: t('field.invite'), ...asked });
	}

	async #onSubmit(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		if (this._busy || !this.#check.check()) return;
		this._busy = true;
		const fields = this.#check.texts(...this.#names);
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
