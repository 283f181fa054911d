/** The chat page: one client, the ways through it, a list and a conversation side by side (on a phone one of them). */
import { html, nothing } from 'lit';
import type { AccountId, ConversationId } from '../../../core/ids.ts';
import type { Client } from '../../client/client.ts';
import { OTHER_ACCOUNT } from '../../client/connection.ts';
import type { Reply } from '../../client/requests.ts';
import type { ChatState } from '../../client/state.ts';
import type { Ask } from '../../shared/ask.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { post } from '../../shared/http.ts';
import { t } from '../../shared/i18n.ts';
import { icons } from '../../shared/icons.ts';
import type { Dialog, Intent, List } from '../../shared/intents.ts';
import { refusalText } from '../../shared/refusals.ts';
import { pageTitle } from '../../shared/titles.ts';
import '../webchat-connection/webchat-connection.ts';
import '../webchat-conversation/webchat-conversation.ts';
import '../webchat-conversations/webchat-conversations.ts';
import '../webchat-find/webchat-find.ts';
import type { FoundPeople } from '../webchat-find/webchat-find.ts';
import '../webchat-friends/webchat-friends.ts';
import '../webchat-people/webchat-people.ts';
import '../webchat-profile/webchat-profile.ts';
import '../webchat-rail/webchat-rail.ts';
import '../webchat-session/webchat-session.ts';
import { follow } from './follow.ts';
import { nothingOpen } from './nothing-open.ts';
import { createPageClient } from './page-client.ts';
import { styles } from './styles.ts';
import { followViewport } from './viewport.ts';

const SIGN_IN = '/verify/signin';
const MINUTE_MS = 60_000;
const CONVERSATION_PATH = /^\/c\/([0-9a-f-]{36})$/;

export class WebchatApp extends ChatElement {
	static override properties = {
		_state: { state: true },
		_list: { state: true },
		_query: { state: true },
		_found: { state: true },
		_dialog: { state: true },
		_problem: { state: true },
		_notice: { state: true },
		_leaving: { state: true },
	};
	static override styles = withControls(styles);
	declare _state: ChatState;
	declare _list: List;
	/** What is sought in the lists. */
	declare _query: string;
	declare _found: FoundPeople | null;
	declare _dialog: Dialog | null;
	/** What was refused last, as a sentence. */
	declare _problem: string;
	/** What was done and does not show by itself. */
	declare _notice: string;
	/** Signing out: that the session ends is no news. */
	declare _leaving: boolean;
	readonly #client: Client = createPageClient();

