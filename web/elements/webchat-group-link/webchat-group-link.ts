/** The link into a group: made for so many and so long, shown once, taken back. */
import { css, html, nothing } from 'lit';
import type { ConversationId } from '../../../core/ids.ts';
import type { GroupLink } from '../../../core/wire.ts';
import type { Ask } from '../../shared/ask.ts';
import { dateAndTime } from '../../shared/dates.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { t } from '../../shared/i18n.ts';
import { refusalText } from '../../shared/refusals.ts';

/** 0: as many as come. */
const USES = [0, 1, 10, 100] as const;
const DAYS = [1, 7, 30] as const;
const DAY_MS = 24 * 60 * 60_000;
/** What is asked for is on its way for a moment, and 30 days are the most. */
const WAY_MS = 60_000;

export class WebchatGroupLink extends ChatElement {
	static override properties = {
		conversation: {},
		link: { attribute: false },
		ask: { attribute: false },
		now: { type: Number },
		_told: { state: true },
		_busy: { state: true },
		_problem: { state: true },
		_copied: { state: true },
	};
	static override styles = withControls(css`
		:host {
			display: block;
			margin-top: var(--space-3);
		}
		.row {
			display: flex;
			flex-wrap: wrap;
			align-items: end;
			gap: var(--space-2);
		}
		.row > label,
		.row > input {
			flex: 1 1 120px;
			min-width: 0;
		}
		select {
			width: 100%;
			min-height: calc(var(--target) + 4px);
			margin-top: var(--space-1);
			padding: 7px 12px;
			border: 1px solid var(--field-line);
			border-radius: var(--radius-small);
			background: var(--raised);
			color: inherit;
			font: inherit;
			font-weight: 400;
		}
		.standing {
			display: flex;
			flex-wrap: wrap;
			align-items: center;
			gap: var(--space-2);
			margin-bottom: var(--space-2);
		}
		.standing p {
			flex: 1 1 160px;
		}
	`);
	declare conversation: ConversationId;
	/** The one that was made last. */
	declare link: GroupLink | undefined;
	declare ask: Ask;
	/** ms since 1970 UTC, by the server's clock. */
	declare now: number;
	/** The address of a link that was just made. */
	declare _told: string;
	declare _busy: boolean;
	declare _problem: string;
	declare _copied: boolean;

	constructor() {
		super();
		this._told = '';
		this._busy = false;
		this._problem = '';
		this._copied = false;
	}

	override render() {
		return html`<p class="label">${t('group.link')}</p>
			${this.link === undefined || this.link.expires <= this.now ? nothing : this.#standing(this.link)}
			${this._told === '' ? nothing : this.#toldOnce()}
			<form class="row" @submit=${this.#onMake}>
				<label>${t('group.link-uses')}
					<select name="uses">${USES.map((uses) => html`<option value=${uses}>${uses === 0 ? t('group.link-any') : t('group.link-people', { count: uses })}</option>`)}</select>
				</label>
				<label>${t('group.link-lasts')}
					<select name="days">${DAYS.map((days) => html`<option value=${days} ?selected=${days === 7}>${t('tokens.days', { count: days })}</option>`)}</select>
				</label>
				<button type="submit" ?disabled=${this._busy}>${t('group.link-make')}</button>
			</form>
			<p class="error" role="alert">${this._problem}</p>`;
	}

	#standing({ expires, uses, used }: GroupLink) {
		const until = dateAndTime(expires);
		return html`<div class="standing">
			<p class="muted">${uses === 0 ? t('group.link-open', { until, used: used.toLocaleString() }) : t('group.link-counted', { until, used: used.toLocaleString(), uses: uses.toLocaleString() })}</p>
			<button class="danger" type="button" ?disabled=${this._busy} @click=${this.#onTakeBack}>${t('group.link-take')}</button>
		</div>`;
	}

	#toldOnce() {
		const select = (event: Event) => (event.target as HTMLInputElement).select();
		return html`<div class="notice standing" role="status">
			<label for="told">${t('group.link-once')}</label>
			<input id="told" type="text" readonly .value=${this._told} @focus=${select} />
			${isSecureContext ? html`<button type="button" @click=${this.#onCopy}>${this._copied ? t('copied') : t('copy')}</button>` : html`<p class="hint">${t('copy.by-hand')}</p>`}
		</div>`;
	}

	async #onMake(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		const form = new FormData(event.target as HTMLFormElement);
		const [uses, days] = [Number(form.get('uses')), Number(form.get('days'))];
		const expires = this.now + days * DAY_MS - WAY_MS;
		const { conversation } = this;
		const ok = await this.#asked('group.link', { conversation, expires, ...(uses === 0 ? {} : { uses }) });
		if (ok === undefined) return;
		this._told = `${location.origin}/join#${ok.token}`;
		this._copied = false;
		await this.updateComplete;
		this.renderRoot.querySelector<HTMLInputElement>('#told')?.focus();
	}

	async #onTakeBack(): Promise<void> {
		if ((await this.#asked('group.unlink', { conversation: this.conversation })) !== undefined) this._told = '';
	}

	async #asked(name: string, fields: Readonly<Record<string, unknown>>) {
		this._busy = true;
		const reply = await this.ask(name, fields);
		this._busy = false;
		this._problem = reply.state === 'refused' ? refusalText(reply.error) : '';
		return reply.state === 'done' ? reply.ok : undefined;
	}

	async #onCopy(): Promise<void> {
		await navigator.clipboard.writeText(this._told);
		this._copied = true;
	}
}

customElements.define('webchat-group-link', WebchatGroupLink);
