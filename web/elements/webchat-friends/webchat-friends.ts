/** People: requests to answer, finding somebody by name, one's friends. */
import { html, nothing } from 'lit';
import type { AccountId } from '../../../core/ids.ts';
import type { Profile } from '../../../core/wire.ts';
import { listFriends, listRequests, nameOf } from '../../client/select.ts';
import type { ChatState, FriendState, RequestState } from '../../client/state.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { language, t } from '../../shared/i18n.ts';
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

export class WebchatFriends extends ChatElement {
	static override properties = { state: { attribute: false }, found: { attribute: false }, _removing: { state: true } };
	static override styles = withControls(styles);
	declare state: ChatState;
	declare found: FoundPeople | null;
	declare _removing: AccountId | null;

	constructor() {
		super();
		this.found = null;
		this._removing = null;
	}

	override updated(): void {
		const dialog = this.renderRoot.querySelector('dialog');
		if (dialog !== null && !dialog.open) dialog.showModal();
	}

	override render() {
		const { received, sent } = listRequests(this.state);
		const friends = listFriends(this.state, language());
		return html`${this.#search()}
			${
				received.length === 0
					? nothing
					: this.#section(
							t('friends.requests'),
							received.map((one) => this.#received(one)),
						)
			}
			${
				friends.length === 0
					? html`<p class="empty"><strong>${t('friends.empty')}</strong>${t('friends.empty-hint')}</p>`
					: this.#section(
							t('friends.label'),
							friends.map((friend) => this.#friend(friend)),
						)
			}
			${
				sent.length === 0
					? nothing
					: this.#section(
							t('friends.sent'),
							sent.map((one) => this.#sent(one)),
						)
			}
			${this._removing === null ? nothing : this.#removal(this._removing)}`;
	}

	#search() {
		return html`<form class="search" role="search" @submit=${this.#onFind}>
				<label for="q">${t('friends.find')}</label>
				<div class="row">
					<input id="q" name="q" type="search" autocomplete="off" placeholder=${t('friends.find-hint')} required />
					<button type="submit">${t('friends.find-button')}</button>
				</div>
			</form>
			<div role="status">${this.found === null ? nothing : this.#found(this.found)}</div>`;
	}

	#found({ q, accounts, problem }: FoundPeople) {
		if (problem !== undefined) return html`<p class="found error">${problem}</p>`;
		if (accounts.length === 0) return html`<p class="found muted">${t('friends.nobody', { q })}</p>`;
		return accounts.map(
			(account) =>
				html`<div class="found">${this.#person(account.id, this.#name(account.id) === account.username ? '' : account.username)} ${this.#next(account)}</div>`,
		);
	}

	/** What can be done with somebody who was found. */
	#next({ id }: Profile) {
		const friend = this.state.friends.get(id);
		const request = this.state.requests.get(id);
		if (id === this.state.me?.id) return html`<p class="hint">${t('friends.yourself')}</p>`;
		if (friend !== undefined)
			return html`<button class="primary" type="button" @click=${() => this.#open(friend)}>${t('friends.write')}</button>`;
		if (request?.from === id) return html`<p class="hint">${t('friends.waits-for-you')}</p>`;
		if (request !== undefined) return html`<p class="hint">${t('friends.asked')}</p>`;
		return html`<form @submit=${(event: SubmitEvent) => this.#onAsk(event, id)}>
			<label for="note">${t('friends.note')}</label>
			<input id="note" name="note" type="text" maxlength=${NOTE_CHARS_MAX} autocomplete="off" />
			<div class="actions"><button class="primary" type="submit">${t('friends.ask')}</button></div>
		</form>`;
	}

	#section(title: string, items: unknown) {
		return html`<section>
			<h2>${title}</h2>
			<ul>
				${items}
			</ul>
		</section>`;
	}

	#received({ from, note }: RequestState) {
		return html`<li class="request">
			${this.#person(from, note || t('friends.no-note'))}
			<div class="answers">
				<button class="primary" type="button" @click=${() => this.intend({ do: 'accept', account: from })}>
					${t('friends.accept')}
				</button>
				<button type="button" @click=${() => this.intend({ do: 'decline', account: from })}>${t('friends.decline')}</button>
			</div>
		</li>`;
	}

	#sent({ to }: RequestState) {
		return html`<li>${this.#person(to, t('friends.asked'))}</li>`;
	}

	#friend(friend: FriendState) {
		const name = this.#name(friend.account);
		return html`<li class="friend">
			<button class="person-button" type="button" @click=${() => this.#open(friend)}>
				${this.#person(friend.account, this.state.online.has(friend.account) ? t('online') : t('offline'))}
			</button>
			<button
				class="icon"
				type="button"
				aria-label=${t('friends.remove', { name })}
				@click=${() => {
					this._removing = friend.account;
				}}
			>
				${icons.remove}
			</button>
		</li>`;
	}

	#person(account: AccountId, about: string) {
		const name = this.#name(account);
		return html`<span class="person">
			<webchat-face .name=${name} .of=${account} ?online=${this.state.online.has(account)}></webchat-face>
			<span class="about"><span class="ellipsis name">${name}</span><span class="ellipsis muted">${about}</span></span>
		</span>`;
	}

	#removal(account: AccountId) {
		const close = () => {
			this._removing = null;
		};
		const remove = () => {
			this.intend({ do: 'remove-friend', account });
			close();
		};
		return html`<dialog aria-labelledby="removal" @close=${close}>
			<h2 id="removal">${t('friends.remove-question', { name: this.#name(account) })}</h2>
			<p class="muted">${t('friends.remove-hint')}</p>
			<div class="actions">
				<button type="button" @click=${close}>${t('cancel')}</button>
				<button class="danger" type="button" @click=${remove}>${t('friends.remove-button')}</button>
			</div>
		</dialog>`;
	}

	#name(account: AccountId): string {
		return nameOf(this.state, account) || t('someone');
	}

	#open({ conversation }: FriendState): void {
		this.intend({ do: 'open', conversation });
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

customElements.define('webchat-friends', WebchatFriends);
