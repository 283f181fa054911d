import { html } from 'lit';
import '../../../web/elements/webchat-language/webchat-language.ts';
import type { States } from '../state.ts';

export const states: States = {
	other: { show: () => html`<webchat-language></webchat-language>` },
};
