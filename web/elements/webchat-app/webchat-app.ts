/** The chat page: one client, two columns (on a phone one of them), and the way from intents to the client. */
import { html, nothing } from 'lit';
import type { AccountId, ConversationId } from '../../../core/ids.ts';
import type { Client } from '../../client/client.ts';
import { OTHER_ACCOUNT } from '../../client/connection.ts';
import type { Reply } from '../../client/requests.ts';
import { listRequests, nameOf } from '../../client/select.ts';
import type { ChatState } from '../../client/state.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { post } from '../../shared/http.ts';
import { t } from '../../shared/i18n.ts';
import { icons } from '../../shared/icons.ts';
import type { Intent } from '../../shared/intents.ts';
import { refusalText } from '../../shared/refusals.ts';
import '../webchat-connection/webchat-connection.ts';
import '../webchat-conversation/webchat-conversation.ts';
import '../webchat-conversations/webchat-conversations.ts';
import '../webchat-face/webchat-face.ts';
import '../webchat-friends/webchat-friends.ts';
import type { FoundPeople } from '../webchat-friends/webchat-friends.ts';
import '../webchat-language/webchat-language.ts';
import '../webchat-people/webchat-people.ts';
import type { Purpose } from '../webchat-people/webchat-people.ts';
import '../webchat-session/webchat-session.ts';
import { createPageClient } from './page-client.ts';
import { styles } from './styles.ts';

const SIGN_IN = '/verify/signin';
const CONVERSATION_PATH = /^\/c\/([0-9a-f-]{36})$/;

export class WebchatApp extends ChatElement {
	static override properties = {
		_state: { state: true },
		_tab: { state: true },
		_found: { state: true },
		_purpose: { state: true },
		_problem: { state: true },
		_leaving: { state: true },
	};
	static override styles = withControls(styles);
	declare _state: ChatState;
	declare _tab: 'conversations' | 'friends';
	declare _found: FoundPeople | null;
	declare _purpose: Purpose | null;
	/** What was refused last, as a sentence. */
	declare _problem: string;
	/** Signing out: that the session ends is no news. */
	declare _leaving: boolean;
	readonly #client: Client = createPageClient();

