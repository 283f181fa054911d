import { html } from 'lit';
import '../../../web/elements/webchat-crop/webchat-crop.ts';
import { fileOf, pictureFile } from '../files.ts';
import { find } from '../page/deeds.ts';
import type { State, States } from '../state.ts';

const crop = (file: () => File): State => ({
	place: 'dialog',
	show: () => html`<webchat-crop .file=${file()}></webchat-crop>`,
});

export const states: States = {
	picture: {
		...crop(() => pictureFile('holidays.svg')),
		after: async (element) => void (await find(element, 'button.primary:not(:disabled)')),
	},
	'no-picture': {
		...crop(() => fileOf('notes.bin', 9)),
		after: async (element) => void (await find(element, '.error')),
	},
};
