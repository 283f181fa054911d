import { html } from 'lit';
import '../../../web/elements/webchat-composer/webchat-composer.ts';
import { keepDraft } from '../../../web/shared/drafts.ts';
import { ME, NOTES } from '../scene.ts';
import type { State, States } from '../state.ts';

const composer = (draft = ''): State => ({
	before: () => keepDraft(ME, NOTES, draft),
	show: () => html`<webchat-composer .account=${ME} .conversation=${NOTES}></webchat-composer>`,
});

export const states: States = {
	empty: composer(),
	draft: composer('周六下午三点，二楼 · Saturday, 3 pm'),
	lines: composer(Array.from({ length: 14 }, (_, k) => `${k + 1}. 第 ${k + 1} 行 · line ${k + 1}`).join('\n')),
	'nearly-too-long': composer('好'.repeat(2600)),
	'too-long': composer('好'.repeat(2800)),
};