	constructor() {
		super();
		this._state = this.#client.state;
		this._tab = 'conversations';
		this._found = null;
		this._purpose = null;
		this._problem = '';
		this._leaving = false;
		this.addEventListener('intent', (event) => void this.#follow(event.detail));
	}

	override connectedCallback(): void {
		super.connectedCallback();
		const client = this.#client;
		client.subscribe((state) => this.#changed(state));
		client.openConversation(conversationInPath());
		client.start();
		addEventListener('popstate', () => client.openConversation(conversationInPath()));
	}

	override render() {
		const { _state: state } = this;
		const open = state.open === null ? undefined : state.conversations.get(state.open);
		return html`<main class=${open === undefined && !isNotOurs(state) ? '' : 'in-conversation'}>
			<h1 class="visually-hidden">webchat</h1>
			<section class="lists" aria-label=${t('app.lists')}>
				${this.#head()}
				<webchat-connection .phase=${state.connection}></webchat-connection>
				${this.#tabs()}
				<div class="list">
					${
						this._tab === 'conversations'
							? html`<webchat-conversations .state=${state}></webchat-conversations>`
							: html`<webchat-friends .state=${state} .found=${this._found}></webchat-friends>`
					}
				</div>
				${this.#foot()}
			</section>
			<section class="room" aria-label=${t('app.room')}>
				${
					open === undefined
						? isNotOurs(state)
							? this.#notOurs()
							: html`<div class="empty welcome"><strong>${t('app.welcome')}</strong>${t('app.welcome-hint')}</div>`
						: html`<webchat-conversation .state=${state} .conversation=${open}></webchat-conversation>`
				}
			</section>
			<webchat-people
				.state=${state}
				.purpose=${this._purpose}
				@close=${() => {
					this._purpose = null;
				}}
			></webchat-people>
			${this._leaving ? nothing : html`<webchat-session .state=${state} @signed-in=${(event: HTMLElementEventMap['signed-in']) => this.#signedIn(event.detail)}></webchat-session>`}
		</main>`;
	}

	#head() {
		const { me } = this._state;
		const name = me === null ? '' : nameOf(this._state, me.id);
		return html`<header>
			${me === null ? nothing : html`<webchat-face .name=${name} .of=${me.id}></webchat-face>`}
			<div class="me">
				<h2 class="ellipsis">${name}</h2>
				${me === null || me.username === name ? nothing : html`<p class="ellipsis username">${me.username}</p>`}
			</div>
			<webchat-language></webchat-language>
			<button class="icon" type="button" aria-label=${t('app.sign-out')} title=${t('app.sign-out')} @click=${() => this.intend({ do: 'sign-out' })}>
				${icons.leave}
			</button>
		</header>`;
	}

	#tabs() {
		const waiting = listRequests(this._state).received.length;
		const tab = (name: WebchatApp['_tab'], label: string, count: number) =>
			html`<button type="button" aria-pressed=${this._tab === name} @click=${() => this.#show(name)}>
				${label}${
					count === 0
						? nothing
						: html`<span class="count" aria-hidden="true">${count}</span
							><span class="visually-hidden">${t('friends.requests-count', { count })}</span>`
				}
			</button>`;
		return html`<div class="tabs" role="group" aria-label=${t('app.lists')}>
			${tab('conversations', t('conversations.label'), 0)} ${tab('friends', t('friends.label'), waiting)}
			<button
				class="icon"
				type="button"
				aria-label=${t('group.new')}
				title=${t('group.new')}
				@click=${() => {
					this._purpose = { for: 'new-group' };
				}}
			>
				${icons.group}
			</button>
		</div>`;
	}

	#notOurs() {
		return html`<div class="empty welcome">
			<strong>${t('app.not-yours')}</strong>${t('app.not-yours-hint')}
			<p><button class="primary" type="button" @click=${() => this.#open(null)}>${t('app.to-chats')}</button></p>
		</div>`;
	}

	#foot() {
		return html`<div role="status" class="problem">
			${
				this._problem === ''
					? nothing
					: html`<p class="error">${this._problem}</p>
						<button class="icon" type="button" aria-label=${t('close')} @click=${() => this.#complain('')}>${icons.remove}</button>`
			}
		</div>`;
	}

	#show(tab: WebchatApp['_tab']): void {
		this._tab = tab;
		this._found = null;
	}

	#complain(sentence: string): void {
		this._problem = sentence;
	}

	#changed(state: ChatState): void {
		this._state = state;
	}

	/** Who signed in over the chat: its own person goes on, another one gets a page of their own. */
	#signedIn(account: AccountId): void {
		if (account === this._state.me?.id) this.#client.resume();
		else location.assign('/');
	}

	async #follow(intent: Intent): Promise<void> {
		const client = this.#client;
		switch (intent.do) {
			case 'open':
				return this.#open(intent.conversation);
			case 'show-friends':
				this.#show('friends');
				return;
			case 'send':
				client.sendText(intent.conversation, intent.text);
				return;
			case 'retry':
				return client.retryMessage(intent.message);
			case 'discard':
				return client.discardMessage(intent.message);
			case 'load-older':
				return client.loadOlder(intent.conversation);
			case 'read':
				return client.markRead(intent.conversation);
			case 'show-members':
				return client.loadMembers(intent.conversation);
			case 'find':
				return this.#find(intent.q);
			case 'sign-out':
				return this.#signOut();
			case 'create-group':
				return this.#createGroup(intent);
			case 'ask-friend':
				return this.#tell(await client.requestFriend(intent.account, intent.note));
			case 'accept':
				return this.#tell(await client.acceptFriend(intent.account));
			case 'decline':
				return this.#tell(await client.declineFriend(intent.account));
			case 'remove-friend':
				return this.#tell(await client.removeFriend(intent.account));
			case 'invite':
				return this.#tell(await client.invite(intent.conversation, intent.accounts));
			case 'leave':
				return this.#tell(await client.leaveGroup(intent.conversation));
			default:
				return intent satisfies never;
		}
	}

	#open(conversation: ConversationId | null): void {
		const path = conversation === null ? '/' : `/c/${conversation}`;
		if (path !== location.pathname) history.pushState(null, '', path);
		this.#client.openConversation(conversation);
	}

	/** Shows a refusal; a request that was done shows by itself. */
	#tell(reply: Reply): void {
		this.#complain(reply.state === 'refused' ? refusalText(reply.error) : '');
	}

	async #find(q: string): Promise<void> {
		if (q === '') return;
		const answer = await this.#client.findAccount(q);
		this._found =
			answer.state === 'done'
				? { q, accounts: answer.accounts }
				: { q, accounts: [], problem: refusalText(answer.error) };
	}

	async #createGroup({ name, members }: Extract<Intent, { do: 'create-group' }>): Promise<void> {
		const reply = await this.#client.createGroup(name, members);
		this.#tell(reply);
		if (reply.state === 'refused') return;
		this._tab = 'conversations';
		this.#open(reply.ok.conversation as ConversationId);
	}

	async #signOut(): Promise<void> {
		this._leaving = true;
		const posted = await post('/verify/signout', {}, this._state.me?.id);
		if (posted.state === 'done' || posted.error.code === 'no-session') {
			location.assign(`${SIGN_IN}?reason=signed-out`);
			return;
		}
		this._leaving = false;
		if (posted.error.code === OTHER_ACCOUNT) this.#client.end(OTHER_ACCOUNT);
		else this.#complain(refusalText(posted.error));
	}
}

/** The address names a conversation that is not this person's, or that is none. */
function isNotOurs({ open, log, conversations, wanted }: ChatState): boolean {
	return open !== null && log !== null && !conversations.has(open) && !wanted.conversations.has(open);
}

function conversationInPath(): ConversationId | null {
	const [, id] = CONVERSATION_PATH.exec(location.pathname) ?? [];
	return id === undefined ? null : (id as ConversationId);
}

customElements.define('webchat-app', WebchatApp);
