/** A dialog to find somebody by user name, phone or id, and to ask them to be friends. */
import { html, nothing } from 'lit';
import type { AccountId } from '../../../core/ids.ts';
import type { Profile } from '../../../core/wire.ts';
import { nameOf } from '../../client/select.ts';
import type { ChatState } from '../../client/state.ts';
import { DialogElement } from '../../shared/dialog-element.ts';
import { withControls } from '../../shared/element.ts';
import { t } from '../../shared/i18n.ts';
import { icons } from '../../shared/icons.ts';
import '../webchat-face/webchat-face.ts';
import { styles } from './styles.ts';

const NOTE_CHARS_MAX = 100;

/** What a search came to; null before one. */
export interface FoundPeople {
	readonly q: string;
	readonly accounts: readonly Profile[];
	/** A sentence, where it was refused. */
	readonly problem?: string;
}

export class WebchatFind extends DialogElement {
	static override properties = { state: { attribute: false }, q: {}, found: { attribute: false } };
	static override styles = withControls(styles);
	declare state: ChatState;
	/** What the search begins with. */
	declare q: string;
	declare found: FoundPeople | null;

	override render() {
		return html`<dialog aria-labelledby="title" @close=${this.end} @click=${this.endBeside}>
			<header>
				<h2 id="title">${t('friends.find')}</h2>
				<button class="icon" type="button" aria-label=${t('close')} @click=${this.end}>${icons.remove}</button>
			</header>
			<form role="search" @submit=${this.#onFind}>
				<label for="q">${t('friends.find-hint')}</label>
				<div class="row">
					<input id="q" name="q" type="search" autocomplete="off" autocapitalize="none" spellcheck="false" .value=${this.q} required autofocus />
					<button class="primary" type="submit">${t('friends.find-button')}</button>
				</div>
			</form>
			<div role="status">${this.found === null ? nothing : this.#found(this.found)}</div>
			${this.#own()}
		</dialog>`;
	}

	#found({ q, accounts, problem }: FoundPeople) {
		if (problem !== undefined) return html`<p class="found error">${problem}</p>`;
		if (accounts.length === 0) return html`<p class="found muted">${t('friends.nobody', { q })}</p>`;
		return accounts.map((account) => html`<div class="found">${this.#person(account)} ${this.#next(account.id)}</div>`);
	}

	#person({ id, username, avatar }: Profile) {
		const name = nameOf(this.state, id) || username;
		return html`<div class="person">
			<webchat-face .name=${name} .of=${id} .avatar=${avatar} ?online=${this.state.online.has(id)}></webchat-face>
			<p><strong class="ellipsis">${name}</strong>${name === username ? nothing : html`<span class="muted">${username}</span>`}</p>
		</div>`;
	}

	/** What can be done with somebody who was found. */
	#next(id: AccountId) {
		const friend = this.state.friends.get(id);
		const request = this.state.requests.get(id);
		if (id === this.state.me?.id) return html`<p class="hint">${t('friends.yourself')}</p>`;
		if (friend !== undefined)
			return html`<div class="actions">
				<button class="primary" type="button" @click=${() => this.intend({ do: 'open', conversation: friend.conversation })}>
					${t('friends.write')}
				</button>
			</div>`;
		if (request?.from === id) return this.#answer(id);
		if (request !== undefined) return html`<p class="hint">${t('friends.asked')}</p>`;
		return html`<form @submit=${(event: SubmitEvent) => this.#onAsk(event, id)}>
			<label for="note">${t('friends.note')}</label>
			<input id="note" name="note" type="text" maxlength=${NOTE_CHARS_MAX} autocomplete="off" placeholder=${t('friends.note-example')} />
			<div class="actions"><button class="primary" type="submit">${t('friends.ask')}</button></div>
		</form>`;
	}

	#answer(id: AccountId) {
		return html`<p class="hint">${t('friends.waits-for-you')}</p>
			<div class="actions">
				<button class="primary" type="button" @click=${() => this.intend({ do: 'accept', account: id })}>
					${t('friends.accept')}
				</button>
			</div>`;
	}

	/** Whoever wants to be found can tell their own name. */
	#own() {
		const { me } = this.state;
		return me === null ? nothing : html`<p class="own">${t('friends.own-name')} <strong>${me.username}</strong></p>`;
	}

	#onFind(event: SubmitEvent): void {
		event.preventDefault();
		const q = new FormData(event.target as HTMLFormElement).get('q');
		this.intend({ do: 'find', q: String(q).trim() });
	}

	#onAsk(event: SubmitEvent, account: AccountId): void {
		event.preventDefault();
		const note = new FormData(event.target as HTMLFormElement).get('note');
		this.intend({ do: 'ask-friend', account, note: String(note).trim() });
	}
}

customElements.define('webchat-find', WebchatFind);
