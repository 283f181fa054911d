/** One conversation: who it is with, its messages, where to write. */
import { html, nothing } from 'lit';
import { avatarOf, isClosed } from '../../client/select.ts';
import type { ChatState, ConversationState } from '../../client/state.ts';
import { dateAndTime } from '../../shared/dates.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { t } from '../../shared/i18n.ts';
import { icons } from '../../shared/icons.ts';
import type { Dialog } from '../../shared/intents.ts';
import { presenceText } from '../../shared/presence.ts';
import { serverNow } from '../../shared/server-time.ts';
import { titleText } from '../../shared/titles.ts';
import '../webchat-composer/webchat-composer.ts';
import '../webchat-connection/webchat-connection.ts';
import { settingsMenu } from '../webchat-conversations/settings-menu.ts';
import '../webchat-face/webchat-face.ts';
import '../webchat-menu/webchat-menu.ts';
import type { WebchatMenu } from '../webchat-menu/webchat-menu.ts';
import '../webchat-messages/webchat-messages.ts';
import { styles } from './styles.ts';

/** Whoever is muted for longer is so until somebody ends it. */
const LONG_MUTE_MS = 366 * 24 * 60 * 60_000;
/** Members up to which their names in the group are loaded with it. */
const NAMED_MEMBERS_MAX = 200;

export class WebchatConversation extends ChatElement {
	static override properties = {
		state: { attribute: false },
		conversation: { attribute: false },
		_dropping: { state: true },
	};
	static override styles = withControls(styles);
	declare state: ChatState;
	declare conversation: ConversationState;
	/** Files are held over the conversation. */
	declare _dropping: boolean;

	constructor() {
		super();
		this._dropping = false;
		this.addEventListener('dragover', (event) => this.#onDragOver(event));
		this.addEventListener('dragleave', (event) => {
			if (!(event.relatedTarget instanceof Node && this.contains(event.relatedTarget))) this._dropping = false;
		});
		this.addEventListener('drop', (event) => this.#onDrop(event));
	}

	override updated(): void {
		const { id, kind, left, memberCount = 0 } = this.conversation;
		if (kind !== 'group' || left !== undefined || memberCount > NAMED_MEMBERS_MAX) return;
		if (!this.state.members.has(id)) this.intend({ do: 'show-members', conversation: id });
	}

	override render() {
		const { conversation, state } = this;
		const writable = this.#writable();
		return html`${this.#head()}${this.#announcement()}
			<webchat-messages .state=${state} .conversation=${conversation.id}></webchat-messages>
			${
				writable === true && state.me !== null
					? html`<webchat-composer .account=${state.me.id} .conversation=${conversation.id}></webchat-composer>`
					: html`<p class="closed">${writable}</p>`
			}
			${this._dropping ? html`<p class="drop">${icons.attach}${t('attach.drop')}</p>` : nothing}<webchat-menu></webchat-menu>`;
	}

	#onDragOver(event: DragEvent): void {
		if (!event.dataTransfer?.types.includes('Files')) return;
		// Dropped anywhere else, a file would take the place of the page.
		event.preventDefault();
		event.dataTransfer.dropEffect = this.#writable() === true ? 'copy' : 'none';
		this._dropping = this.#writable() === true;
	}

	#onDrop(event: DragEvent): void {
		this._dropping = false;
		if (!event.dataTransfer?.types.includes('Files')) return;
		event.preventDefault();
		// Folders are no files.
		const items = [...event.dataTransfer.items].filter((item) => item.webkitGetAsEntry()?.isDirectory !== true);
		const files = items.map((item) => item.getAsFile()).filter((file) => file !== null);
		if (files.length === 0 || this.#writable() !== true) return;
		this.intend({ do: 'show', dialog: { name: 'attach', conversation: this.conversation.id, files } });
	}

	/** True, or the sentence that says why not. */
	#writable(): true | string {
		const { kind, left, peer, mutedUntil = 0 } = this.conversation;
		if (left !== undefined) return t('conversation.left');
		const now = serverNow(this.state);
		if (mutedUntil > now + LONG_MUTE_MS) return t('conversation.silenced-long');
		if (mutedUntil > now) return t('conversation.silenced', { until: dateAndTime(mutedUntil) });
		if (kind === 'pair' && (peer === undefined || !this.state.friends.has(peer))) return t('conversation.not-friends');
		if (peer !== undefined && isClosed(this.state, peer)) return t('conversation.closed-account');
		return true;
	}

	#head() {
		const { conversation, state } = this;
		const { kind, peer } = conversation;
		const title = titleText(state, conversation);
		const about = this.#about();
		const who = html`<webchat-face .name=${title} .of=${peer ?? conversation.id} .avatar=${avatarOf(state, peer)} ?group=${kind !== 'pair'} ?online=${peer !== undefined && state.online.has(peer)}></webchat-face>`;
		return html`<header>
			<button class="icon back" type="button" aria-label=${t('back')} @click=${() => this.intend({ do: 'open', conversation: null })}>
				${icons.back}
			</button>
			${who}
			<div class="about">
				<h2 class="ellipsis">${title}</h2>
				<p class="line muted ellipsis ${state.connection.name === 'online' ? '' : 'offline'}">${this.#line()}</p>
				<webchat-connection .phase=${state.connection}></webchat-connection>
			</div>
			${
				about === undefined
					? nothing
					: html`<button class="icon" type="button" aria-label=${about.label} title=${about.label} @click=${() => this.intend({ do: 'show', dialog: about.dialog })}>
						${kind === 'group' ? icons.people : icons.person}
					</button>`
			}
			<button class="icon" type="button" aria-haspopup="menu" aria-label=${t('conversation.settings')} title=${t('conversation.settings')} @click=${this.#onMenu}>
				${icons.more}
			</button>
		</header>`;
	}

	#announcement() {
		const { id, announcement } = this.conversation;
		if (announcement === undefined) return nothing;
		const show = () => this.intend({ do: 'show', dialog: { name: 'group', conversation: id } });
		return html`<button class="announcement" type="button" aria-label=${`${t('group.announcement')}: ${announcement}`} @click=${show}>
			${icons.announcement}<span class="ellipsis">${announcement}</span>
		</button>`;
	}

	/** What is said below the name. */
	#line(): string {
		const { kind, peer, left, memberCount } = this.conversation;
		if (kind === 'self') return t('conversations.self-hint');
		if (kind === 'group') return left === undefined ? t('group.members-count', { count: memberCount ?? 0 }) : '';
		const shown = peer !== undefined && this.state.friends.has(peer) && !isClosed(this.state, peer);
		return shown ? presenceText(this.state, peer) : '';
	}

	/** The dialog that tells more of who this is with. */
	#about(): { readonly label: string; readonly dialog: Dialog } | undefined {
		const { id, kind, peer, left } = this.conversation;
		if (kind === 'group' && left === undefined)
			return { label: t('group.members'), dialog: { name: 'group', conversation: id } };
		if (peer === undefined) return undefined;
		return { label: t('profile.label'), dialog: { name: 'profile', account: peer } };
	}

	#onMenu(event: MouseEvent): void {
		const { id } = this.conversation;
		const menu = this.renderRoot.querySelector('webchat-menu') as WebchatMenu;
		const place = (event.currentTarget as Element).getBoundingClientRect();
		const groups = settingsMenu(this.conversation, (settings) =>
			this.intend({ do: 'set', conversation: id, ...settings }),
		);
		void menu.show(t('conversation.settings'), groups, place);
	}
}

customElements.define('webchat-conversation', WebchatConversation);
