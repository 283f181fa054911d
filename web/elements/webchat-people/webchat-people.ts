/** A dialog in which friends are chosen: for a new group, which gets a name too, or for one that they are invited to. */
import { html, nothing } from 'lit';
import type { AccountId } from '../../../core/ids.ts';
import { GROUP_ADD_MAX } from '../../../core/wire.ts';
import { matches } from '../../client/pinyin.ts';
import { avatarOf, isClosed, listFriends, type NamedFriend } from '../../client/select.ts';
import type { ChatState } from '../../client/state.ts';
import { DialogElement } from '../../shared/dialog-element.ts';
import { withControls } from '../../shared/element.ts';
import { t } from '../../shared/i18n.ts';
import type { Dialog } from '../../shared/intents.ts';
import '../webchat-face/webchat-face.ts';
import { styles } from './styles.ts';

const NAME_CHARS_MAX = 50;
/** More friends than these are sought by name. */
const UNSOUGHT_FRIENDS_MAX = 8;

export class WebchatPeople extends DialogElement {
	static override properties = {
		state: { attribute: false },
		purpose: { attribute: false },
		_chosen: { state: true },
		_query: { state: true },
	};
	static override styles = withControls(styles);
	declare state: ChatState;
	declare purpose: Extract<Dialog, { readonly name: 'new-group' | 'invitation' }>;
	declare _chosen: ReadonlySet<AccountId>;
	declare _query: string;

	constructor() {
		super();
		this._chosen = new Set();
		this._query = '';
	}

	override render() {
		const isNew = this.purpose.name === 'new-group';
		return html`<dialog aria-labelledby="title" @close=${this.end} @click=${this.endBeside}>
			<form @submit=${this.#onSubmit}>
				<h2 id="title">${isNew ? t('group.new') : t('group.invite')}</h2>
				${
					isNew
						? html`<label for="name">${t('group.name')}</label>
							<input id="name" name="name" type="text" required maxlength=${NAME_CHARS_MAX} autocomplete="off" autofocus />`
						: nothing
				}
				${this.#choices()}
				<div class="actions">
					<button type="button" @click=${this.end}>${t('cancel')}</button>
					<button class="primary" type="submit" ?disabled=${this._chosen.size === 0}>
						${isNew ? t('group.create') : t('group.invite-button')}
					</button>
				</div>
			</form>
		</dialog>`;
	}

	#choices() {
		const { purpose } = this;
		const offered = listFriends(this.state).filter(
			({ account }) =>
				!isClosed(this.state, account) && (purpose.name === 'new-group' || !purpose.members.has(account)),
		);
		const sought = offered.filter(({ name }) => matches(name, this._query));
		return html`<fieldset>
			<legend class="label">${t('group.choose')}${this._chosen.size === 0 ? nothing : html` <span class="badge">${this._chosen.size}</span>`}</legend>
			${offered.length === 0 ? html`<p class="muted">${t('group.nobody')}</p>` : nothing}
			${offered.length > UNSOUGHT_FRIENDS_MAX ? this.#search() : nothing}
			<div class="choices">${sought.map((friend) => this.#choice(friend))}</div>
		</fieldset>`;
	}

	#search() {
		const seek = (event: InputEvent) => {
			this._query = (event.target as HTMLInputElement).value;
		};
		return html`<input type="search" autocomplete="off" aria-label=${t('app.search')} placeholder=${t('app.search')} @input=${seek} />`;
	}

	#choice({ account, name }: NamedFriend) {
		const full = this._chosen.size >= GROUP_ADD_MAX && !this._chosen.has(account);
		return html`<label class="choice">
			<input type="checkbox" .checked=${this._chosen.has(account)} ?disabled=${full} @change=${() => this.#toggle(account)} />
			<webchat-face .name=${name} .of=${account} .avatar=${avatarOf(this.state, account)}></webchat-face>
			<span class="ellipsis">${name}</span>
		</label>`;
	}

	#toggle(account: AccountId): void {
		const chosen = new Set(this._chosen);
		if (!chosen.delete(account)) chosen.add(account);
		this._chosen = chosen;
	}

	#onSubmit(event: SubmitEvent): void {
		event.preventDefault();
		const { purpose } = this;
		const accounts = [...this._chosen];
		if (purpose.name === 'invitation') this.intend({ do: 'invite', conversation: purpose.conversation, accounts });
		else {
			const name = new FormData(event.target as HTMLFormElement).get('name');
			this.intend({ do: 'create-group', name: String(name).trim(), members: accounts });
		}
		this.end();
	}
}

customElements.define('webchat-people', WebchatPeople);
