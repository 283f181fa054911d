/** A dialog in which friends are chosen: for a new group, which gets a name too, or for one that they are invited to. */
import { html, nothing } from 'lit';
import type { AccountId, ConversationId } from '../../../core/ids.ts';
import { GROUP_ADD_MAX } from '../../../core/wire.ts';
import { listFriends, nameOf } from '../../client/select.ts';
import type { ChatState } from '../../client/state.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { language, t } from '../../shared/i18n.ts';
import '../webchat-face/webchat-face.ts';
import { styles } from './styles.ts';

const NAME_CHARS_MAX = 50;

export type Purpose =
	| { readonly for: 'new-group' }
	/** `members`: who is in it already and is not offered. */
	| { readonly for: 'invitation'; readonly conversation: ConversationId; readonly members: ReadonlySet<AccountId> };

export class WebchatPeople extends ChatElement {
	static override properties = { state: { attribute: false }, purpose: { attribute: false }, _chosen: { state: true } };
	static override styles = withControls(styles);
	declare state: ChatState;
	/** The dialog is open while there is one; it tells with a `close` event that it has ended. */
	declare purpose: Purpose | null;
	declare _chosen: ReadonlySet<AccountId>;

	constructor() {
		super();
		this.purpose = null;
		this._chosen = new Set();
	}

	override willUpdate(changed: Map<PropertyKey, unknown>): void {
		if (changed.has('purpose') && changed.get('purpose') === null) this._chosen = new Set();
	}

	override updated(): void {
		const dialog = this.renderRoot.querySelector('dialog');
		if (dialog !== null && !dialog.open) dialog.showModal();
	}

	override render() {
		const { purpose } = this;
		if (purpose === null) return nothing;
		const isNew = purpose.for === 'new-group';
		const offered = listFriends(this.state, language()).filter(
			({ account }) => purpose.for === 'new-group' || !purpose.members.has(account),
		);
		return html`<dialog aria-labelledby="title" @close=${this.#end}>
			<form @submit=${this.#onSubmit}>
				<h2 id="title">${isNew ? t('group.new') : t('group.invite')}</h2>
				${
					isNew
						? html`<label for="name">${t('group.name')}</label>
							<input id="name" name="name" type="text" required maxlength=${NAME_CHARS_MAX} autocomplete="off" autofocus />`
						: nothing
				}
				<fieldset>
					<legend class="label">${t('group.choose')}</legend>
					${offered.length === 0 ? html`<p class="muted">${t('group.nobody')}</p>` : nothing}
					${offered.map(({ account }) => this.#choice(account))}
				</fieldset>
				<div class="actions">
					<button type="button" @click=${this.#end}>${t('cancel')}</button>
					<button class="primary" type="submit" ?disabled=${this._chosen.size === 0}>
						${isNew ? t('group.create') : t('group.invite-button')}
					</button>
				</div>
			</form>
		</dialog>`;
	}

	#choice(account: AccountId) {
		const name = nameOf(this.state, account) || t('someone');
		const full = this._chosen.size >= GROUP_ADD_MAX && !this._chosen.has(account);
		return html`<label class="choice">
			<input type="checkbox" .checked=${this._chosen.has(account)} ?disabled=${full} @change=${() => this.#toggle(account)} />
			<webchat-face .name=${name} .of=${account}></webchat-face>
			<span class="ellipsis">${name}</span>
		</label>`;
	}

	#toggle(account: AccountId): void {
		const chosen = new Set(this._chosen);
		if (!chosen.delete(account)) chosen.add(account);
		this._chosen = chosen;
	}

	readonly #end = (): void => {
		this.dispatchEvent(new Event('close'));
	};

	#onSubmit(event: SubmitEvent): void {
		event.preventDefault();
		const { purpose } = this;
		if (purpose === null) return;
		const accounts = [...this._chosen];
		if (purpose.for === 'invitation') this.intend({ do: 'invite', conversation: purpose.conversation, accounts });
		else {
			const name = new FormData(event.target as HTMLFormElement).get('name');
			this.intend({ do: 'create-group', name: String(name).trim(), members: accounts });
		}
		this.#end();
	}
}

customElements.define('webchat-people', WebchatPeople);
