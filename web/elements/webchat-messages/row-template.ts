/** How each kind of row looks. */
import { html, nothing } from 'lit';
import type { AccountId, EventId } from '../../../core/ids.ts';
import type { Message } from '../../../core/wire.ts';
import type { OutboxEntry } from '../../client/state.ts';
import { clockTime, dayName, fullTime } from '../../shared/dates.ts';
import { t } from '../../shared/i18n.ts';
import { icons } from '../../shared/icons.ts';
import type { Intent } from '../../shared/intents.ts';
import { type Reader, recallText } from '../../shared/recall-text.ts';
import { refusalText } from '../../shared/refusals.ts';
import '../webchat-face/webchat-face.ts';
import { bodyTemplate } from './body-template.ts';
import { mayRecall } from './message-menu.ts';
import type { MessageRow, Row } from './rows.ts';
import { systemText } from './system-line.ts';
import { uploadTemplate } from './upload-template.ts';

/** What rows need to know of their conversation and the page. */
export interface RowParts extends Reader {
	readonly kind: 'pair' | 'group' | 'self';
	readonly me: AccountId;
	readonly now: number;
	readonly nameOf: (account: AccountId) => string;
	readonly avatarOf: (account: AccountId) => string | null;
	readonly intend: (intent: Intent) => void;
	/** Whether the reader is owner or admin of the group. */
	readonly leads: boolean;
	/** Own texts that were taken back, to be written anew. */
	readonly takenBack: ReadonlyMap<EventId, string>;
	readonly writeAnew: (text: string) => void;
	/** Shows what can be done about a message, beside its button. */
	readonly showMenu: (row: MessageRow, button: Element) => void;
}

export function rowTemplate(row: Row, parts: RowParts) {
	switch (row.kind) {
		case 'day':
			return html`<li class="day"><span>${dayName(row.at, parts.now)}</span></li>`;
		case 'mark':
			return html`<li class="mark" data-mark><span>${t('messages.new')}</span></li>`;
		case 'system':
			return html`<li class="system" data-row>${systemText(row.line, parts.me, parts.nameOf)}</li>`;
		case 'recalled':
			return recalled(row.message, parts);
		case 'message':
			return message(row, parts);
		default:
			return row satisfies never;
	}
}

function message(row: MessageRow, parts: RowParts) {
	const own = row.by === parts.me;
	const { body, pending, at } = row;
	return html`<li class="message ${own ? 'own' : 'other'} ${row.first ? 'first' : ''} ${row.last ? 'last' : ''}" data-row>
		${own || !row.first ? nothing : face(row.by, parts)}
		<div class="said">
			${row.first ? head(row, own, parts) : nothing}
			<div class="bubble ${pending?.state ?? ''} ${body.type === 'image' ? 'pictured' : ''}" title=${fullTime(at)}>
				${pending?.upload === undefined ? bodyTemplate(body, parts) : uploadTemplate(pending, pending.upload, parts)}
				${own ? fate(pending) : nothing}
			</div>
			${pending === undefined && (!own || mayRecall({ ...parts, own, at })) ? menuButton(row, parts) : nothing}
			${pending?.state === 'failed' ? failed(pending, parts) : nothing}
		</div>
	</li>`;
}

function menuButton(row: MessageRow, { showMenu }: RowParts) {
	return html`<button
		class="icon menu"
		type="button"
		aria-haspopup="menu"
		aria-label=${t('messages.menu')}
		title=${t('messages.menu')}
		@click=${(event: MouseEvent) => showMenu(row, event.currentTarget as Element)}
	>
		${icons.more}
	</button>`;
}

function recalled(message: Message, parts: RowParts) {
	const { nameOf, takenBack, writeAnew } = parts;
	const text = takenBack.get(message.id);
	return html`<li class="system" data-row>
		${recallText(message, parts, nameOf)}
		${text === undefined ? nothing : html`<button class="quiet" type="button" @click=${() => writeAnew(text)}>${t('recall.again')}</button>`}
	</li>`;
}

function face(by: AccountId, { nameOf, avatarOf, intend }: RowParts) {
	const name = nameOf(by);
	return html`<button
		class="face"
		type="button"
		tabindex="-1"
		aria-label=${t('profile.of', { name })}
		@click=${() => intend({ do: 'show', dialog: { name: 'profile', account: by } })}
	>
		<webchat-face .name=${name} .of=${by} .avatar=${avatarOf(by)}></webchat-face>
	</button>`;
}

function head({ by, at }: MessageRow, own: boolean, { kind, nameOf }: RowParts) {
	return html`<p class="by">
		<span class=${own || kind !== 'group' ? 'visually-hidden' : 'ellipsis'}>${nameOf(by)}</span>
		<time datetime=${new Date(at).toISOString()}>${clockTime(at)}</time>
	</p>`;
}

/** Whether an own message has arrived. */
function fate(pending: OutboxEntry | undefined) {
	const state = pending === undefined ? 'sent' : pending.state === 'failed' ? 'failed' : 'sending';
	return html`<span class="fate ${state}" role="img" aria-label=${t(`messages.${state}`)} title=${t(`messages.${state}`)}>${icons[state]}</span>`;
}

function failed({ id, error }: OutboxEntry, { intend }: RowParts) {
	return html`<p class="error" role="alert">
		${t('messages.failed')}${error === undefined ? '' : t('messages.because', { reason: refusalText(error) })}
		<button class="quiet" type="button" @click=${() => intend({ do: 'retry', message: id })}>${t('messages.retry')}</button>
		<button class="quiet" type="button" @click=${() => intend({ do: 'discard', message: id })}>${t('messages.discard')}</button>
	</p>`;
}
