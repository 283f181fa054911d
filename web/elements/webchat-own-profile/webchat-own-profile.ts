/** What one says of oneself: the head picture, nickname, gender, city and signature. */
import { css, html, nothing } from 'lit';
import { GENDERS } from '../../../core/wire.ts';
import { withControls } from '../../shared/element.ts';
import { FormCheck } from '../../shared/form-page-check.ts';
import { field, problemOfAll } from '../../shared/form-page-field.ts';
import { RULES } from '../../shared/form-page-rules.ts';
import { t } from '../../shared/i18n.ts';
import { SettingsSection, sectionStyles } from '../../shared/settings-section.ts';
import '../webchat-crop/webchat-crop.ts';
import '../webchat-face/webchat-face.ts';

export class WebchatOwnProfile extends SettingsSection {
	static override properties = { ...SettingsSection.properties, _chosen: { state: true } };
	static override styles = withControls(
		...sectionStyles,
		css`
			.head {
				--face-size: 88px;
				display: flex;
				flex-wrap: wrap;
				align-items: center;
				gap: var(--space-3) var(--space-4);
				margin-bottom: var(--space-4);
			}
			.head div {
				display: flex;
				flex-wrap: wrap;
				gap: var(--space-2);
			}
		`,
	);
	/** The picture that is being cut. */
	declare _chosen: File | null;
	readonly #check = new FormCheck(this, {
		nickname: RULES.nickname,
		city: RULES.city,
		signature: RULES.signature,
	});

	constructor() {
		super();
		this._chosen = null;
	}

	override render() {
		const { account } = this;
		const check = this.#check;
		return html`<h2>${t('settings.profile')}</h2>
			<div class="head">
				<webchat-face .name=${account.nickname} .of=${account.id} .avatar=${account.avatar} large></webchat-face>
				<div>
					<button type="button" @click=${this.#choose}>${t('avatar.choose')}</button>
					<input class="chosen" type="file" accept="image/*" hidden @change=${this.#onChosen} />
					${account.avatar === null ? nothing : html`<button class="quiet danger" type="button" ?disabled=${this._busy} @click=${this.#remove}>${t('avatar.remove')}</button>`}
				</div>
			</div>
			<form novalidate @submit=${this.#onSubmit}>
				${problemOfAll(check)} ${this.said()}
				${field(check, { name: 'nickname', label: t('field.nickname'), type: 'text', autocomplete: 'nickname', value: account.nickname })}
				<div class="field">
					<label for="gender">${t('gender.label')}</label>
					<select id="gender">
						${GENDERS.map((gender) => html`<option value=${gender} ?selected=${gender === account.gender}>${t(`gender.${gender}`)}</option>`)}
					</select>
				</div>
				${field(check, { name: 'city', label: t('field.city'), type: 'text', autocomplete: 'address-level2', hint: t('field.city-hint'), value: account.city })}
				${field(check, { name: 'signature', label: t('field.signature'), type: 'text', autocomplete: 'off', value: account.signature })}
				<button class="primary" type="submit" ?disabled=${this._busy}>${t('save')}</button>
			</form>
			${this._chosen === null ? nothing : html`<webchat-crop .file=${this._chosen} @cropped=${this.#onCut} @close=${this.#close}></webchat-crop>`}`;
	}

	#choose(): void {
		this.renderRoot.querySelector<HTMLInputElement>('.chosen')?.click();
	}

	#onChosen(event: Event): void {
		const input = event.target as HTMLInputElement;
		this._chosen = input.files?.[0] ?? null;
		input.value = '';
	}

	readonly #close = (): void => {
		this._chosen = null;
	};

	readonly #onCut = async ({ detail: bytes }: HTMLElementEventMap['cropped']): Promise<void> => {
		this._chosen = null;
		if ((await this.askPlainly('PUT', '/me/avatar', bytes)).state === 'refused') return;
		this._done = t('settings.saved');
		this.changed();
	};

	async #remove(): Promise<void> {
		if ((await this.askPlainly('DELETE', '/me/avatar')).state === 'done') this.changed();
	}

	async #onSubmit(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		if (this._busy || !this.#check.check()) return;
		const gender = this.renderRoot.querySelector('select')?.value;
		const { nickname, ...more } = this.#check.texts('nickname', 'city', 'signature');
		// Without a nickname one is called by the user name.
		const fields = { nickname: nickname || this.account.username, gender, ...more };
		const posted = await this.ask('PATCH', '/me', fields);
		this.#check.refuse(posted.state === 'refused' ? posted.error : null);
		if (posted.state === 'refused') return this.#check.focusFirstProblem();
		this._done = t('settings.saved');
		this.changed();
	}
}

customElements.define('webchat-own-profile', WebchatOwnProfile);
