/** A group: its members, a page at a time; inviting and leaving. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ConversationId } from '../../../core/ids.ts';
import type { Member } from '../../../core/wire.ts';
import { avatarOf } from '../../client/select.ts';
import type { ChatState, ConversationState } from '../../client/state.ts';
import { called } from '../../shared/called.ts';
import { DialogElement } from '../../shared/dialog-element.ts';
import { withControls } from '../../shared/element.ts';
import { t } from '../../shared/i18n.ts';
import { icons } from '../../shared/icons.ts';
import { titleText } from '../../shared/titles.ts';
import '../webchat-face/webchat-face.ts';
import { styles } from './styles.ts';

/** Members shown at first, and how many more at each wish. */
const MEMBERS_SHOWN = 100;
const SKELETONS = [1, 2, 3];

export class WebchatGroup extends DialogElement {
	static override properties = {
		state: { attribute: false },
		conversation: {},
		_shown: { state: true },
		_leaving: { state: true },
	};
	static override styles = withControls(styles);
	declare state: ChatState;
	declare conversation: ConversationId;
	declare _shown: number;
	declare _leaving: boolean;

	constructor() {
		super();
		this._shown = MEMBERS_SHOWN;
		this._leaving = false;
	}

	override updated(): void {
		super.updated();
		// Whoever joins or leaves makes the list unknown again.
		if (!this.state.members.has(this.conversation))
			this.intend({ do: 'show-members', conversation: this.conversation });
	}

	override render() {
		const group = this.state.conversations.get(this.conversation);
		if (group === undefined) return nothing;
		return html`<dialog aria-labelledby="title" @close=${this.end} @click=${this.endBeside}>
			<header>
				<webchat-face .name=${titleText(this.state, group)} .of=${group.id} group></webchat-face>
				<div>
					<h2 id="title" class="ellipsis">${titleText(this.state, group)}</h2>
					<p class="muted">${t('group.members-count', { count: group.memberCount ?? 0 })}</p>
				</div>
				<button class="icon" type="button" aria-label=${t('close')} @click=${this.end}>${icons.remove}</button>
			</header>
			${this._leaving ? this.#question(group) : this.#members()}
		</dialog>`;
	}

	#members() {
		const members = this.state.members.get(this.conversation);
		return html`<ul tabindex="0" aria-label=${t('group.members')}>
				${
					members === undefined
						? SKELETONS.map(
								() =>
									html`<li><div class="person"><span class="skeleton round"></span><span class="skeleton line"></span></div></li>`,
							)
						: repeat(
								members.slice(0, this._shown),
								({ account }) => account.id,
								(member) => this.#member(member),
							)
				}
				${this.#more(members?.length ?? 0)}
			</ul>
			<div class="actions">
				<button class="danger" type="button" @click=${this.#ask}>${t('group.leave')}</button>
				<button class="primary" type="button" ?disabled=${members === undefined} @click=${() => this.#invite(members ?? [])}>
					${t('group.invite')}
				</button>
			</div>`;
	}

	#member({ account, role }: Member) {
		const name = called(this.state, account.id);
		const show = () => this.intend({ do: 'show', dialog: { name: 'profile', account: account.id } });
		return html`<li>
			<button class="person" type="button" @click=${show}>
				<webchat-face .name=${name} .of=${account.id} .avatar=${avatarOf(this.state, account.id)} ?online=${this.state.online.has(account.id)}></webchat-face>
				<span class="ellipsis name">${name}</span>
				${role === 'member' ? nothing : html`<span class="role">${t(`role.${role}`)}</span>`}
			</button>
		</li>`;
	}

	#more(all: number) {
		if (all <= this._shown) return nothing;
		const more = () => {
			this._shown += MEMBERS_SHOWN;
		};
		return html`<li><button class="quiet" type="button" @click=${more}>${t('group.more', { count: all - this._shown })}</button></li>`;
	}

	#question(group: ConversationState) {
		const back = () => {
			this._leaving = false;
		};
		const leave = () => {
			this.intend({ do: 'leave', conversation: this.conversation });
			this.end();
		};
		return html`<p class="question">
				<strong>${t('group.leave-question', { name: titleText(this.state, group) })}</strong>${t('group.leave-hint')}
			</p>
			<div class="actions">
				<button type="button" autofocus @click=${back}>${t('cancel')}</button>
				<button class="danger" type="button" @click=${leave}>${t('group.leave')}</button>
			</div>`;
	}

	readonly #ask = (): void => {
		this._leaving = true;
	};

	#invite(members: readonly Member[]): void {
		const known = new Set(members.map(({ account }) => account.id));
		this.intend({
			do: 'show',
			dialog: { name: 'invitation', conversation: this.conversation, members: known },
		});
	}
}

customElements.define('webchat-group', WebchatGroup);
