/** Says calmly, in a line of its own or beside a name, that the connection is being made or lost; says nothing while all is well. */
import { css, html } from 'lit';
import type { Phase } from '../../client/connection.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { t } from '../../shared/i18n.ts';

export class WebchatConnection extends ChatElement {
	static override properties = { phase: { attribute: false } };
	static override styles = withControls(css`
		/* A moment's interruption is not worth a word. */
		p {
			display: flex;
			align-items: center;
			gap: 6px;
			color: var(--warm);
			font-size: var(--text-small);
			animation: appear 0s 1s both;
		}
		p::before {
			flex: none;
			width: 8px;
			height: 8px;
			border-radius: 50%;
			background: currentColor;
			content: '';
			animation: breathe 1.6s ease-in-out infinite;
		}
		@keyframes appear {
			from {
				position: absolute;
				visibility: hidden;
			}
		}
	`);
	declare phase: Phase;

	constructor() {
		super();
		this.phase = { name: 'stopped' };
	}

	override render() {
		return html`<div role="status">${this.#sentence()}</div>`;
	}

	#sentence() {
		switch (this.phase.name) {
			case 'connecting':
			case 'syncing':
				return html`<p><span class="ellipsis">${t('connection.connecting')}</span></p>`;
			case 'waiting':
				return html`<p title=${t('connection.waiting-hint')}><span class="ellipsis">${t('connection.waiting')}</span></p>`;
			case 'online':
			case 'stopped':
			case 'ended':
				return '';
			default:
				return this.phase satisfies never;
		}
	}
}

customElements.define('webchat-connection', WebchatConnection);
