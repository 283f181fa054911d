/**
 * Joining a group by its link. The token stands behind `#` in the address, which browsers send to nobody; it leaves by
 * the socket alone, when its reader says so.
 */
import { html, nothing } from 'lit';
import { OTHER_ACCOUNT } from '../../client/connection.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { formHead, formPage } from '../../shared/form-page.ts';
import { t } from '../../shared/i18n.ts';
import { refusalText } from '../../shared/refusals.ts';
import { createPageClient } from '../webchat-app/page-client.ts';

export class WebchatJoin extends ChatElement {
	static override properties = { _busy: { state: true }, _problem: { state: true } };
	static override styles = withControls(formPage);
	declare _busy: boolean;
	/** Why it did not work, as a sentence. */
	declare _problem: string;
	readonly #token = decodeURIComponent(location.hash.slice(1));

	constructor() {
		super();
		this._busy = false;
		this._problem = '';
	}

	override render() {
		return html`<main>
			${formHead(t('join.title'))}
			<div role="status">
				${this._problem === '' ? nothing : html`<p class="notice problem">${this._problem}</p>`}
			</div>
			${
				this.#token === ''
					? html`<p class="lead">${t('join.no-token')}</p>`
					: html`<p class="lead">${t('join.lead')}</p>
							<button class="primary" type="button" ?disabled=${this._busy} @click=${this.#onJoin}>${t('join.submit')}</button>`
			}
			<p class="other"><a href="/">${t('settings.back')}</a></p>
		</main>`;
	}

	async #onJoin(): Promise<void> {
		this._busy = true;
		this._problem = '';
		const client = createPageClient();
		client.start();
		const reply = await client.request('group.join', { token: this.#token });
		const { connection } = client.state;
		client.stop();
		if (reply.state === 'done') {
			location.assign(`/c/${reply.ok.conversation}`);
			return;
		}
		this._busy = false;
		if (reply.error.code === 'not-found') this._problem = t('join.over');
		else if (connection.name === 'ended' && connection.reason === OTHER_ACCOUNT)
			this._problem = refusalText({ code: OTHER_ACCOUNT });
		else this._problem = refusalText(reply.error);
	}
}

customElements.define('webchat-join', WebchatJoin);
