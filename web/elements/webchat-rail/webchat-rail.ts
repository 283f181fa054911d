/** The ways through the page: chats, friends, oneself. A column on the left; on a phone a row at the bottom. */
import { html, nothing } from 'lit';
import { countUnread, listRequests, nameOf } from '../../client/select.ts';
import type { ChatState } from '../../client/state.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { emblem } from '../../shared/emblem.ts';
import { chooseLanguage, LANGUAGES, language, type MessageKey, t } from '../../shared/i18n.ts';
import { type IconName, icons } from '../../shared/icons.ts';
import type { List } from '../../shared/intents.ts';
import { chooseTheme, THEMES, theme } from '../../shared/theme.ts';
import '../webchat-face/webchat-face.ts';
import '../webchat-menu/webchat-menu.ts';
import type { MenuGroup, WebchatMenu } from '../webchat-menu/webchat-menu.ts';
import { styles } from './styles.ts';

const COUNT_SHOWN_MAX = 99;
const SETTINGS = '/settings';

export class WebchatRail extends ChatElement {
	static override properties = { state: { attribute: false }, list: {} };
	static override styles = withControls(styles);
	declare state: ChatState;
	/** The one that is shown. */
	declare list: List;

	override render() {
		return html`<nav aria-label=${t('app.ways')}>
				${emblem}
				${this.#way('conversations', 'chats', countUnread(this.state), 'conversations.unread')}
				${this.#way('friends', 'people', listRequests(this.state).received.length, 'friends.requests-count')}
				${this.#me()}
			</nav>
			<webchat-menu></webchat-menu>`;
	}

	#way(list: List, icon: IconName, count: number, told: MessageKey) {
		const shown = count > COUNT_SHOWN_MAX ? `${COUNT_SHOWN_MAX}+` : count;
		return html`<button
			type="button"
			aria-pressed=${this.list === list}
			@click=${() => this.intend({ do: 'show-list', list })}
		>
			${icons[icon]}<span class="name">${t(`${list}.label`)}</span>
			${
				count === 0
					? nothing
					: html`<span class="badge" aria-hidden="true">${shown}</span
						><span class="visually-hidden">${t(told, { count })}</span>`
			}
		</button>`;
	}

	#me() {
		const { me } = this.state;
		const name = me === null ? '' : nameOf(this.state, me.id);
		return html`<button class="me" type="button" aria-haspopup="menu" title=${name} @click=${this.#onMe}>
			${me === null ? html`<span class="skeleton"></span>` : html`<webchat-face .name=${name} .of=${me.id} .avatar=${me.avatar}></webchat-face>`}
			<span class="name">${t('app.me')}</span>
		</button>`;
	}

	#onMe(event: MouseEvent): void {
		const { me } = this.state;
		if (me === null) return;
		const menu = this.renderRoot.querySelector('webchat-menu') as WebchatMenu;
		const place = (event.currentTarget as Element).getBoundingClientRect();
		void menu.show(t('app.me'), this.#groups(), place);
	}

	#groups(): readonly MenuGroup[] {
		return [
			{
				label: this.state.me?.username ?? '',
				items: [{ label: t('app.settings'), icon: 'settings', run: () => location.assign(SETTINGS) }],
			},
			{
				label: t('theme.label'),
				items: THEMES.map((one) => ({
					label: t(`theme.${one}`),
					icon: one,
					chosen: theme() === one,
					run: () => chooseTheme(one),
				})),
			},
			{
				label: t('language.label'),
				items: LANGUAGES.map((one) => ({
					label: t(`language.${one}`),
					icon: 'language' as const,
					chosen: language() === one,
					run: () => chooseLanguage(one),
				})),
			},
			{
				items: [{ label: t('app.sign-out'), icon: 'leave', danger: true, run: () => this.intend({ do: 'sign-out' }) }],
			},
		];
	}
}

customElements.define('webchat-rail', WebchatRail);
