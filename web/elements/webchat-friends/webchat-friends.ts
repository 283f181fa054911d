/** People: requests to answer, one's friends as in an address book with its letters, requests that wait. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { AccountId } from '../../../core/ids.ts';
import { letterOf } from '../../client/pinyin.ts';
import { avatarOf, listFriends, listRequests, type NamedFriend } from '../../client/select.ts';
import type { ChatState, RequestState } from '../../client/state.ts';
import { called } from '../../shared/called.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { t } from '../../shared/i18n.ts';
import { icons } from '../../shared/icons.ts';
import { presenceText } from '../../shared/presence.ts';
import '../webchat-face/webchat-face.ts';
import { styles } from './styles.ts';

/** Fewer friends are found without an index of letters. */
const INDEXED_FRIENDS_MIN = 10;
/** Rows that stand for those to come. */
const SKELETONS = [1, 2, 3, 4, 5, 6];

export class WebchatFriends extends ChatElement {
	static override properties = { state: { attribute: false } };
	static override styles = withControls(styles);
	declare state: ChatState;

	override render() {
		if (this.state.log === null) return this.#skeleton();
		const { received, sent } = listRequests(this.state);
		const groups = byLetter(listFriends(this.state));
		const indexed = this.state.friends.size >= INDEXED_FRIENDS_MIN;
		return html`${this.#requests(t('friends.requests'), received, (one) => this.#received(one))}
			${groups.size === 0 ? this.#empty() : nothing}
			${indexed ? this.#index([...groups.keys()]) : nothing}
			<div class=${indexed ? 'indexed' : ''}>
				${repeat(
					groups,
					([letter]) => letter,
					([letter, friends]) => this.#letter(letter, friends),
				)}
			</div>
			${this.#requests(t('friends.sent'), sent, (one) => this.#sent(one))}`;
	}

	#skeleton() {
		return html`<p class="visually-hidden" role="status">${t('loading')}</p>
			${SKELETONS.map(
				() =>
					html`<div class="waiting" aria-hidden="true"><span class="skeleton round"></span><span class="skeleton line"></span></div>`,
			)}`;
	}

	#empty() {
		const find = () => this.intend({ do: 'show', dialog: { name: 'find', q: '' } });
		return html`<div class="empty">
			<p><strong>${t('friends.empty')}</strong>${t('friends.empty-hint')}</p>
			<button class="primary" type="button" @click=${find}>${t('friends.find')}</button>
		</div>`;
	}

	#requests(title: string, requests: readonly RequestState[], item: (request: RequestState) => unknown) {
		if (requests.length === 0) return nothing;
		return html`<section class="requests">
			<h3>${title}</h3>
			<ul>
				${repeat(requests, ({ from, to }) => from + to, item)}
			</ul>
		</section>`;
	}

	#received({ from, note }: RequestState) {
		return html`<li class="request">
			${this.#person(from, note || t('friends.no-note'), 'whole')}
			<div class="answers">
				<button type="button" @click=${() => this.intend({ do: 'decline', account: from })}>${t('friends.decline')}</button>
				<button class="primary" type="button" @click=${() => this.intend({ do: 'accept', account: from })}>
					${t('friends.accept')}
				</button>
			</div>
		</li>`;
	}

	#sent({ to }: RequestState) {
		return html`<li class="request">${this.#person(to, t('friends.asked'))}</li>`;
	}

	#letter(letter: string, friends: readonly NamedFriend[]) {
		return html`<section>
			<h3 class="letter" id="letter-${letter}">${letter}</h3>
			<ul aria-labelledby="letter-${letter}">
				${repeat(
					friends,
					({ account }) => account,
					(friend) => this.#friend(friend),
				)}
			</ul>
		</section>`;
	}

	#friend({ account, conversation }: NamedFriend) {
		return html`<li class="friend">
			<button class="row" type="button" @click=${() => this.intend({ do: 'open', conversation })}>
				${this.#person(account, presenceText(this.state, account))}
			</button>
			<button class="icon" type="button" aria-label=${t('profile.of', { name: called(this.state, account) })} @click=${() => this.#profile(account)}>
				${icons.person}
			</button>
		</li>`;
	}

	/** `whole`: what is said about them may take more than a line. */
	#person(account: AccountId, about: string, length: 'ellipsis' | 'whole' = 'ellipsis') {
		const name = called(this.state, account);
		return html`<span class="person">
			<webchat-face .name=${name} .of=${account} .avatar=${avatarOf(this.state, account)} ?online=${this.state.online.has(account)}></webchat-face>
			<span class="about"><span class="ellipsis name">${name}</span><span class="${length} muted">${about}</span></span>
		</span>`;
	}

	#index(letters: readonly string[]) {
		return html`<nav class="index" aria-label=${t('friends.letters')}>
			<div>
				${letters.map((letter) => html`<button type="button" @click=${() => this.#jump(letter)}>${letter}</button>`)}
			</div>
		</nav>`;
	}

	#jump(letter: string): void {
		this.renderRoot.querySelector(`[id="letter-${letter}"]`)?.scrollIntoView({ block: 'start' });
	}

	#profile(account: AccountId): void {
		this.intend({ do: 'show', dialog: { name: 'profile', account } });
	}
}

/** Friends by their letters, in the order given. */
function byLetter(friends: readonly NamedFriend[]): ReadonlyMap<string, readonly NamedFriend[]> {
	const groups = new Map<string, NamedFriend[]>();
	for (const friend of friends) {
		const letter = letterOf(friend.name);
		const group = groups.get(letter);
		if (group === undefined) groups.set(letter, [friend]);
		else group.push(friend);
	}
	return groups;
}

customElements.define('webchat-friends', WebchatFriends);
