/** Programs that speak for one: tokens, told once and ended at will, and bots, who have tokens of their own. */
import { css, html, nothing } from 'lit';
import type { AccountId } from '../../../core/ids.ts';
import type { Profile } from '../../../core/wire.ts';
import { dateAndTime } from '../../shared/dates.ts';
import { withControls } from '../../shared/element.ts';
import { FormCheck } from '../../shared/form-page-check.ts';
import { field, problemOfAll } from '../../shared/form-page-field.ts';
import { RULES } from '../../shared/form-page-rules.ts';
import { t } from '../../shared/i18n.ts';
import { SettingsSection, sectionStyles } from '../../shared/settings-section.ts';
import '../webchat-face/webchat-face.ts';

interface Token {
	readonly id: string;
	readonly name: string;
	readonly bot: AccountId | null;
	readonly lastUsed: number | null;
	readonly expires: number | null;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Days that a token lasts; 0: until it is ended. */
const LASTS = [30, 90, 365, 0] as const;

export class WebchatPrograms extends SettingsSection {
	static override properties = {
		...SettingsSection.properties,
		_tokens: { state: true },
		_bots: { state: true },
		_told: { state: true },
	};
	static override styles = withControls(
		...sectionStyles,
		css`
			.told input {
				font-family: monospace;
			}
			.pair {
				display: grid;
				grid-template-columns: 1fr 1fr;
				gap: var(--space-3);
			}
		`,
	);
	declare _tokens: readonly Token[];
	declare _bots: readonly Profile[];
	/** The token that was just made; nobody is told it again. */
	declare _told: string;
	readonly #token = new FormCheck(this, { name: RULES.tokenName });
	readonly #bot = new FormCheck(this, { username: RULES.username, nickname: RULES.nickname });

	constructor() {
		super();
		this._tokens = [];
		this._bots = [];
		this._told = '';
	}

	override connectedCallback(): void {
		super.connectedCallback();
		void this.#look();
	}

	override render() {
		return html`<h2>${t('settings.programs')}</h2>
			<p class="muted">${t('programs.lead')}</p>
			${this.said()} ${this._told === '' ? nothing : this.#toldTemplate()}
			<section>
				<h3>${t('tokens.title')}</h3>
				<ul>${this._tokens.map((token) => this.#tokenRow(token))}</ul>
				${this.#tokenForm()}
			</section>
			<section>
				<h3>${t('bots.title')}</h3>
				<ul>${this._bots.map((bot) => this.#botRow(bot))}</ul>
				${this.#botForm()}
			</section>`;
	}

