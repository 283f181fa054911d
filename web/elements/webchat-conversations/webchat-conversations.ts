/** The list of conversations: name, last line, time, unread; pinned ones first. With a query, what it may mean. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ConversationId } from '../../../core/ids.ts';
import { search } from '../../client/search.ts';
import { avatarOf, isClosed, listConversations, listPending, type NamedFriend } from '../../client/select.ts';
import type { ChatState, ConversationState } from '../../client/state.ts';
import { called } from '../../shared/called.ts';
import { shortTime } from '../../shared/dates.ts';
import { draftOf, onDrafts } from '../../shared/drafts.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { t } from '../../shared/i18n.ts';
import { icons } from '../../shared/icons.ts';
import { presenceText } from '../../shared/presence.ts';
import { previewOf } from '../../shared/preview.ts';
import { recallText } from '../../shared/recall-text.ts';
import { serverNow } from '../../shared/server-time.ts';
import { titleText } from '../../shared/titles.ts';
import '../webchat-face/webchat-face.ts';
import '../webchat-menu/webchat-menu.ts';
import type { Place, WebchatMenu } from '../webchat-menu/webchat-menu.ts';
import { settingsMenu } from './settings-menu.ts';
import { styles } from './styles.ts';

const UNREAD_SHOWN_MAX = 99;
/** Rows that stand for those to come. */
const SKELETONS = [1, 2, 3, 4, 5, 6];

export class WebchatConversations extends ChatElement {
	static override properties = { state: { attribute: false }, query: {} };
	static override styles = withControls(styles);
	declare state: ChatState;
	/** What is sought; empty for all. */
	declare query: string;
	#unfollow: (() => void) | undefined;

	constructor() {
		super();
		this.query = '';
	}

	override connectedCallback(): void {
		super.connectedCallback();
		this.#unfollow = onDrafts(() => this.requestUpdate());
	}

	override disconnectedCallback(): void {
		super.disconnectedCallback();
		this.#unfollow?.();
	}

	override render() {
		if (this.state.log === null) return this.#skeleton();
		const query = this.query.trim();
		return html`${query === '' ? this.#all() : this.#results(query)}<webchat-menu></webchat-menu>`;
	}

