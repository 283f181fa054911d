/** A group: what it is called and announces, who is in it and may do what, the link into it, and the ways out. */
import { html, nothing } from 'lit';
import type { ConversationId } from '../../../core/ids.ts';
import type { Member } from '../../../core/wire.ts';
import type { Fields } from '../../client/requests.ts';
import type { ChatState, ConversationState } from '../../client/state.ts';
import type { Ask } from '../../shared/ask.ts';
import { called } from '../../shared/called.ts';
import { DialogElement } from '../../shared/dialog-element.ts';
import { withControls } from '../../shared/element.ts';
import { t } from '../../shared/i18n.ts';
import { icons } from '../../shared/icons.ts';
import { refusalText } from '../../shared/refusals.ts';
import { serverNow } from '../../shared/server-time.ts';
import { titleText } from '../../shared/titles.ts';
import '../webchat-face/webchat-face.ts';
import '../webchat-group-link/webchat-group-link.ts';
import { MUTES_MS, type MuteTime } from '../webchat-group-members/member-menu.ts';
import '../webchat-group-members/webchat-group-members.ts';
import type { MemberDeed } from '../webchat-group-members/webchat-group-members.ts';
import '../webchat-group-text/webchat-group-text.ts';
import { styles } from './styles.ts';

const NAME_CHARS_MAX = 50;
const ALIAS_CHARS_MAX = 32;
const ANNOUNCEMENT_CHARS_MAX = 2_000;

/** What is asked about before it is done. */
type Question =
	| { readonly about: 'leave' | 'dissolve' | 'hand-on' }
	| { readonly about: 'transfer' | 'remove'; readonly member: Member };

export class WebchatGroup extends DialogElement {
	static override properties = {
		state: { attribute: false },
		conversation: {},
		ask: { attribute: false },
		_question: { state: true },
		_problem: { state: true },
	};
	static override styles = withControls(styles);
	declare state: ChatState;
	declare conversation: ConversationId;
	declare ask: Ask;
	declare _question: Question | undefined;
	/** What was refused last, as a sentence. */
	declare _problem: string;

	constructor() {
		super();
		this._question = undefined;
		this._problem = '';
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
			<p class="error" role="alert">${this._problem}</p>
			${this._question === undefined ? this.#panel(group) : this.#asking(group, this._question)}
		</dialog>`;
	}

	#panel(group: ConversationState) {
		if (group.left !== undefined) return html`<p class="notice question">${t('conversation.left')}</p>`;
		const { conversation, state } = this;
		const leads = group.role === 'owner' || group.role === 'admin';
		const text = (name: string, field: string) => (said: string) => this.ask(name, { conversation, [field]: said });
		const members = state.members.get(conversation);
		return html`
			${leads ? html`<webchat-group-text .label=${t('group.name')} .value=${group.name ?? ''} .none=${''} .max=${NAME_CHARS_MAX} editable .save=${text('group.rename', 'name')}></webchat-group-text>` : nothing}
			${
				leads || group.announcement !== undefined
					? html`<webchat-group-text .label=${t('group.announcement')} .value=${group.announcement ?? ''} .none=${t('group.announcement-none')} .max=${ANNOUNCEMENT_CHARS_MAX} lines ?editable=${leads} .save=${text('group.announce', 'text')}></webchat-group-text>`
					: nothing
			}
			<webchat-group-text .label=${t('group.alias')} .value=${group.alias ?? ''} .none=${t('group.alias-none')} .max=${ALIAS_CHARS_MAX} editable .save=${text('group.alias', 'alias')}></webchat-group-text>
			<webchat-group-members .state=${state} .conversation=${conversation} @deed=${(event: CustomEvent<MemberDeed>) => void this.#onDeed(event.detail)}></webchat-group-members>
			<button class="primary invite" type="button" ?disabled=${members === undefined} @click=${() => this.#invite(members ?? [])}>${t('group.invite')}</button>
			${leads ? html`<webchat-group-link .conversation=${conversation} .link=${group.link} .ask=${this.ask} .now=${serverNow(state)}></webchat-group-link>` : nothing}
			<div class="actions parting">
				${group.role === 'owner' ? html`<button class="danger" type="button" @click=${() => this.#wonder({ about: 'dissolve' })}>${t('group.dissolve')}</button>` : nothing}
				<button class="danger" type="button" @click=${() => this.#wonder({ about: this.#mustHandOn(group) ? 'hand-on' : 'leave' })}>${t('group.leave')}</button>
			</div>`;
	}

	#asking(group: ConversationState, question: Question) {
		const name = 'member' in question ? called(this.state, question.member.account.id) : titleText(this.state, group);
		const { about } = question;
		return html`<p class="question"><strong>${t(`group.${about}-question`, { name })}</strong>${t(`group.${about}-hint`)}</p>
			<div class="actions">
				<button type="button" autofocus @click=${() => this.#wonder(undefined)}>${about === 'hand-on' ? t('back') : t('cancel')}</button>
				${about === 'hand-on' ? nothing : html`<button class="danger" type="button" @click=${() => this.#confirmed(question)}>${t(`group.${about}`)}</button>`}
			</div>`;
	}

	#mustHandOn({ role, memberCount = 0 }: ConversationState): boolean {
		return role === 'owner' && memberCount > 1;
	}

	#wonder(question: Question | undefined): void {
		this._question = question;
		this._problem = '';
	}

	async #confirmed(question: Question): Promise<void> {
		const fields = 'member' in question ? { account: question.member.account.id } : {};
		if (!(await this.#do(`group.${question.about}`, fields))) return;
		this._question = undefined;
		if (question.about === 'leave' || question.about === 'dissolve') this.end();
	}

	async #onDeed({ deed, member }: MemberDeed): Promise<void> {
		const account = member.account.id;
		switch (deed) {
			case 'profile':
				this.intend({ do: 'show', dialog: { name: 'profile', account } });
				return;
			case 'transfer':
			case 'remove':
				this.#wonder({ about: deed, member });
				return;
			case 'promote':
			case 'demote':
				await this.#do(`group.${deed}`, { account });
				return;
			case 'unmute':
				await this.#do('group.mute', { account, until: 0 });
				return;
			default: {
				const time = deed.slice('mute-'.length) as MuteTime;
				await this.#do('group.mute', { account, until: serverNow(this.state) + MUTES_MS[time] });
			}
		}
	}

	/** Whether it was done; a refusal is shown. */
	async #do(name: string, fields: Fields): Promise<boolean> {
		const reply = await this.ask(name, { conversation: this.conversation, ...fields });
		this._problem = reply.state === 'refused' ? refusalText(reply.error) : '';
		return reply.state === 'done';
	}

	#invite(members: readonly Member[]): void {
		const known = new Set(members.map(({ account }) => account.id));
		this.intend({
			do: 'show',
			dialog: { name: 'invitation', conversation: this.conversation, members: known },
		});
	}
}

customElements.define('webchat-group', WebchatGroup);