	#toldTemplate() {
		return html`<div class="notice told" role="status">
			<label for="told">${t('tokens.once')}</label>
			<div class="row">
				<span class="box"><input id="told" type="text" readonly .value=${this._told} @focus=${select} /></span>
				${isSecureContext ? html`<button type="button" @click=${this.#copy}>${t('copy')}</button>` : nothing}
			</div>
			${isSecureContext ? nothing : html`<p class="hint">${t('copy.by-hand')}</p>`}
		</div>`;
	}

	#tokenRow({ id, name, bot, lastUsed, expires }: Token) {
		const whose = this._bots.find((one) => one.id === bot)?.nickname;
		const said = [
			whose === undefined ? '' : t('tokens.of', { name: whose }),
			lastUsed === null ? t('tokens.unused') : t('devices.seen', { when: dateAndTime(lastUsed) }),
			expires === null ? t('tokens.lasting') : t('tokens.until', { when: dateAndTime(expires) }),
		];
		return html`<li class="item">
			<div>
				<p><strong>${name}</strong></p>
				<p class="muted">${said.filter((part) => part !== '').join(' · ')}</p>
			</div>
			<button type="button" ?disabled=${this._busy} aria-label=${t('tokens.end-of', { name })} @click=${() => this.#end(id)}>${t('tokens.end')}</button>
		</li>`;
	}

	#tokenForm() {
		const check = this.#token;
		return html`<form novalidate @submit=${this.#onToken}>
			${problemOfAll(check)}
			${field(check, { name: 'name', label: t('tokens.name'), type: 'text', autocomplete: 'off', hint: t('tokens.name-hint') })}
			<div class="pair">
				<div class="field">
					<label for="whose">${t('tokens.whose')}</label>
					<select id="whose">
						<option value="">${t('tokens.own')}</option>
						${this._bots.map(({ id, nickname }) => html`<option value=${id}>${nickname}</option>`)}
					</select>
				</div>
				<div class="field">
					<label for="lasts">${t('tokens.lasts')}</label>
					<select id="lasts">${LASTS.map((days) => html`<option value=${days}>${days === 0 ? t('tokens.lasting') : t('tokens.days', { count: days })}</option>`)}</select>
				</div>
			</div>
			<button class="primary" type="submit" ?disabled=${this._busy}>${t('tokens.make')}</button>
		</form>`;
	}

	#botRow({ id, nickname, username, avatar }: Profile) {
		return html`<li class="item">
			<webchat-face .name=${nickname} .of=${id} .avatar=${avatar}></webchat-face>
			<div>
				<p><strong>${nickname}</strong></p>
				<p class="muted">${username}</p>
			</div>
		</li>`;
	}

	#botForm() {
		const check = this.#bot;
		return html`<form novalidate @submit=${this.#onBot}>
			${problemOfAll(check)}
			${field(check, { name: 'username', label: t('field.username'), type: 'text', autocomplete: 'off', hint: t('field.username-hint') })}
			${field(check, { name: 'nickname', label: t('field.nickname'), type: 'text', autocomplete: 'off' })}
			<button type="submit" ?disabled=${this._busy}>${t('bots.make')}</button>
		</form>`;
	}

	async #look(): Promise<void> {
		const [tokens, bots] = [await this.askPlainly('GET', '/me/tokens'), await this.askPlainly('GET', '/me/bots')];
		if (tokens.state === 'done') this._tokens = tokens.body.tokens as readonly Token[];
		if (bots.state === 'done') this._bots = bots.body.bots as readonly Profile[];
	}

	async #onToken(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		if (this._busy || !this.#token.check()) return;
		const [bot, days] = ['whose', 'lasts'].map(
			(id) => this.renderRoot.querySelector<HTMLSelectElement>(`#${id}`)!.value,
		);
		const fields = {
			...this.#token.texts('name'),
			...(bot === '' ? {} : { bot }),
			...(days === '0' ? {} : { expires: Date.now() + Number(days) * DAY_MS }),
		};
		const posted = await this.ask('POST', '/me/tokens', fields);
		this.#token.refuse(posted.state === 'refused' ? posted.error : null);
		if (posted.state === 'refused') return;
		this.#token.clear();
		this._told = String(posted.body.token);
		await this.#look();
		this.renderRoot.querySelector<HTMLInputElement>('#told')?.focus();
	}

	async #onBot(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		if (this._busy || !this.#bot.check()) return;
		const { username, nickname } = this.#bot.texts('username', 'nickname');
		const posted = await this.ask('POST', '/me/bots', { username, nickname: nickname || username });
		this.#bot.refuse(posted.state === 'refused' ? posted.error : null);
		if (posted.state === 'refused') return this.#bot.focusFirstProblem();
		this.#bot.clear();
		await this.#look();
		this._done = t('bots.made');
	}

	async #end(id: string): Promise<void> {
		if ((await this.askPlainly('DELETE', `/me/tokens/${id}`)).state === 'done') await this.#look();
	}

	async #copy(): Promise<void> {
		try {
			await navigator.clipboard.writeText(this._told);
			this._done = t('copy.done');
		} catch {
			this.renderRoot.querySelector<HTMLInputElement>('#told')?.select();
		}
	}
}

function select(event: FocusEvent): void {
	(event.target as HTMLInputElement).select();
}

customElements.define('webchat-programs', WebchatPrograms);
