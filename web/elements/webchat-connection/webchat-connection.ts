/** Says calmly that the connection is being made or lost; says nothing while all is well. */
import { css, html } from 'lit';
import type { Phase } from '../../client/connection.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { t } from '../../shared/i18n.ts';

export class WebchatConnection extends ChatElement {
	static override properties = { phase: { attribute: false } };
	static override styles = withControls(css`
		/* A moment's interruption is not worth a word. */
		p {
			padding: 6px 16px;
			background: var(--hover);
			color: var(--warm);
			font-size: var(--text-small);
			animation: appear 0s 1s both;
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
				return html`<p>${t('connection.connecting')}</p>`;
			case 'waiting':
				return html`<p>${t('connection.waiting')}</p>`;
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
