/** The list of conversations, the latest first: name, last line, time, unread. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ConversationId } from '../../../core/ids.ts';
import { listConversations, listPending, nameOf } from '../../client/select.ts';
import type { ChatState, ConversationState } from '../../client/state.ts';
import { shortTime } from '../../shared/dates.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { t } from '../../shared/i18n.ts';
import { serverNow } from '../../shared/server-time.ts';
import { titleText } from '../../shared/titles.ts';
import '../webchat-face/webchat-face.ts';
import { styles } from './styles.ts';

const UNREAD_SHOWN_MAX = 99;

export class WebchatConversations extends ChatElement {
	static override properties = { state: { attribute: false } };
	static override styles = withControls(styles);
	declare state: ChatState;

	override render() {
		const list = listConversations(this.state);
		const alone = list.every(({ kind }) => kind === 'self');
		return html`<ul aria-label=${t('conversations.label')}>
				${repeat(
					list,
					({ id }) => id,
					(conversation) => this.#item(conversation),
				)}
			</ul>
			${
				alone && this.state.log !== null
					? html`<div class="empty">
						<p><strong>${t('conversations.empty')}</strong>${t('conversations.empty-hint')}</p>
						<button type="button" @click=${() => this.intend({ do: 'show-friends' })}>${t('friends.find')}</button>
					</div>`
					: nothing
			}`;
	}

	#item(conversation: ConversationState) {
		const { id, kind, unread, peer, left } = conversation;
		const open = id === this.state.open;
		const title = titleText(this.state, conversation);
		const at = conversation.last?.at;
		return html`<li>
			<a href="/c/${id}" class=${open ? 'open' : ''} aria-current=${open ? 'true' : 'false'} @click=${(event: MouseEvent) => this.#open(event, id)}>
				<webchat-face
					.name=${title}
					.of=${peer ?? id}
					?group=${kind !== 'pair'}
					?online=${peer !== undefined && this.state.online.has(peer)}
				></webchat-face>
				<span class="about">
					<span class="first">
						<span class="title ellipsis">${title}</span>
						${
							peer !== undefined && this.state.online.has(peer)
								? html`<span class="visually-hidden">${t('online')}</span>`
								: nothing
						}
						${at === undefined ? nothing : html`<span class="time">${shortTime(at, serverNow(this.state))}</span>`}
					</span>
					<span class="second">
						<span class="last ellipsis">${left === undefined ? this.#lastLine(conversation) : t('conversation.left')}</span>
						${unread > 0 ? this.#unread(unread) : nothing}
					</span>
				</span>
			</a>
		</li>`;
	}

	#unread(unread: number) {
		const shown = unread > UNREAD_SHOWN_MAX ? `${UNREAD_SHOWN_MAX}+` : unread;
		return html`<span class="unread"
			><span aria-hidden="true">${shown}</span
			><span class="visually-hidden">${t('conversations.unread', { count: unread })}</span></span
		>`;
	}

	#lastLine({ id, kind, last }: ConversationState): string {
		const pending = listPending(this.state, id).at(-1);
		if (pending?.state === 'failed') return t('conversations.failed', { text: pending.body.text });
		if (last === undefined) return kind === 'self' ? t('conversations.self-hint') : t('conversations.no-messages');
		const text = last.body?.text ?? t('messages.recalled');
		if (last.by === this.state.me?.id) return kind === 'self' ? text : t('conversations.own', { text });
		return kind === 'group' ? t('conversations.by', { who: nameOf(this.state, last.by) || t('someone'), text }) : text;
	}

	#open(event: MouseEvent, conversation: ConversationId): void {
		if (event.metaKey || event.ctrlKey || event.shiftKey) return;
		event.preventDefault();
		this.intend({ do: 'open', conversation });
	}
}

customElements.define('webchat-conversations', WebchatConversations);
