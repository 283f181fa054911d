import { html } from 'lit';
import '../../../web/elements/webchat-picture/webchat-picture.ts';
import { press } from '../page/deeds.ts';
import { inLanguage, LONG_TEXT, pictureOf } from '../scene.ts';
import type { State, States } from '../state.ts';

const shown = (name: string): State => ({
	place: 'dialog',
	show: () => html`<webchat-picture .picture=${pictureOf(name)}></webchat-picture>`,
});

export const states: States = {
	whole: shown(inLanguage('假期.jpg', 'holidays.jpg')),
	larger: { ...shown('holidays.jpg'), after: (element) => press(element, '.picture') },
	'long-name': shown(`${LONG_TEXT}.jpg`),
};
