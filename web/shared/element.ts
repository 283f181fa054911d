/** What all elements have in common: the page's language, intents, and the shared look of controls. */
import { type CSSResultGroup, LitElement } from 'lit';
import { controls } from './controls.ts';
import { onLanguage } from './i18n.ts';
import type { Intent } from './intents.ts';

export abstract class ChatElement extends LitElement {
	#unfollow: (() => void) | undefined;

	override connectedCallback(): void {
		super.connectedCallback();
		this.#unfollow = onLanguage(() => this.requestUpdate());
	}

	override disconnectedCallback(): void {
		super.disconnectedCallback();
		this.#unfollow?.();
	}

	/** Tells the page what the person wants. Elements decide nothing. */
	intend(intent: Intent): void {
		this.dispatchEvent(new CustomEvent('intent', { detail: intent, bubbles: true, composed: true }));
	}
}

/** The styles of an element: the controls' first, then its own. */
export function withControls(...own: CSSResultGroup[]): CSSResultGroup {
	return [controls, ...own];
}
