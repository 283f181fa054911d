import { html } from 'lit';
import '../../../web/elements/webchat-attach/webchat-attach.ts';
import { fileOf, pictureFile } from '../files.ts';
import { inLanguage, LONG_WORD, NOTES } from '../scene.ts';
import type { State, States } from '../state.ts';

const BYTES_MAX = 3_000_000;

const chosen = (files: () => readonly File[]): State => ({
	place: 'dialog',
	show: () => html`<webchat-attach .conversation=${NOTES} .files=${files()} .bytesMax=${BYTES_MAX}></webchat-attach>`,
});

export const states: States = {
	files: chosen(() => [pictureFile(inLanguage('假期.svg', 'holidays.svg')), fileOf('report.pdf', 345_678)]),
	problems: chosen(() => [fileOf('film.mp4', BYTES_MAX + 1), fileOf('empty.txt', 0), fileOf(`${LONG_WORD}.zip`, 99)]),
	many: chosen(() => Array.from({ length: 25 }, (_, k) => fileOf(`${k + 1}.txt`, 1000 + k))),
};
