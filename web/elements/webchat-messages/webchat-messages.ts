/** The messages of one conversation: which part of them is seen, what of it is new, and the ways up and down. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { AccountId, ConversationId } from '../../../core/ids.ts';
import type { HistoryItem } from '../../../core/wire.ts';
import { aliasOf, avatarOf, isClosed, listPending } from '../../client/select.ts';
import type { ChatState } from '../../client/state.ts';
import { called } from '../../shared/called.ts';
import { draftOf, keepDraft } from '../../shared/drafts.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { t } from '../../shared/i18n.ts';
import { icons } from '../../shared/icons.ts';
import { serverNow } from '../../shared/server-time.ts';
import '../webchat-menu/webchat-menu.ts';
import type { WebchatMenu } from '../webchat-menu/webchat-menu.ts';
import { announce } from './announce.ts';
import { messageMenu, reasonMenu } from './message-menu.ts';
import { rowTemplate } from './row-template.ts';
import { type MessageRow, toRows } from './rows.ts';
import { ScrollPlace } from './scroll-place.ts';
import { canGrow, follow, moveDown, moveUp, openAt, rangeOf, type Slice } from './slice.ts';
import { styles } from './styles.ts';

/** Nearer to an edge of what is drawn than this many heights of the view, more is drawn. */
const NEAR_VIEWS = 1.5;
/** Nearer to the end than this counts as being there. */
const END_PX = 60;
/** Pages of history that are loaded on the way to the first unread message. */
const SEEK_PAGES_MAX = 40;
const SKELETONS = ['long', 'own', 'short', 'long own', 'short'];

export class WebchatMessages extends ChatElement {
	static override properties = {
		state: { attribute: false },
		conversation: {},
		_slice: { state: true },
		_away: { state: true },
	};
	static override styles = withControls(styles);
	declare state: ChatState;
	declare conversation: ConversationId;
	/** Undefined while nothing is loaded. */
	declare _slice: Slice | undefined;
	/** Whether somebody reads further up than the newest message. */
	declare _away: boolean;
	/** What was read when the conversation was opened or left alone; what came later is marked as new. */
	#mark: { readonly readTo: number; readonly count: number } | undefined;
	/** All that the mark stands before was read. */
	#markPassed = false;
	/** Where the view goes when it is drawn next. */
	#goal: 'end' | 'mark' | 'stay' = 'end';
	/** Pages still to be loaded on the way to the mark. */
	#seeking = 0;
	/** The oldest version loaded when a page was last asked for on that way. */
	#soughtFrom = 0;
	/** The last own message on its way. */
	#written: string | undefined;
	/** Up to here new messages were announced. */
	#heard = Number.POSITIVE_INFINITY;
	readonly #place = new ScrollPlace(() => this.#settle());

	constructor() {
		super();
		this._slice = undefined;
		this._away = false;
	}

