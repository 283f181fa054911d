/** The sign-up page. What the server refuses is said at the field that it is about. */
import { html, nothing } from 'lit';
import { ChatElement, withControls } from '../../shared/element.ts';
import { errorOf, field, formHead, formPage, textsOf } from '../../shared/form-page.ts';
import { type Posted, post } from '../../shared/http.ts';
import { t } from '../../shared/i18n.ts';
import '../webchat-language/webchat-language.ts';

type Refused = Extract<Posted, { readonly state: 'refused' }>['error'];

export class WebchatSignup extends ChatElement {
	static override properties = {
		_error: { state: true },
		_busy: { state: true },
		_wait: { state: true },
		_sent: { state: true },
	};
	static override styles = withControls(formPage);
	declare _error: Refused | null;
	declare _busy: boolean;
	/** Seconds until another code may be asked for. */
	declare _wait: number;
	/** How the code travels; empty before one was asked for. */
	declare _sent: string;

	constructor() {
		super();
		this._error = null;
		this._busy = false;
		this._wait = 0;
		this._sent = '';
	}

	override render() {
		const error = (name: string) => errorOf(this._error, name);
		const general = this._error !== null && !FIELDS.has(this._error.field ?? '');
		return html`<main>
			${formHead(t('signup.title'))}
			<form novalidate @submit=${this.#onSubmit}>
				${general ? html`<p class="notice error" role="alert">${this._error?.message}</p>` : nothing}
				${field({ name: 'username', label: t('field.username'), type: 'text', autocomplete: 'username', hint: t('field.username-hint'), error: error('username') })}
				${field({ name: 'nickname', label: t('field.nickname'), type: 'text', autocomplete: 'nickname', error: error('nickname') })}
				${field({ name: 'password', label: t('field.password'), type: 'password', autocomplete: 'new-password', hint: t('field.password-hint'), error: error('password') })}
				${field({ name: 'email', label: t('field.email'), type: 'email', autocomplete: 'email', error: error('email') })}
				${field({ name: 'phone', label: t('field.phone'), type: 'tel', autocomplete: 'tel', error: error('phone'), beside: this.#codeButton() })}
				<div role="status">${this._sent === '' ? nothing : this.#whereTheCodeIs()}</div>
				${field({ name: 'veri_code', label: t('field.code'), type: 'text', autocomplete: 'one-time-code', inputmode: 'numeric', error: error('veri_code') })}
				<button class="primary" type="submit" ?disabled=${this._busy}>${t('signup.submit')}</button>
			</form>
			<p class="other">${t('signup.known')} <a href="/verify/signin">${t('signin.title')}</a></p>
		</main>`;
	}

	#codeButton() {
		return html`<button type="button" ?disabled=${this._wait > 0} @click=${this.#onCode}>
			${this._wait > 0 ? t('code.wait', { count: this._wait }) : t('code.get')}
		</button>`;
	}

	#whereTheCodeIs() {
		return html`<p class="notice">${this._sent === 'outbox' ? t('code.in-outbox') : t('code.sent')}</p>`;
	}

	async #onCode(): Promise<void> {
		const form = this.renderRoot.querySelector('form');
		if (form === null) return;
		const { phone } = textsOf(form);
		const posted = await post('/verify/code', { purpose: 'signup', phone });
		if (posted.state === 'refused') {
			this._error = posted.error;
			if (posted.error.wait !== undefined) this.#countDown(posted.error.wait);
			return;
		}
		this._error = null;
		this._sent = String(posted.body.delivery);
		this.#countDown(Number(posted.body.wait));
		this.renderRoot.querySelector<HTMLInputElement>('#veri_code')?.focus();
	}

	#countDown(ms: number): void {
		const until = Date.now() + ms;
		const tick = () => {
			this._wait = Math.max(0, Math.ceil((until - Date.now()) / 1000));
			if (this._wait > 0 && this.isConnected) setTimeout(tick, 500);
		};
		tick();
	}

	async #onSubmit(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		this._busy = true;
		const posted = await post('/verify/signup', textsOf(event.target as HTMLFormElement));
		if (posted.state === 'done') {
			location.assign('/');
			return;
		}
		this._busy = false;
		this._error = posted.error;
		await this.updateComplete;
		this.renderRoot.querySelector<HTMLInputElement>('[aria-invalid="true"]')?.focus();
	}
}

const FIELDS: ReadonlySet<string> = new Set(['username', 'nickname', 'password', 'email', 'phone', 'veri_code']);

customElements.define('webchat-signup', WebchatSignup);
