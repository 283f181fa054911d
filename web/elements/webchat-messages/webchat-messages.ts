/** The messages of one conversation. Stays at the newest one unless somebody reads further up; loads older ones on the way. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { AccountId, ConversationId } from '../../../core/ids.ts';
import type { SystemLine } from '../../../core/wire.ts';
import { listPending, nameOf } from '../../client/select.ts';
import type { ChatState, OutboxEntry } from '../../client/state.ts';
import { clockTime, dayName } from '../../shared/dates.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { t } from '../../shared/i18n.ts';
import { refusalText } from '../../shared/refusals.ts';
import { serverNow } from '../../shared/server-time.ts';
import '../webchat-face/webchat-face.ts';
import { type Block, type Text, toBlocks } from './lines.ts';
import { styles } from './styles.ts';

/** Nearer to the end than this counts as being there. */
const NEAR_PX = 80;

export class WebchatMessages extends ChatElement {
	static override properties = { state: { attribute: false }, conversation: {} };
	static override styles = withControls(styles);
	declare state: ChatState;
	declare conversation: ConversationId;
	/** Where the view stands: at the end, or so far from it. */
	#atEnd = true;
	#fromEnd = 0;
	#first: string | undefined;
	/** The last own message on its way. */
	#written: string | undefined;

	/** The view's and the content's size when the view was last put in place. */
	#size = '';
	readonly #resized = new ResizeObserver(() => this.#settle());

	override connectedCallback(): void {
		super.connectedCallback();
		this.#resized.observe(this);
		document.addEventListener('visibilitychange', this.#seen);
	}

	override disconnectedCallback(): void {
		super.disconnectedCallback();
		this.#resized.disconnect();
		document.removeEventListener('visibilitychange', this.#seen);
	}

	override willUpdate(changed: Map<PropertyKey, unknown>): void {
		const pending = listPending(this.state, this.conversation).at(-1)?.id;
		// Who has just written wants to see it.
		if (changed.has('conversation') || (pending !== undefined && pending !== this.#written)) this.#atEnd = true;
		this.#written = pending;
		this.#fromEnd = this.scrollHeight - this.scrollTop;
	}

	override updated(): void {
		const first = this.state.windows.get(this.conversation)?.items[0]?.id;
		// What was read keeps its place when older lines appear above it.
		if (!this.#atEnd && first !== this.#first) this.scrollTop = this.scrollHeight - this.#fromEnd;
		this.#first = first;
		this.#settle();
		this.#seen();
	}

	override render() {
		const window = this.state.windows.get(this.conversation);
		const { me } = this.state;
		if (window === undefined || me === null) return nothing;
		const blocks = toBlocks(window.items, listPending(this.state, this.conversation), me.id);
		return html`<div class="lines">
			${window.older === 'more' ? this.#older() : nothing}
			${
				window.older === 'none' && !blocks.some(({ kind }) => kind === 'run')
					? html`<p class="empty">${t('messages.empty')}</p>`
					: nothing
			}
			<div role="log" aria-label=${t('messages.label')}><ol>
				${repeat(
					blocks,
					({ key }) => key,
					(block) => this.#block(block),
				)}
			</ol></div>
		</div>`;
	}

	/** The host scrolls: its own listener, set once. */
	constructor() {
		super();
		this.addEventListener('scroll', () => this.#onScroll());
	}

	#onScroll(): void {
		// A browser also moves the view when its size changes: that is nobody's wish to read further up.
		if (this.#size !== this.#sizeNow()) {
			this.#settle();
			return;
		}
		this.#atEnd = this.scrollHeight - this.scrollTop - this.clientHeight < NEAR_PX;
		if (this.scrollTop < NEAR_PX) this.#loadOlder();
		this.#seen();
	}

	/** A keyboard that comes up, or a turned phone, does not hide the newest line. */
	#settle(): void {
		if (this.#atEnd) this.scrollTop = this.scrollHeight;
		this.#size = this.#sizeNow();
	}

	#sizeNow(): string {
		return `${this.clientWidth} ${this.clientHeight} ${this.scrollHeight}`;
	}

	readonly #seen = (): void => {
		if (this.#atEnd && document.visibilityState === 'visible')
			this.intend({ do: 'read', conversation: this.conversation });
	};

	#loadOlder(): void {
		if (this.state.windows.get(this.conversation)?.older === 'more')
			this.intend({ do: 'load-older', conversation: this.conversation });
	}

	#older() {
		return html`<p class="older">
			<button class="quiet" type="button" @click=${this.#loadOlder}>${t('messages.older')}</button>
		</p>`;
	}

	#block(block: Block) {
		switch (block.kind) {
			case 'day':
				return html`<li class="day"><span>${dayName(block.at, serverNow(this.state))}</span></li>`;
			case 'system':
				return html`<li class="system">${this.#systemLine(block.line)}</li>`;
			case 'run':
				return this.#run(block);
			default:
				return block satisfies never;
		}
	}

	#run({ by, at, texts }: Extract<Block, { kind: 'run' }>) {
		const own = by === this.state.me?.id;
		const name = this.#name(by);
		const pair = this.state.conversations.get(this.conversation)?.kind === 'pair';
		return html`<li class="run ${own ? 'own' : ''}">
			${own ? nothing : html`<webchat-face .name=${name} .of=${by}></webchat-face>`}
			<div class="texts">
				<p class="by">
					<span class=${own || pair ? 'visually-hidden' : ''}>${own ? t('messages.you') : name}</span>
					<time datetime=${new Date(at).toISOString()}>${clockTime(at)}</time>
				</p>
				${repeat(
					texts,
					({ id }) => id,
					(text) => this.#text(text),
				)}
			</div>
		</li>`;
	}

	#text({ text, pending }: Text) {
		if (text === undefined) return html`<p class="text recalled">${t('messages.recalled')}</p>`;
		if (pending === undefined) return html`<p class="text">${text}</p>`;
		return html`<p class="text ${pending.state}">${text}</p>
			${pending.state === 'failed' ? this.#failed(pending) : html`<p class="fate">${t('messages.sending')}</p>`}`;
	}

	#failed(entry: OutboxEntry) {
		const { id, error } = entry;
		return html`<p class="fate error" role="alert">
			${t('messages.failed')}${error === undefined ? '' : ` · ${refusalText(error)}`}
			<button class="quiet" type="button" @click=${() => this.intend({ do: 'retry', message: id })}>
				${t('messages.retry')}
			</button>
			<button class="quiet" type="button" @click=${() => this.intend({ do: 'discard', message: id })}>
				${t('messages.discard')}
			</button>
		</p>`;
	}

	#systemLine({ by, system }: SystemLine): string {
		const data = system.data as { account?: AccountId; accounts?: AccountId[]; via?: string };
		const who = by === null ? '' : this.#name(by);
		switch (system.type) {
			case 'GroupCreated':
				return t('system.group-created', { who });
			case 'MemberJoined': {
				const names = (data.accounts ?? []).filter((account) => account !== by).map((account) => this.#name(account));
				return names.length === 0
					? t('system.joined', { who })
					: t('system.invited', { who, names: names.join(t('list.comma')) });
			}
			case 'MemberLeft':
				return t('system.left', { who: data.account === undefined ? who : this.#name(data.account) });
			case 'FriendAccepted':
				return t('system.friends');
			case 'FriendRemoved':
				return t('system.friends-no-more');
			default:
				return '';
		}
	}

	#name(account: AccountId): string {
		return account === this.state.me?.id ? t('messages.you') : nameOf(this.state, account) || t('someone');
	}
}

customElements.define('webchat-messages', WebchatMessages);
