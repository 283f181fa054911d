/** What stands where a conversation would: a word of welcome, the outline of what is still to come, or that it is not ours. */
import { html, nothing } from 'lit';
import type { ChatState } from '../../client/state.ts';
import { emblem } from '../../shared/emblem.ts';
import { t } from '../../shared/i18n.ts';
import type { Intent } from '../../shared/intents.ts';
import '../webchat-messages/webchat-messages.ts';

type Intend = (intent: Intent) => void;

export function nothingOpen(state: ChatState, intend: Intend) {
	const { log, open, wanted } = state;
	if (open !== null && (log === null || wanted.conversations.has(open))) return awaited(state);
	if (open !== null) return notOurs(intend);
	if (log === null) return nothing;
	return state.friends.size === 0 ? newcomer(intend) : welcome();
}

/** A conversation of which nothing is known yet. */
function awaited(state: ChatState) {
	return html`<div class="awaited">
		<div class="head" aria-hidden="true"><span class="skeleton round"></span><span class="skeleton line"></span></div>
		<webchat-messages .state=${state} .conversation=${state.open}></webchat-messages>
	</div>`;
}

function welcome() {
	return html`<div class="empty">${emblem}<strong>${t('app.welcome')}</strong>${t('app.welcome-hint')}</div>`;
}

function newcomer(intend: Intend) {
	const find = () => intend({ do: 'show', dialog: { name: 'find', q: '' } });
	return html`<div class="empty">
		${emblem}<strong>${t('app.newcomer')}</strong>${t('app.newcomer-hint')}
		<p><button class="primary" type="button" @click=${find}>${t('friends.find')}</button></p>
	</div>`;
}

/** The address names a conversation that is not this person's, or that is none. */
function notOurs(intend: Intend) {
	const back = () => intend({ do: 'open', conversation: null });
	return html`<div class="empty">
		<strong>${t('app.not-yours')}</strong>${t('app.not-yours-hint')}
		<p><button class="primary" type="button" @click=${back}>${t('app.to-chats')}</button></p>
	</div>`;
}
