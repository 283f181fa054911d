/** Who somebody is, and what can be done: write, name them for oneself, block, part. */
import { html, nothing } from 'lit';
import type { AccountId } from '../../../core/ids.ts';
import type { Profile } from '../../../core/wire.ts';
import { avatarOf, isClosed } from '../../client/select.ts';
import type { ChatState, FriendState } from '../../client/state.ts';
import { called } from '../../shared/called.ts';
import { DialogElement } from '../../shared/dialog-element.ts';
import { withControls } from '../../shared/element.ts';
import { t } from '../../shared/i18n.ts';
import { icons } from '../../shared/icons.ts';
import { presenceText } from '../../shared/presence.ts';
import '../webchat-face/webchat-face.ts';
import { styles } from './styles.ts';

const REMARK_CHARS_MAX = 32;
const NOTE_CHARS_MAX = 100;

export class WebchatProfile extends DialogElement {
	static override properties = { state: { attribute: false }, account: {}, _asking: { state: true } };
	static override styles = withControls(styles);
	declare state: ChatState;
	declare account: AccountId;
	/** Which question stands open before something that hurts. */
	declare _asking: 'nothing' | 'remove' | 'block';

	constructor() {
		super();
		this._asking = 'nothing';
	}

	override render() {
		const friend = this.state.friends.get(this.account);
		return html`<dialog aria-labelledby="name" @close=${this.end} @click=${this.endBeside}>
			<button class="icon close" type="button" aria-label=${t('close')} @click=${this.end}>${icons.remove}</button>
			${this.#who(friend)}
			${this._asking === 'nothing' ? html`${this.#remark(friend)} ${this.#deeds(friend)}` : this.#question(this._asking)}
		</dialog>`;
	}

	#who(friend: FriendState | undefined) {
		const { state, account } = this;
		const profile = isClosed(state, account) ? undefined : state.profiles.get(account);
		const name = called(state, account);
		return html`<div class="who">
			<webchat-face .name=${name} .of=${account} .avatar=${avatarOf(state, account)} large ?online=${state.online.has(account)}></webchat-face>
			<div>
				<h2 id="name">${name}</h2>
				${profile === undefined ? nothing : html`<p class="muted">${t('profile.username', { username: profile.username })}</p>`}
				${friend === undefined || friend.remark === '' || profile === undefined || profile.nickname === '' ? nothing : html`<p class="muted">${t('profile.nickname', { nickname: profile.nickname })}</p>`}
				${profile === undefined ? nothing : this.#details(profile)}
				${friend === undefined || profile === undefined ? nothing : html`<p class="muted">${presenceText(state, account)}</p>`}
				${account === state.me?.id ? html`<p class="muted">${t('friends.yourself')}</p>` : nothing}
				${this.#isBlocked() ? html`<p class="blocked">${t('profile.blocked')}</p>` : nothing}
			</div>
		</div>`;
	}

	/** What they say of themselves. */
	#details({ gender, city, signature, bot }: Profile) {
		const said = [gender === 'unknown' ? '' : t(`gender.${gender}`), city, bot ? t('profile.bot') : ''];
		return html`<p class="muted">${said.filter((part) => part !== '').join(' · ')}</p>
			${signature === '' ? nothing : html`<p class="signature">${signature}</p>`}`;
	}

	#remark(friend: FriendState | undefined) {
		if (friend === undefined || isClosed(this.state, this.account)) return nothing;
		return html`<form @submit=${this.#onRemark}>
			<label for="remark">${t('profile.remark')}</label>
			<div class="row">
				<input id="remark" name="remark" type="text" maxlength=${REMARK_CHARS_MAX} autocomplete="off" .value=${friend.remark} placeholder=${t('profile.remark-hint')} />
				<button type="submit">${t('save')}</button>
			</div>
		</form>`;
	}

	#deeds(friend: FriendState | undefined) {
		const { account, state } = this;
		if (account === state.me?.id) return nothing;
		const [blocked, closed] = [this.#isBlocked(), isClosed(state, account)];
		const block = () => {
			if (blocked) this.intend({ do: 'unblock', account });
			else this._asking = 'block';
		};
		const remove = () => {
			this._asking = 'remove';
		};
		return html`${friend === undefined && !blocked && !closed ? this.#ask() : nothing}
			${
				friend === undefined || closed
					? nothing
					: html`<button class="primary write" type="button" autofocus @click=${() => this.intend({ do: 'open', conversation: friend.conversation })}>
						${t('friends.write')}
					</button>`
			}
			<div class="parting">
				${friend === undefined ? nothing : html`<button class="quiet danger" type="button" @click=${remove}>${t('friends.remove')}</button>`}
				${
					closed
						? nothing
						: html`<button class="quiet ${blocked ? '' : 'danger'}" type="button" @click=${block}>
					${blocked ? t('profile.unblock') : t('profile.block')}
				</button>`
				}
			</div>`;
	}

	/** A fellow member can become a friend. */
	#ask() {
		const request = this.state.requests.get(this.account);
		if (request !== undefined)
			return html`<p class="notice">${request.from === this.account ? t('friends.waits-for-you') : t('friends.asked')}</p>`;
		return html`<form @submit=${this.#onAsk}>
			<label for="note">${t('friends.note')}</label>
			<div class="row">
				<input id="note" name="note" type="text" maxlength=${NOTE_CHARS_MAX} autocomplete="off" placeholder=${t('friends.note-example')} />
				<button class="primary" type="submit">${t('friends.ask')}</button>
			</div>
		</form>`;
	}

	#question(asking: 'remove' | 'block') {
		const { account } = this;
		const name = called(this.state, account);
		const back = () => {
			this._asking = 'nothing';
		};
		const doIt = () => {
			this.intend({ do: asking === 'remove' ? 'remove-friend' : 'block', account });
			back();
		};
		return html`<p class="question"><strong>${t(`friends.${asking}-question`, { name })}</strong>${t(`friends.${asking}-hint`)}</p>
			<div class="actions">
				<button type="button" autofocus @click=${back}>${t('cancel')}</button>
				<button class="danger" type="button" @click=${doIt}>${t(`friends.${asking}-button`)}</button>
			</div>`;
	}

	#isBlocked(): boolean {
		return this.state.me?.blocked.includes(this.account) ?? false;
	}

	#onRemark(event: SubmitEvent): void {
		event.preventDefault();
		const remark = String(new FormData(event.target as HTMLFormElement).get('remark')).trim();
		this.intend({ do: 'remark', account: this.account, remark });
	}

	#onAsk(event: SubmitEvent): void {
		event.preventDefault();
		const note = String(new FormData(event.target as HTMLFormElement).get('note')).trim();
		this.intend({ do: 'ask-friend', account: this.account, note });
	}
}

customElements.define('webchat-profile', WebchatProfile);