	override connectedCallback(): void {
		super.connectedCallback();
		document.addEventListener('visibilitychange', this.#seen);
	}

	override disconnectedCallback(): void {
		super.disconnectedCallback();
		this.#place.release();
		document.removeEventListener('visibilitychange', this.#seen);
	}

	override willUpdate(changed: Map<PropertyKey, unknown>): void {
		if (changed.has('conversation')) this.#begin();
		const items = this.#items();
		if (items === undefined) this._slice = undefined;
		else if (this._slice === undefined) this.#openWith(items);
		else {
			this._slice = follow(items, this._slice, !this._away);
			if (this.#hasWritten()) this.#goToEnd(items);
			if (this.#seeking > 0 && items[0]?.version !== this.#soughtFrom) this.#seekOn();
		}
		this.#markWhatIsMissed();
		if (this.#goal === 'stay') this.#place.hold();
	}

	override updated(): void {
		const view = this.#view();
		if (view !== null) this.#place.watch(view);
		if (this._slice === undefined) return;
		if (this.#goal === 'end') this.#place.toEnd();
		else if (this.#goal === 'mark') this.#place.toMark();
		else this.#place.restore();
		this.#goal = this._away ? 'stay' : 'end';
		this.#onScroll();
		this.#announce();
	}

	override render() {
		const window = this.state.windows.get(this.conversation);
		const { me } = this.state;
		if (window === undefined || me === null || this._slice === undefined) return this.#skeleton();
		const { start, end } = rangeOf(window.items, this._slice);
		const pending = this._slice.to === 'newest' ? listPending(this.state, this.conversation) : [];
		const rows = toRows({
			items: window.items.slice(start, end),
			pending,
			me: me.id,
			readTo: this.#mark?.readTo,
		});
		const view = {
			kind: this.state.conversations.get(this.conversation)?.kind ?? 'pair',
			me: me.id,
			operator: this.state.operator,
			isClosed: this.#isClosed,
			now: serverNow(this.state),
		};
		const parts = {
			...view,
			nameOf: this.#name,
			avatarOf: (account: AccountId) => avatarOf(this.state, account),
			intend: this.intend.bind(this),
			leads: this.#leads(),
			takenBack: this.state.takenBack,
			writeAnew: this.#writeAnew,
			showMenu: this.#showMenu,
		};
		const talk = rows.some(({ kind }) => kind === 'message' || kind === 'recalled');
		return html`<div class="view" tabindex="0" role="region" aria-label=${t('messages.label')} @scroll=${this.#onScroll}>
				<div class="lines">
					${start > 0 || window.older === 'more' ? html`<div class="skeleton older" aria-hidden="true"></div>` : nothing}
					${window.older === 'none' && !talk ? html`<p class="empty">${icons.chats}<strong>${t('messages.empty')}</strong>${t(view.kind === 'self' ? 'conversations.self-hint' : 'messages.empty-hint')}</p>` : nothing}
					<ol>
						${repeat(
							rows,
							({ key }) => key,
							(row) => rowTemplate(row, parts),
						)}
					</ol>
				</div>
			</div>
			<div class="heard visually-hidden" role="log" aria-live="polite" aria-label=${t('messages.new')}></div>
			${this.#toMark(window.items)} ${this.#toEnd()}<webchat-menu></webchat-menu>`;
	}

	#skeleton() {
		return html`<p class="visually-hidden" role="status">${t('loading')}</p>
			<div class="lines waiting" aria-hidden="true">${SKELETONS.map((kind) => html`<div class="skeleton ${kind}"></div>`)}</div>`;
	}

	/** A way up to what is new, while it is not in sight. */
	#toMark(items: readonly HistoryItem[]) {
		const mark = this.#mark;
		const first = items[0]?.version ?? 0;
		const isLoaded =
			this._slice !== undefined && mark !== undefined && mark.readTo >= Math.min(first, this._slice.from);
		if (mark === undefined || this.#markPassed || isLoaded) return nothing;
		return html`<button class="jump up" type="button" @click=${this.#seek}>
			${icons.up}${t('messages.new-count', { count: mark.count })}
		</button>`;
	}

	#toEnd() {
		if (!this._away) return nothing;
		const unread = this.state.conversations.get(this.conversation)?.unread ?? 0;
		return html`<button class="jump down" type="button" title=${t('messages.to-newest')} @click=${this.#jump}>
			${icons.down}<span class="visually-hidden">${t('messages.to-newest')}</span>
			${unread === 0 ? nothing : html`<span class="badge" aria-hidden="true">${unread}</span><span class="visually-hidden">${t('conversations.unread', { count: unread })}</span>`}
		</button>`;
	}

	/** Another conversation: what is unread now is new. */
	#begin(): void {
		const head = this.state.conversations.get(this.conversation);
		this._slice = undefined;
		this._away = false;
		this.#mark = head === undefined || head.unread === 0 ? undefined : { readTo: head.read, count: head.unread };
		this.#markPassed = false;
		this.#seeking = 0;
		this.#heard = Number.POSITIVE_INFINITY;
		this.#written = listPending(this.state, this.conversation).at(-1)?.id;
	}

	#openWith(items: readonly HistoryItem[]): void {
		const first = items[0]?.version ?? 0;
		const isLoaded = this.#mark !== undefined && this.#mark.readTo >= first;
		this._slice = openAt(items, isLoaded ? this.#mark?.readTo : undefined);
		this.#goal = isLoaded ? 'mark' : 'end';
		this.#heard = items.at(-1)?.version ?? 0;
	}

	/** Who has just written wants to see it, and has seen what was new. */
	#hasWritten(): boolean {
		const written = listPending(this.state, this.conversation).at(-1)?.id;
		if (written === undefined || written === this.#written) return false;
		this.#written = written;
		this.#mark = undefined;
		return true;
	}

	#goToEnd(items: readonly HistoryItem[]): void {
		if (this._slice?.to !== 'newest') this._slice = openAt(items);
		this._away = false;
		this.#goal = 'end';
	}

	/** What comes while nobody looks is marked as new when somebody does. */
	#markWhatIsMissed(): void {
		const head = this.state.conversations.get(this.conversation);
		if (head === undefined) return;
		if (head.unread === 0) this.#markPassed = true;
		else if (this.#markPassed && (this._away || document.visibilityState === 'hidden')) {
			this.#mark = { readTo: head.read, count: head.unread };
			this.#markPassed = false;
		}
	}

	readonly #onScroll = (): void => {
		const items = this.#items();
		if (items === undefined || this._slice === undefined || this.#place.moved()) return;
		const { above, below, height } = this.#place.distances();
		const near = NEAR_VIEWS * height;
		this._away = below > END_PX || this._slice.to !== 'newest';
		this.#goal = this._away ? 'stay' : 'end';
		// Where all that may be drawn is hardly enough for the view, moving up and down would never end.
		const roomy = canGrow(items, this._slice);
		if (above < near && (roomy || below >= near)) this.#more(items, this._slice);
		else if (below < near && (roomy || above >= near)) this._slice = moveDown(items, this._slice);
		this.#seen();
	};

	/** More above: drawn from what is loaded, or loaded. */
	#more(items: readonly HistoryItem[], slice: Slice): void {
		const up = moveUp(items, slice);
		if (up !== slice) this._slice = up;
		else if (this.state.windows.get(this.conversation)?.older === 'more')
			this.intend({ do: 'load-older', conversation: this.conversation });
	}

	/** Up to the first unread message, loading what is between. */
	readonly #seek = (): void => {
		this.#seeking = SEEK_PAGES_MAX;
		this.#seekOn();
	};

