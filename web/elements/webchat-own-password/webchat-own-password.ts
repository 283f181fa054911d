/** A new password, for who shows the old one. */
import { html } from 'lit';
import { withControls } from '../../shared/element.ts';
import { FormCheck } from '../../shared/form-page-check.ts';
import { field, problemOfAll } from '../../shared/form-page-field.ts';
import { filled, RULES } from '../../shared/form-page-rules.ts';
import { t } from '../../shared/i18n.ts';
import { SettingsSection, sectionStyles } from '../../shared/settings-section.ts';

export class WebchatOwnPassword extends SettingsSection {
	static override styles = withControls(...sectionStyles);
	readonly #check = new FormCheck(this, { old: filled, password: RULES.password });

	override render() {
		const check = this.#check;
		return html`<h3>${t('field.password')}</h3>
			<form novalidate @submit=${this.#onSubmit}>
				${problemOfAll(check)} ${this.said()}
				<input type="text" name="username" autocomplete="username" .value=${this.account.username} hidden />
				${field(check, { name: 'old', label: t('field.old-password'), type: 'password', autocomplete: 'current-password' })}
				${field(check, { name: 'password', label: t('field.new-password'), type: 'password', autocomplete: 'new-password', hint: t('field.password-hint') })}
				<p class="hint">${t('password.others')}</p>
				<button class="primary" type="submit" ?disabled=${this._busy}>${t('password.change')}</button>
			</form>`;
	}

	async #onSubmit(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		if (this._busy || !this.#check.check()) return;
		const posted = await this.ask('PUT', '/me/password', this.#check.texts('old', 'password'));
		this.#check.refuse(posted.state === 'refused' ? posted.error : null);
		if (posted.state === 'refused') return this.#check.focusFirstProblem();
		this.#check.clear();
		this._done = t('password.changed');
	}
}

customElements.define('webchat-own-password', WebchatOwnPassword);
