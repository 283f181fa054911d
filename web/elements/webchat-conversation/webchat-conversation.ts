/** One conversation: who it is with, its messages, where to write. */
import { html, nothing } from 'lit';
import { nameOf } from '../../client/select.ts';
import type { ChatState, ConversationState } from '../../client/state.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { t } from '../../shared/i18n.ts';
import { icons } from '../../shared/icons.ts';
import { titleText } from '../../shared/titles.ts';
import '../webchat-composer/webchat-composer.ts';
import '../webchat-face/webchat-face.ts';
import '../webchat-messages/webchat-messages.ts';
import '../webchat-people/webchat-people.ts';
import type { Purpose } from '../webchat-people/webchat-people.ts';
import { styles } from './styles.ts';

export class WebchatConversation extends ChatElement {
	static override properties = {
		state: { attribute: false },
		conversation: { attribute: false },
		_purpose: { state: true },
		_dialog: { state: true },
	};
	static override styles = withControls(styles);
	declare state: ChatState;
	declare conversation: ConversationState;
	declare _purpose: Purpose | null;
	declare _dialog: 'none' | 'members' | 'leave';

	constructor() {
		super();
		this._purpose = null;
		this._dialog = 'none';
	}

	override willUpdate(changed: Map<PropertyKey, unknown>): void {
		const before = changed.get('conversation') as ConversationState | undefined;
		if (before !== undefined && before.id !== this.conversation.id) {
			this._purpose = null;
			this._dialog = 'none';
		}
	}

	override updated(changed: Map<PropertyKey, unknown>): void {
		const dialog = this.renderRoot.querySelector('dialog');
		if (dialog !== null && !dialog.open) dialog.showModal();
		if (changed.has('state') && this._dialog === 'members') this.#wantMembers();
	}

	override render() {
		const { conversation, state } = this;
		const writable = this.#writable();
		return html`${this.#head()}
			<webchat-messages tabindex="0" .state=${state} .conversation=${conversation.id}></webchat-messages>
			${
				writable === true
					? html`<webchat-composer .conversation=${conversation.id}></webchat-composer>`
					: html`<p class="closed">${writable}</p>`
			}
			<webchat-people
				.state=${state}
				.purpose=${this._purpose}
				@close=${() => {
					this._purpose = null;
				}}
			></webchat-people>
			${this._dialog === 'members' ? this.#members() : this._dialog === 'leave' ? this.#leaving() : nothing}`;
	}

	/** True, or the sentence that says why not. */
	#writable(): true | string {
		const { kind, left, peer } = this.conversation;
		if (left !== undefined) return t('conversation.left');
		if (kind === 'pair' && (peer === undefined || !this.state.friends.has(peer))) return t('conversation.not-friends');
		return true;
	}

	#head() {
		const { conversation, state } = this;
		const { kind, peer, left, memberCount } = conversation;
		const title = titleText(state, conversation);
		const online = peer !== undefined && state.online.has(peer);
		const inGroup = kind === 'group' && left === undefined;
		return html`<header>
			<button class="icon back" type="button" aria-label=${t('back')} @click=${() => this.intend({ do: 'open', conversation: null })}>
				${icons.back}
			</button>
			<webchat-face .name=${title} .of=${peer ?? conversation.id} ?group=${kind !== 'pair'} ?online=${online}></webchat-face>
			<div class="about">
				<h2 class="ellipsis">${title}</h2>
				${
					kind === 'pair' && state.friends.has(peer ?? state.me!.id)
						? html`<p class="muted">${online ? t('online') : t('offline')}</p>`
						: nothing
				}
				${inGroup ? html`<p class="muted">${t('group.members-count', { count: memberCount ?? 0 })}</p>` : nothing}
				${kind === 'self' ? html`<p class="muted ellipsis">${t('conversations.self-hint')}</p>` : nothing}
			</div>
			${inGroup ? this.#groupButtons() : nothing}
		</header>`;
	}

	#groupButtons() {
		const show = () => {
			this._dialog = 'members';
			this.#wantMembers();
		};
		const leave = () => {
			this._dialog = 'leave';
		};
		return html`<button class="icon" type="button" aria-label=${t('group.members')} title=${t('group.members')} @click=${show}>
				${icons.people}
			</button>
			<button class="icon" type="button" aria-label=${t('group.leave')} title=${t('group.leave')} @click=${leave}>${icons.leave}</button>`;
	}

	#members() {
		const members = this.state.members.get(this.conversation.id);
		return html`<dialog aria-labelledby="members" @close=${this.#close}>
			<h2 id="members">${t('group.members-count', { count: this.conversation.memberCount ?? 0 })}</h2>
			${members === undefined ? html`<p class="muted">${t('loading')}</p>` : nothing}
			<ul class="members" tabindex="0" aria-labelledby="members">
				${members?.map(({ account, role }) => {
					const name = nameOf(this.state, account.id) || account.username;
					return html`<li>
						<webchat-face .name=${name} .of=${account.id} ?online=${this.state.online.has(account.id)}></webchat-face>
						<span class="ellipsis">${name}</span>
						${role === 'member' ? nothing : html`<span class="role">${t(`role.${role}`)}</span>`}
					</li>`;
				})}
			</ul>
			<div class="actions">
				<button type="button" @click=${this.#close}>${t('close')}</button>
				<button class="primary" type="button" ?disabled=${members === undefined} @click=${this.#invite}>${t('group.invite')}</button>
			</div>
		</dialog>`;
	}

	#leaving() {
		const leave = () => {
			this.intend({ do: 'leave', conversation: this.conversation.id });
			this.#close();
		};
		return html`<dialog aria-labelledby="leaving" @close=${this.#close}>
			<h2 id="leaving">${t('group.leave-question', { name: titleText(this.state, this.conversation) })}</h2>
			<p class="muted">${t('group.leave-hint')}</p>
			<div class="actions">
				<button type="button" @click=${this.#close}>${t('cancel')}</button>
				<button class="danger" type="button" @click=${leave}>${t('group.leave')}</button>
			</div>
		</dialog>`;
	}

	readonly #close = (): void => {
		this._dialog = 'none';
	};

	readonly #invite = (): void => {
		const members = this.state.members.get(this.conversation.id) ?? [];
		this._dialog = 'none';
		this._purpose = {
			for: 'invitation',
			conversation: this.conversation.id,
			members: new Set(members.map(({ account }) => account.id)),
		};
	};

	#wantMembers(): void {
		if (!this.state.members.has(this.conversation.id))
			this.intend({ do: 'show-members', conversation: this.conversation.id });
	}
}

customElements.define('webchat-conversation', WebchatConversation);