	#seekOn(): void {
		const items = this.#items();
		const first = items?.[0]?.version ?? 0;
		if (items === undefined || this.#mark === undefined) return;
		const more = this.state.windows.get(this.conversation)?.older === 'more';
		if (this.#mark.readTo < first && more && this.#seeking > 0) {
			this.#seeking -= 1;
			this.#soughtFrom = first;
			this.intend({ do: 'load-older', conversation: this.conversation });
			return;
		}
		this.#seeking = 0;
		this._slice = openAt(items, this.#mark.readTo);
		this.#goal = 'mark';
	}

	readonly #jump = (): void => {
		const items = this.#items();
		if (items === undefined) return;
		this.#goToEnd(items);
		this.requestUpdate();
	};

	/** The view or its content has changed its size: a keyboard that comes up does not hide the newest line. */
	#settle(): void {
		if (this.#goal === 'end' && this._slice !== undefined) this.#place.toEnd();
	}

	readonly #seen = (): void => {
		const unread = this.state.conversations.get(this.conversation)?.unread ?? 0;
		if (unread > 0 && !this._away && this._slice !== undefined && document.visibilityState === 'visible')
			this.intend({ do: 'read', conversation: this.conversation });
	};

	#announce(): void {
		const items = this.#items() ?? [];
		const log = this.renderRoot.querySelector('.heard');
		const newest = items.at(-1)?.version ?? 0;
		if (log === null || newest <= this.#heard) return;
		const { me, operator } = this.state;
		announce(log, items, { after: this.#heard, me: me?.id, operator, isClosed: this.#isClosed, nameOf: this.#name });
		this.#heard = newest;
	}

	#leads(): boolean {
		const role = this.state.conversations.get(this.conversation)?.role;
		return role === 'owner' || role === 'admin';
	}

	/** Puts a text that was taken back behind what is begun. */
	readonly #writeAnew = (text: string): void => {
		const me = this.state.me?.id;
		if (me === undefined) return;
		const begun = draftOf(me, this.conversation);
		keepDraft(me, this.conversation, begun.trim() === '' ? text : `${begun}\n${text}`);
	};

	readonly #showMenu = ({ key, by, at }: MessageRow, button: Element): void => {
		const place = button.getBoundingClientRect();
		const [own, now] = [by === this.state.me?.id, serverNow(this.state)];
		const about = { conversation: this.conversation, message: key, own, at, now, leads: this.#leads() };
		const menu = this.renderRoot.querySelector('webchat-menu') as WebchatMenu;
		const intend = this.intend.bind(this);
		const askWhy = () => void menu.show(t('report.why'), reasonMenu(about, intend), place);
		const groups = messageMenu(about, intend, askWhy);
		if (groups.length > 0) void menu.show(t('messages.menu'), groups, place);
		else this.requestUpdate();
	};

	#items(): readonly HistoryItem[] | undefined {
		const window = this.state.windows.get(this.conversation);
		return window === undefined || window.older === 'unknown' ? undefined : window.items;
	}

	#view(): HTMLElement | null {
		return this.renderRoot.querySelector('.view');
	}

	readonly #isClosed = (account: AccountId): boolean => isClosed(this.state, account);

	readonly #name = (account: AccountId): string =>
		account === this.state.me?.id
			? t('messages.you')
			: aliasOf(this.state, this.conversation, account) || called(this.state, account);
}

customElements.define('webchat-messages', WebchatMessages);