	constructor() {
		super();
		this._state = this.#client.state;
		this._list = 'conversations';
		this._query = '';
		this._found = null;
		this._dialog = null;
		this._problem = '';
		this._notice = '';
		this._leaving = false;
		this.addEventListener('intent', (event) => void this.#follow(event.detail));
	}

	override connectedCallback(): void {
		super.connectedCallback();
		const client = this.#client;
		client.subscribe((state) => this.#changed(state));
		client.openConversation(conversationInPath());
		client.start();
		followViewport();
		// What is said of times goes on with the clock, also while nothing happens.
		setInterval(() => this.#changed({ ...client.state }), MINUTE_MS);
		addEventListener('popstate', () => client.openConversation(conversationInPath()));
	}

	override updated(): void {
		document.title = pageTitle(this._state);
	}

	override render() {
		const { _state: state } = this;
		const open = state.open === null ? undefined : state.conversations.get(state.open);
		return html`<main class=${state.open === null ? '' : 'in-conversation'}>
			<h1 class="visually-hidden">webchat</h1>
			<webchat-rail .state=${state} .list=${this._list}></webchat-rail>
			<section class="lists" aria-label=${t('app.lists')}>
				${this.#head()}
				<div class="list">
					${
						this._list === 'conversations' || this._query.trim() !== ''
							? html`<webchat-conversations .state=${state} .query=${this._query}></webchat-conversations>`
							: html`<webchat-friends .state=${state}></webchat-friends>`
					}
				</div>
				${this.#foot()}
			</section>
			<section class="room" aria-label=${t('app.room')}>
				${open === undefined ? nothingOpen(state, (intent) => this.intend(intent)) : html`<webchat-conversation .state=${state} .conversation=${open}></webchat-conversation>`}
			</section>
			${this._dialog === null ? nothing : this.#dialog(this._dialog)}
			${this._leaving ? nothing : html`<webchat-session .state=${state} @signed-in=${(event: HTMLElementEventMap['signed-in']) => this.#signedIn(event.detail)}></webchat-session>`}
		</main>`;
	}

	#head() {
		const friends = this._list === 'friends';
		const label = friends ? t('friends.find') : t('group.new');
		const dialog: Dialog = friends ? { name: 'find', q: '' } : { name: 'new-group' };
		return html`<header>
			<div class="title">
				<h2>${t(`${this._list}.label`)}</h2>
				<webchat-connection .phase=${this._state.connection}></webchat-connection>
				<button class="icon" type="button" aria-label=${label} title=${label} @click=${() => this.#show(dialog)}>
					${friends ? icons['add-person'] : icons.group}
				</button>
			</div>
			<div class="search">
				${icons.search}
				<input
					type="search"
					autocomplete="off"
					aria-label=${t('app.search')}
					placeholder=${t('app.search')}
					.value=${this._query}
					@input=${this.#onSearch}
				/>
			</div>
		</header>`;
	}

	#foot() {
		return html`<div role="status" class="problem">
			${
				this._problem === '' && this._notice === ''
					? nothing
					: html`<p class=${this._problem === '' ? 'notice' : 'error'}>${this._problem || this._notice}</p>
						<button class="icon" type="button" aria-label=${t('close')} @click=${() => this.#complain('')}>${icons.remove}</button>`
			}
		</div>`;
	}

	#dialog(dialog: Dialog) {
		const { _state: state } = this;
		const close = () => {
			// One dialog may have made room for another.
			if (this._dialog === dialog) this._dialog = null;
		};
		switch (dialog.name) {
			case 'new-group':
			case 'invitation':
				return html`<webchat-people .state=${state} .purpose=${dialog} @close=${close}></webchat-people>`;
			case 'find':
				return html`<webchat-find .state=${state} .q=${dialog.q} .found=${this._found} @close=${close}></webchat-find>`;
			case 'profile':
				return html`<webchat-profile .state=${state} .account=${dialog.account} @close=${close}></webchat-profile>`;
			case 'group':
				return html`<webchat-group .state=${state} .conversation=${dialog.conversation} .ask=${this.#ask} @close=${close}></webchat-group>`;
			case 'picture':
				return html`<webchat-picture .picture=${dialog.picture} @close=${close}></webchat-picture>`;
			case 'attach':
				return html`<webchat-attach .conversation=${dialog.conversation} .files=${dialog.files} .bytesMax=${state.fileBytesMax} @close=${close}></webchat-attach>`;
			default:
				return dialog satisfies never;
		}
	}

	#show(dialog: Dialog): void {
		this._found = null;
		this._dialog = dialog;
		// Looked at by few, and not needed to begin with.
		if (dialog.name === 'picture') void import('../webchat-picture/webchat-picture.ts');
		if (dialog.name === 'group') void import('../webchat-group/webchat-group.ts');
		if (dialog.name === 'attach') void import('../webchat-attach/webchat-attach.ts');
		if (dialog.name === 'find' && dialog.q !== '') void this.#find(dialog.q);
	}

	readonly #ask: Ask = (name, fields) => this.#client.request(name, fields);

	#complain(sentence: string): void {
		this._problem = sentence;
		this._notice = '';
	}

	#onSearch(event: InputEvent): void {
		this._query = (event.target as HTMLInputElement).value;
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
		switch (intent.do) {
			case 'open':
				return this.#open(intent.conversation);
			case 'show':
				return this.#show(intent.dialog);
			case 'show-list':
				this._list = intent.list;
				this._query = '';
				return;
			case 'find':
				return this.#find(intent.q);
			case 'create-group':
				return this.#createGroup(intent);
			case 'sign-out':
				return this.#signOut();
			default: {
				const reply = await follow(this.#client, intent);
				if (reply !== undefined) this.#tell(reply);
				if (intent.do === 'report' && reply?.state === 'done') this._notice = t('report.done');
			}
		}
	}

	#open(conversation: ConversationId | null): void {
		const path = conversation === null ? '/' : `/c/${conversation}`;
		if (path !== location.pathname) history.pushState(null, '', path);
		this._dialog = null;
		if (conversation !== null) this._query = '';
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
		this._list = 'conversations';
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

function conversationInPath(): ConversationId | null {
	const [, id] = CONVERSATION_PATH.exec(location.pathname) ?? [];
	return id === undefined ? null : (id as ConversationId);
}

customElements.define('webchat-app', WebchatApp);