	#skeleton() {
		return html`<p class="visually-hidden" role="status">${t('loading')}</p>
			${SKELETONS.map(
				() =>
					html`<div class="row" aria-hidden="true"><span class="skeleton round"></span
						><span class="about"><span class="skeleton line"></span><span class="skeleton line short"></span></span></div>`,
			)}`;
	}

	#all() {
		const list = listConversations(this.state);
		return html`${this.#list(list)}
			${
				list.every(({ kind }) => kind === 'self')
					? html`<div class="empty">
						<p><strong>${t('conversations.empty')}</strong>${t('conversations.empty-hint')}</p>
						<button type="button" @click=${this.#onFind}>${t('friends.find')}</button>
					</div>`
					: nothing
			}`;
	}

	#results(query: string) {
		const { conversations, friends } = search(this.state, query, (one) => titleText(this.state, one));
		return html`${this.#list(conversations)}
			${friends.length === 0 ? nothing : html`<ul aria-label=${t('friends.label')}>${friends.map((friend) => this.#friend(friend))}</ul>`}
			<div class="empty">
				${conversations.length + friends.length === 0 ? html`<p><strong>${t('search.nothing')}</strong>${t('search.nothing-hint')}</p>` : nothing}
				<button type="button" @click=${this.#onFind}>${t('search.find', { q: query })}</button>
			</div>`;
	}

	#list(list: readonly ConversationState[]) {
		return html`<ul aria-label=${t('conversations.label')}>
			${repeat(
				list,
				({ id }) => id,
				(conversation) => this.#item(conversation),
			)}
		</ul>`;
	}

	#item(conversation: ConversationState) {
		const { id, kind, peer, settings } = conversation;
		const open = id === this.state.open;
		const title = titleText(this.state, conversation);
		const online = peer !== undefined && this.state.online.has(peer);
		const at = conversation.last?.at;
		return html`<li class=${settings.pin ? 'pinned' : ''}>
			<a
				class="row ${open ? 'open' : ''}"
				href="/c/${id}"
				aria-current=${open ? 'true' : 'false'}
				@click=${(event: MouseEvent) => this.#open(event, id)}
				@contextmenu=${(event: MouseEvent) => this.#onContextMenu(event, conversation)}
			>
				<webchat-face .name=${title} .of=${peer ?? id} .avatar=${avatarOf(this.state, peer)} ?group=${kind !== 'pair'} ?online=${online}></webchat-face>
				<span class="about">
					<span class="first">
						<span class="name ellipsis">${title}</span>
						${online ? html`<span class="visually-hidden">${t('online')}</span>` : nothing}
						${settings.mute ? html`<span class="sign" title=${t('conversation.muted')}>${icons.mute}</span><span class="visually-hidden">${t('conversation.muted')}</span>` : nothing}
						${settings.pin ? html`<span class="sign" title=${t('conversation.pinned')}>${icons.pin}</span><span class="visually-hidden">${t('conversation.pinned')}</span>` : nothing}
						${at === undefined ? nothing : html`<span class="time">${shortTime(at, serverNow(this.state))}</span>`}
					</span>
					<span class="second">${this.#lastLine(conversation, open)} ${this.#unread(conversation)}</span>
				</span>
			</a>
			<button
				class="icon more"
				type="button"
				aria-haspopup="menu"
				aria-label=${t('conversation.settings-of', { title })}
				@click=${(event: Event) => this.#menu(conversation, (event.currentTarget as Element).getBoundingClientRect())}
			>
				${icons.more}
			</button>
		</li>`;
	}

	#unread({ unread, settings }: ConversationState) {
		if (unread === 0) return nothing;
		const shown = unread > UNREAD_SHOWN_MAX ? `${UNREAD_SHOWN_MAX}+` : unread;
		return html`<span class="badge ${settings.mute ? 'calm' : ''}"
			><span aria-hidden="true">${shown}</span
			><span class="visually-hidden">${t('conversations.unread', { count: unread })}</span></span
		>`;
	}

	#lastLine(conversation: ConversationState, open: boolean) {
		const { me } = this.state;
		const draft = open || me === null ? '' : draftOf(me.id, conversation.id).trim();
		if (draft !== '')
			return html`<span class="last ellipsis"><span class="draft">${t('conversations.draft')}</span> ${draft}</span>`;
		const failed = listPending(this.state, conversation.id).some(({ state }) => state === 'failed');
		const how = failed ? 'failed' : conversation.unread > 0 && !conversation.settings.mute ? 'new' : '';
		return html`<span class="last ellipsis ${how}">${this.#lastText(conversation)}</span>`;
	}

	#lastText({ id, kind, last, left }: ConversationState): string {
		const pending = listPending(this.state, id).at(-1);
		if (pending?.state === 'failed') return t('conversations.failed', { text: previewOf(pending.body) });
		if (left !== undefined) return t('conversation.left');
		if (last === undefined) return kind === 'self' ? t('conversations.self-hint') : t('conversations.no-messages');
		if (last.body === undefined)
			return recallText(
				last,
				{
					...{ me: this.state.me?.id, operator: this.state.operator },
					isClosed: (account) => isClosed(this.state, account),
				},
				(account) => called(this.state, account),
			);
		const text = previewOf(last.body);
		if (last.by === this.state.me?.id) return kind === 'self' ? text : t('conversations.own', { text });
		return kind === 'group' ? t('conversations.by', { who: called(this.state, last.by), text }) : text;
	}

	/** A friend who was found and has no conversation among the results. */
	#friend({ account, conversation, name }: NamedFriend) {
		const about = presenceText(this.state, account);
		return html`<li>
			<a class="row" href="/c/${conversation}" @click=${(event: MouseEvent) => this.#open(event, conversation)}>
				<webchat-face .name=${name} .of=${account} .avatar=${avatarOf(this.state, account)} ?online=${this.state.online.has(account)}></webchat-face>
				<span class="about"><span class="name ellipsis">${name}</span><span class="last ellipsis">${about}</span></span>
			</a>
		</li>`;
	}

	#open(event: MouseEvent, conversation: ConversationId): void {
		if (event.metaKey || event.ctrlKey || event.shiftKey) return;
		event.preventDefault();
		this.intend({ do: 'open', conversation });
	}

	#onContextMenu(event: MouseEvent, conversation: ConversationState): void {
		event.preventDefault();
		const { clientX: x, clientY: y } = event;
		this.#menu(conversation, { left: x, right: x, top: y, bottom: y });
	}

	#menu(conversation: ConversationState, place: Place): void {
		const menu = this.renderRoot.querySelector('webchat-menu') as WebchatMenu;
		const title = titleText(this.state, conversation);
		const groups = settingsMenu(conversation, (settings) =>
			this.intend({ do: 'set', conversation: conversation.id, ...settings }),
		);
		void menu.show(t('conversation.settings-of', { title }), groups, place);
	}

	readonly #onFind = (): void => {
		this.intend({ do: 'show', dialog: { name: 'find', q: this.query.trim() } });
	};
}

customElements.define('webchat-conversations', WebchatConversations);
