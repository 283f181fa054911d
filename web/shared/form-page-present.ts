/**
 * One browser is one account: before somebody signs in while another person is signed in here, they are told what that
 * does, and may go on as that person instead.
 */
import { html, type LitElement } from 'lit';
import type { AccountId } from '../../core/ids.ts';
import { type OwnAccount, whoIsSignedIn } from './http.ts';
import { t } from './i18n.ts';

export class PresentAccount {
	readonly #host: LitElement;
	/** Where to go as the person who is signed in already. */
	readonly #next: () => string;
	/** Whose place may be taken. */
	readonly #known = new Set<AccountId>();
	#account: OwnAccount | undefined;

	constructor(host: LitElement, next: () => string) {
		this.#host = host;
		this.#next = next;
	}

	/** Looks who is signed in; false: somebody of whom nothing was said yet, so the warning is shown first. */
	async look(): Promise<boolean> {
		const present = await whoIsSignedIn();
		this.#account = present.state === 'somebody' ? present.account : undefined;
		this.#host.requestUpdate();
		return !this.mustWarn;
	}

	get mustWarn(): boolean {
		return this.#account !== undefined && !this.#known.has(this.#account.id);
	}

	/** Who is signed in here, and the two ways on. */
	warning() {
		const name = this.#account?.nickname ?? '';
		return html`<div class="notice" role="status">
				<p><strong>${t('present.who', { name })}</strong></p>
				<p>${t('present.one-browser', { name })}</p>
			</div>
			<div class="stack">
				<a class="button primary" href=${this.#next()}>${t('present.stay', { name })}</a>
				<button type="button" @click=${this.#onOther}>${t('present.other')}</button>
			</div>`;
	}

	readonly #onOther = async (): Promise<void> => {
		if (this.#account !== undefined) this.#known.add(this.#account.id);
		this.#host.requestUpdate();
		await this.#host.updateComplete;
		this.#host.renderRoot.querySelector<HTMLElement>('input:not([type="hidden"])')?.focus();
	};
}
