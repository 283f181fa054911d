/** One's phone number or e-mail address: what it is, and another one, proved by a code sent there and the password. */
import { css, html, nothing } from 'lit';
import { withControls } from '../../shared/element.ts';
import { FormCheck } from '../../shared/form-page-check.ts';
import { CodeRequest } from '../../shared/form-page-code.ts';
import { field, problemOfAll } from '../../shared/form-page-field.ts';
import { filled, RULES } from '../../shared/form-page-rules.ts';
import { t } from '../../shared/i18n.ts';
import { SettingsSection, sectionStyles } from '../../shared/settings-section.ts';

export class WebchatOwnContact extends SettingsSection {
	static override properties = { ...SettingsSection.properties, kind: {}, _open: { state: true } };
	static override styles = withControls(
		...sectionStyles,
		css`
			.now {
				display: flex;
				flex-wrap: wrap;
				align-items: center;
				justify-content: space-between;
				gap: var(--space-2);
				overflow-wrap: anywhere;
			}
		`,
	);
	declare kind: 'phone' | 'email';
	/** Whether another one is being given. */
	declare _open: boolean;
	readonly #check = new FormCheck(this, {
		phone: (text) => (this.kind === 'phone' ? RULES.phone(text) : undefined),
		email: (text) => (this.kind === 'email' ? RULES.email(text) : undefined),
		veri_code: RULES.veri_code,
		password: filled,
	});
	readonly #code = new CodeRequest(
		this,
		this.#check,
		() => this.ask('POST', '/verify/code', { purpose: this.kind, ...this.#check.texts(this.kind) }),
		() => this.kind,
	);

	constructor() {
		super();
		this._open = false;
	}

	override render() {
		const { account, kind } = this;
		const now = account[kind];
		const unproved = kind === 'email' && now !== null && !account.emailVerified;
		return html`<h3>${t(`field.${kind}`)}</h3>
			<div class="now">
				<p>${now ?? t('contact.none')}${unproved ? html` <span class="muted">${t('contact.unverified')}</span>` : nothing}</p>
				<button type="button" aria-expanded=${this._open} @click=${this.#toggle}>${t(unproved ? 'contact.verify' : 'contact.change')}</button>
			</div>
			${this._open ? this.#form() : this.said()}`;
	}

	#form() {
		const { kind } = this;
		const check = this.#check;
		const [type, autocomplete] = kind === 'phone' ? (['tel', 'tel'] as const) : (['email', 'email'] as const);
		const value = kind === 'email' && !this.account.emailVerified ? (this.account.email ?? '') : '';
		return html`<form novalidate @submit=${this.#onSubmit}>
			${problemOfAll(check)}
			${field(check, { name: kind, label: t(`contact.new-${kind}`), type, autocomplete, value })}
			${field(check, { name: 'veri_code', label: t('field.code'), type: 'text', autocomplete: 'one-time-code', inputmode: 'numeric', beside: this.#code.button() })}
			${this.#code.note()}
			${field(check, { name: 'password', label: t('field.password'), type: 'password', autocomplete: 'current-password' })}
			<button class="primary" type="submit" ?disabled=${this._busy}>${t('save')}</button>
		</form>`;
	}

	async #toggle(): Promise<void> {
		this._open = !this._open;
		this._done = '';
		await this.updateComplete;
		this.renderRoot.querySelector<HTMLInputElement>(`input[name="${this.kind}"]`)?.focus();
	}

	async #onSubmit(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		if (this._busy || !this.#check.check()) return;
		const fields = this.#check.texts(this.kind, 'veri_code', 'password');
		const posted = await this.ask('PUT', `/me/${this.kind}`, fields);
		this.#check.refuse(posted.state === 'refused' ? posted.error : null);
		if (posted.state === 'refused') return this.#check.focusFirstProblem();
		this._open = false;
		this._done = t('settings.saved');
		this.changed();
	}
}

customElements.define('webchat-own-contact', WebchatOwnContact);
