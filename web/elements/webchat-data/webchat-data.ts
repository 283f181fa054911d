/** One's own data: taken along, or erased with the account. */
import { css, html, nothing } from 'lit';
import { withControls } from '../../shared/element.ts';
import { FormCheck } from '../../shared/form-page-check.ts';
import { field, problemOfAll } from '../../shared/form-page-field.ts';
import { filled } from '../../shared/form-page-rules.ts';
import { t } from '../../shared/i18n.ts';
import { icons } from '../../shared/icons.ts';
import { SettingsSection, sectionStyles } from '../../shared/settings-section.ts';

const CLOSED = '/verify/signin?reason=account-closed';
const CONSEQUENCES = ['data.close-said', 'data.close-groups', 'data.close-name', 'data.close-others'] as const;

export class WebchatData extends SettingsSection {
	static override properties = { ...SettingsSection.properties, _asking: { state: true } };
	static override styles = withControls(
		...sectionStyles,
		css`
			a.button {
				display: inline-flex;
				align-items: center;
				gap: var(--space-2);
				width: auto;
				margin-top: var(--space-3);
				padding: 0 var(--space-4);
			}
			ul + .muted {
				margin-top: var(--space-3);
			}
			li {
				margin: var(--space-2) 0 0 var(--space-4);
				list-style: disc;
			}
			form,
			.begin {
				margin-top: var(--space-4);
			}
		`,
	);
	/** Whether it was said that the account is to be closed. */
	declare _asking: boolean;
	readonly #check = new FormCheck(this, { password: filled });

	constructor() {
		super();
		this._asking = false;
	}

	override render() {
		return html`<h2>${t('settings.data')}</h2>
			<section>
				<h3>${t('data.export')}</h3>
				<p class="muted">${t('data.export-hint')}</p>
				<a class="button" href="/me/export" download>${icons.download}${t('data.export-button')}</a>
			</section>
			<section>
				<h3>${t('data.close')}</h3>
				<p>${t('data.close-what')}</p>
				<ul class="muted">
					${CONSEQUENCES.map((one) => html`<li>${t(one)}</li>`)}
				</ul>
				<p class="muted">${t('data.close-first')}</p>
				${this._asking ? this.#form() : html`<button class="danger begin" type="button" @click=${this.#onAsk}>${t('data.close-button')}</button>`}
			</section>`;
	}

	#form() {
		const check = this.#check;
		return html`<form novalidate @submit=${this.#onSubmit}>
			${problemOfAll(check)} ${this._problem === '' ? nothing : this.said()}
			<input type="text" name="username" autocomplete="username" .value=${this.account.username} hidden />
			${field(check, { name: 'password', label: t('field.password'), type: 'password', autocomplete: 'current-password' })}
			<div class="actions">
				<button type="button" @click=${this.#onBack}>${t('cancel')}</button>
				<button class="danger" type="submit" ?disabled=${this._busy}>${t('data.close-sure')}</button>
			</div>
		</form>`;
	}

	async #onAsk(): Promise<void> {
		this._asking = true;
		await this.updateComplete;
		this.renderRoot.querySelector<HTMLInputElement>('input[name="password"]')?.focus();
	}

	async #onBack(): Promise<void> {
		this._asking = false;
		this.#check.clear();
		await this.updateComplete;
		this.renderRoot.querySelector<HTMLButtonElement>('.begin')?.focus();
	}

	async #onSubmit(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		if (this._busy || !this.#check.check()) return;
		const posted = await this.ask('DELETE', '/me', this.#check.texts('password'));
		this.#check.refuse(posted.state === 'refused' ? posted.error : null);
		if (posted.state === 'refused') return this.#check.focusFirstProblem();
		location.assign(CLOSED);
	}
}

customElements.define('webchat-data', WebchatData);
