import { html } from 'lit';
import '../../../web/elements/webchat-thumb/webchat-thumb.ts';
import { fileOf, pictureFile } from '../files.ts';
import type { State, States } from '../state.ts';

const thumb = (bytes: () => Blob): State => ({
	show: () => html`<webchat-thumb style="width: 96px; height: 96px" .bytes=${bytes()}></webchat-thumb>`,
});

export const states: States = {
	picture: thumb(() => pictureFile('holidays.svg')),
	file: thumb(() => fileOf('report.pdf', 9)),
	'no-picture': thumb(() => new File(['?'], 'broken.png', { type: 'image/png' })),
};
