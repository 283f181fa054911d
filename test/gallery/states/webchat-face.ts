import { html } from 'lit';
import '../../../web/elements/webchat-face/webchat-face.ts';
import { accountId } from '../scene.ts';
import type { States } from '../state.ts';

const NAMES = ['林晓', 'Anna', '陈晨', 'émile', '0', '😀', ''];

export const states: States = {
	people: {
		show: () =>
			html`<p>${NAMES.map((name, k) => html`<webchat-face .name=${name} .of=${accountId(k)}></webchat-face> `)}</p>`,
	},
	online: {
		show: () =>
			html`<p>${NAMES.map((name, k) => html`<webchat-face .name=${name} .of=${accountId(k)} online></webchat-face> `)}</p>`,
	},
	groups: {
		show: () =>
			html`<p>${NAMES.map((name, k) => html`<webchat-face .name=${name} .of=${accountId(k)} group></webchat-face> `)}</p>`,
	},
	sizes: {
		show: () =>
			html`<p>${[23, 34, 40, 52, 72].map((size) => html`<span style="--face-size:${size}px"><webchat-face .name=${'Anna'} .of=${accountId(2)} online></webchat-face></span> `)}</p>`,
	},
};
