/** Asking for a code: a button that counts down, where the code is, and what to do when none comes. */
import { html, type LitElement, nothing, type ReactiveController } from 'lit';
import type { FormCheck } from './form-page-check.ts';
import type { Posted } from './http.ts';
import { t } from './i18n.ts';
import { sentBefore } from './plain-form.ts';

const TICK_MS = 250;

export class CodeRequest implements ReactiveController {
	readonly #host: LitElement;
	readonly #check: FormCheck;
	readonly #ask: () => Promise<Posted>;
	readonly #field: () => 'phone' | 'email';
	#timer: number | undefined;
	/** By the page's own time, which no clock puts forward. */
	#until = 0;
	#asking = false;
	/** How the last code travels; empty before one was asked for. */
	#delivery = '';

	/** `ask` sends the request for what stands in the form; `field` names where the code goes. */
	constructor(
		host: LitElement,
		check: FormCheck,
		ask: () => Promise<Posted>,
		field: () => 'phone' | 'email' = () => 'phone',
	) {
		this.#host = host;
		this.#check = check;
		this.#ask = ask;
		this.#field = field;
		host.addController(this);
	}

	hostDisconnected(): void {
		window.clearTimeout(this.#timer);
	}

	get #seconds(): number {
		return Math.max(0, Math.ceil((this.#until - performance.now()) / 1000));
	}

	button() {
		const seconds = this.#seconds;
		const text = this.#whereItIs() === undefined ? t('code.get') : t('code.again');
		return html`<button type="button" class="code" ?disabled=${seconds > 0 || this.#asking} @click=${this.#onClick}>
			${seconds > 0 ? t('code.wait', { count: seconds }) : text}
		</button>`;
	}

	/** Where the code is; once another may be asked for, what else to try. */
	note() {
		const where = this.#whereItIs();
		return html`<div role="status">${
			where === undefined
				? nothing
				: html`<div class="notice">
						<p>${where}</p>
						${this.#seconds > 0 ? nothing : this.#late()}
					</div>`
		}</div>`;
	}

	#whereItIs(): string | undefined {
		if (this.#delivery === '') return sentBefore();
		return whereTheCodeIs(this.#delivery);
	}

	#late() {
		return html`<p>${t('code.late')}</p>
			<ul class="steps">
				<li>${t('code.late-again')}</li>
				<li>${this.#lookAgain()}</li>
				<li>${t('code.late-operator')}</li>
			</ul>`;
	}

	#lookAgain(): string {
		const field = this.#field();
		const text = this.#check.text(field);
		return field === 'phone' ? t('code.late-number', { number: text }) : t('code.late-address', { address: text });
	}

	readonly #onClick = async (): Promise<void> => {
		if (!this.#check.checkField(this.#field())) {
			await this.#check.focusFirstProblem();
			return;
		}
		this.#asking = true;
		this.#host.requestUpdate();
		const posted = await this.#ask();
		this.#asking = false;
		if (posted.state === 'refused') {
			this.#check.refuse(posted.error);
			this.#countDown(posted.error.wait ?? 0);
			return;
		}
		this.began(String(posted.body.delivery), Number(posted.body.wait));
		await this.#host.updateComplete;
		this.#host.renderRoot.querySelector<HTMLInputElement>('input[name="veri_code"]')?.focus();
	};

	/** A code is on its way, and another may be asked for after `waitMs`. */
	began(delivery: string, waitMs: number): void {
		this.#check.refuse(null);
		this.#delivery = delivery;
		this.#countDown(waitMs);
	}

	#countDown(ms: number): void {
		this.#until = performance.now() + ms;
		const tick = () => {
			this.#host.requestUpdate();
			if (this.#seconds > 0) this.#timer = window.setTimeout(tick, TICK_MS);
		};
		window.clearTimeout(this.#timer);
		tick();
	}
}

/** Where to look for a code that travels so. */
function whereTheCodeIs(delivery: string): string {
	if (delivery === 'outbox') return t('code.in-outbox');
	return delivery === 'mail' ? t('code.sent-mail') : t('code.sent');
}
