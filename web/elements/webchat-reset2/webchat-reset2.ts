/** The second page of a forgotten password: takes the code and the new password. */
import { html, nothing } from 'lit';
import { ChatElement, withControls } from '../../shared/element.ts';
import { formHead, formPage } from '../../shared/form-page.ts';
import { FormCheck } from '../../shared/form-page-check.ts';
import { field, problemOfAll } from '../../shared/form-page-field.ts';
import { forgetReset, keptReset, whose } from '../../shared/form-page-reset.ts';
import { phoneOrEmail, RULES } from '../../shared/form-page-rules.ts';
import { post } from '../../shared/http.ts';
import { t } from '../../shared/i18n.ts';

export class WebchatReset2 extends ChatElement {
	static override properties = { _busy: { state: true } };
	static override styles = withControls(formPage);
	declare _busy: boolean;
	readonly #asked = keptReset();
	readonly #check = new FormCheck(this, {
		phone: phoneOrEmail,
		veri_code: RULES.veri_code,
		password: RULES.password,
	});

	constructor() {
		super();
		this._busy = false;
	}

	override firstUpdated(): void {
		this.#check.begin(this.#asked === undefined ? 'phone' : 'veri_code');
	}

	override render() {
		const check = this.#check;
		const address = this.#asked?.address ?? '';
		return html`<main>
			${formHead(t('reset2.title'))} ${this.#asked === undefined ? nothing : this.#whereTheCodeIs(this.#asked.delivery)}
			<form novalidate method="post" action="/verify/password_reset2" @submit=${this.#onSubmit}>
				${problemOfAll(check)}
				${field(check, { name: 'phone', label: t('field.phone-or-email'), type: 'text', autocomplete: 'username', value: address })}
				${field(check, { name: 'veri_code', label: t('field.code'), type: 'text', autocomplete: 'one-time-code', inputmode: 'numeric' })}
				${field(check, { name: 'password', label: t('field.new-password'), type: 'password', autocomplete: 'new-password', hint: t('field.password-hint') })}
				<p class="hint lead">${t('reset2.everywhere')}</p>
				<button class="primary" type="submit" ?disabled=${this._busy}>${t('reset2.submit')}</button>
			</form>
			<p class="other"><a href="/password_reset.html">${t('reset2.again')}</a></p>
			<p class="other"><a href="/verify/signin">${t('reset.remembered')}</a></p>
		</main>`;
	}

	/** The answer is the same whether or not there is such an account, and so is the sentence. */
	#whereTheCodeIs(delivery: string) {
		return html`<div class="notice" role="status">
			<p>${t('reset2.sent')}</p>
			${delivery === 'outbox' ? html`<p>${t('code.in-outbox')}</p>` : nothing}
		</div>`;
	}

	async #onSubmit(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		if (this._busy || !this.#check.check()) return;
		this._busy = true;
		const fields = { ...whose(this.#check.text('phone')), ...this.#check.texts('veri_code', 'password') };
		const posted = await post('/verify/password_reset2', fields);
		this._busy = false;
		if (posted.state === 'refused') {
			const { error } = posted;
			this.#check.refuse(error.field === 'email' ? { ...error, field: 'phone' } : error);
			await this.#check.focusFirstProblem();
			return;
		}
		forgetReset();
		location.assign('/verify/signin?reason=password-changed');
	}
}

customElements.define('webchat-reset2', WebchatReset2);
