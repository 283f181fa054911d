/** The first page of a forgotten password: asks for the code. */
import { html } from 'lit';
import { ChatElement, withControls } from '../../shared/element.ts';
import { formHead, formPage } from '../../shared/form-page.ts';
import { FormCheck } from '../../shared/form-page-check.ts';
import { field, problemOfAll } from '../../shared/form-page-field.ts';
import { keepReset, whose } from '../../shared/form-page-reset.ts';
import { phoneOrEmail } from '../../shared/form-page-rules.ts';
import { post } from '../../shared/http.ts';
import { t } from '../../shared/i18n.ts';

export class WebchatReset extends ChatElement {
	static override properties = { _busy: { state: true } };
	static override styles = withControls(formPage);
	declare _busy: boolean;
	readonly #check = new FormCheck(this, { phone: phoneOrEmail });

	constructor() {
		super();
		this._busy = false;
	}

	override firstUpdated(): void {
		this.#check.begin('phone');
	}

	override render() {
		const check = this.#check;
		return html`<main>
			${formHead(t('reset.title'))}
			<p class="lead">${t('reset.lead')}</p>
			<form novalidate method="post" action="/verify/password_reset" @submit=${this.#onSubmit}>
				${problemOfAll(check)}
				${field(check, { name: 'phone', label: t('field.phone-or-email'), type: 'text', autocomplete: 'tel' })}
				<button class="primary" type="submit" ?disabled=${this._busy}>${t('code.get')}</button>
			</form>
			<p class="other"><a href="/password_reset2.html">${t('reset.have-code')}</a></p>
			<p class="other"><a href="/verify/signin">${t('reset.remembered')}</a></p>
		</main>`;
	}

	async #onSubmit(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		if (this._busy || !this.#check.check()) return;
		this._busy = true;
		const address = this.#check.text('phone');
		const posted = await post('/verify/password_reset', whose(address));
		this._busy = false;
		if (posted.state === 'refused') {
			const { field: about, ...error } = posted.error;
			this.#check.refuse(about === undefined ? error : { ...error, field: 'phone' });
			await this.#check.focusFirstProblem();
			return;
		}
		keepReset({ address, delivery: String(posted.body.delivery ?? '') });
		location.assign('/password_reset2.html');
	}
}

customElements.define('webchat-reset', WebchatReset);
