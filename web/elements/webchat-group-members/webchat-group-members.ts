/** Who is in a group: a page at a time, found by name, each with what can be done about them. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ConversationId } from '../../../core/ids.ts';
import type { Member } from '../../../core/wire.ts';
import { matches } from '../../client/pinyin.ts';
import { avatarOf } from '../../client/select.ts';
import type { ChatState } from '../../client/state.ts';
import { called } from '../../shared/called.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { t } from '../../shared/i18n.ts';
import { icons } from '../../shared/icons.ts';
import { serverNow } from '../../shared/server-time.ts';
import '../webchat-face/webchat-face.ts';
import '../webchat-menu/webchat-menu.ts';
import type { WebchatMenu } from '../webchat-menu/webchat-menu.ts';
import { type Deed, memberMenu } from './member-menu.ts';
import { styles } from './styles.ts';

/** Members shown at first, and how many more at each wish. */
const MEMBERS_SHOWN = 100;
/** More than these are sought by name. */
const UNSOUGHT_MEMBERS_MAX = 8;
const SKELETONS = [1, 2, 3];

/** What is to be done about a member. */
export interface MemberDeed {
	readonly deed: Deed;
	readonly member: Member;
}

export class WebchatGroupMembers extends ChatElement {
	static override properties = {
		state: { attribute: false },
		conversation: {},
		_shown: { state: true },
		_query: { state: true },
	};
	static override styles = withControls(styles);
	declare state: ChatState;
	declare conversation: ConversationId;
	declare _shown: number;
	declare _query: string;

	constructor() {
		super();
		this._shown = MEMBERS_SHOWN;
		this._query = '';
	}

	override render() {
		const members = this.state.members.get(this.conversation);
		const sought = members?.filter((member) => this.#names(member).some((name) => matches(name, this._query)));
		return html`<h3>${t('group.members')}</h3>
			${(members?.length ?? 0) > UNSOUGHT_MEMBERS_MAX ? this.#search() : nothing}
			<ul>
				${
					sought === undefined
						? SKELETONS.map(
								() =>
									html`<li class="person"><span class="skeleton round"></span><span class="skeleton line"></span></li>`,
							)
						: repeat(
								sought.slice(0, this._shown),
								({ account }) => account.id,
								(member) => this.#member(member),
							)
				}
				${sought?.length === 0 ? html`<li class="muted">${t('search.nothing')}</li>` : nothing}
				${this.#more(sought?.length ?? 0)}
			</ul>
			<webchat-menu></webchat-menu>`;
	}

	#search() {
		const seek = (event: InputEvent) => {
			this._query = (event.target as HTMLInputElement).value;
		};
		return html`<input type="search" autocomplete="off" aria-label=${t('group.search')} placeholder=${t('group.search')} @input=${seek} />`;
	}

	#member(member: Member) {
		const { account, role, alias = '' } = member;
		const name = called(this.state, account.id);
		const muted = this.#isMuted(member);
		return html`<li class="person">
			<webchat-face .name=${name} .of=${account.id} .avatar=${avatarOf(this.state, account.id)} ?online=${this.state.online.has(account.id)}></webchat-face>
			<span class="names"><span class="ellipsis name">${name}</span>${alias === '' ? nothing : html`<span class="ellipsis muted">${alias}</span>`}</span>
			${role === 'member' ? nothing : html`<span class="role">${t(`role.${role}`)}</span>`}
			${muted ? html`<span class="role muted-one">${t('role.muted')}</span>` : nothing}
			<button class="icon" type="button" aria-haspopup="menu" aria-label=${t('group.about', { name })} @click=${(event: MouseEvent) => this.#onMenu(event, member)}>${icons.more}</button>
		</li>`;
	}

	#names({ account, alias = '' }: Member): readonly string[] {
		return [called(this.state, account.id), account.username, alias];
	}

	#isMuted({ mutedUntil = 0 }: Member): boolean {
		return mutedUntil > serverNow(this.state);
	}

	#more(all: number) {
		if (all <= this._shown) return nothing;
		const more = () => {
			this._shown += MEMBERS_SHOWN;
		};
		return html`<li><button class="quiet" type="button" @click=${more}>${t('group.more', { count: all - this._shown })}</button></li>`;
	}

	#onMenu(event: MouseEvent, member: Member): void {
		const menu = this.renderRoot.querySelector('webchat-menu') as WebchatMenu;
		const group = this.state.conversations.get(this.conversation);
		const about = {
			own: member.account.id === this.state.me?.id,
			...{ mine: group?.role ?? 'member', theirs: member.role, isMuted: this.#isMuted(member) },
		};
		const groups = memberMenu(about, (deed) => this.#do({ deed, member }));
		const label = t('group.about', { name: called(this.state, member.account.id) });
		void menu.show(label, groups, (event.currentTarget as Element).getBoundingClientRect());
	}

	#do(detail: MemberDeed): void {
		this.dispatchEvent(new CustomEvent('deed', { detail }));
	}
}

customElements.define('webchat-group-members', WebchatGroupMembers);
