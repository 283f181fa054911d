/**
 * Over the chat once its session is over: says why, and lets its person sign in again without losing what they wrote.
 * Tells `signed-in` with whoever did.
 */
import { css, html, nothing, type PropertyValues } from 'lit';
import type { Phase } from '../../client/connection.ts';
import type { ChatState } from '../../client/state.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { isMessageKey, t } from '../../shared/i18n.ts';
import '../webchat-signin-form/webchat-signin-form.ts';

export class WebchatSession extends ChatElement {
	static override properties = { state: { attribute: false } };
	static override styles = withControls(css`
		/* What it shows stands over everything: it takes no place of its own. */
		:host {
			display: contents;
		}
		h2 {
			margin-bottom: 8px;
			font-size: 1.2rem;
		}
		.why {
			margin-bottom: 16px;
			color: var(--muted);
		}
		.leave {
			margin-top: 16px;
			text-align: center;
		}
		a {
			color: var(--accent);
		}
	`);
	declare state: Pick<ChatState, 'connection' | 'me' | 'outbox'>;

	override render() {
		const { connection } = this.state;
		return html`<dialog aria-labelledby="title" @cancel=${(event: Event) => event.preventDefault()} @close=${this.#keepOpen}>
			${connection.name === 'ended' ? this.#content(connection.reason) : nothing}
		</dialog>`;
	}

	override updated(changed: PropertyValues): void {
		super.updated(changed);
		this.#keepOpen();
	}

	#content(reason: string) {
		const why = `session.${reason}`;
		const { me, outbox } = this.state;
		return html`<h2 id="title">${t('session.title')}</h2>
			<div class="why" role="status">
				<p>${t(isMessageKey(why) ? why : 'session.expired')}</p>
				${outbox.length === 0 ? nothing : html`<p>${t('session.unsent')}</p>`}
			</div>
			<webchat-signin-form .name=${me?.username ?? ''} .next=${'/'} @signed-in=${this.#onSignedIn}></webchat-signin-form>
			<p class="leave"><a href="/verify/signin">${t('session.leave')}</a></p>`;
	}

	readonly #onSignedIn = ({ detail }: HTMLElementEventMap['signed-in']): void => {
		this.dispatchEvent(new CustomEvent('signed-in', { detail }));
	};

	/** As long as the session is over, and no longer; browsers close a dialog at a second Escape whatever one says. */
	readonly #keepOpen = (): void => {
		const dialog = this.renderRoot.querySelector('dialog');
		const open = isOver(this.state.connection);
		if (open && dialog?.open === false) dialog.showModal();
		else if (!open && dialog?.open === true) dialog.close();
	};
}

function isOver(phase: Phase): boolean {
	return phase.name === 'ended';
}

customElements.define('webchat-session', WebchatSession);
