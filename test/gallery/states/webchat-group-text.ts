import { html } from 'lit';
import '../../../web/elements/webchat-group-text/webchat-group-text.ts';
import { t } from '../../../web/shared/i18n.ts';
import { refusing } from '../asked.ts';
import { fill, press } from '../page/deeds.ts';
import { LONG_TEXT } from '../scene.ts';
import type { State, States } from '../state.ts';

const text = (value: string, editable = true): State => ({
	show: () =>
		html`<webchat-group-text .label=${t('group.announcement')} .value=${value} .none=${t('group.announcement-none')} .max=${200} lines ?editable=${editable} .save=${() => refusing('not-allowed')('', {})}></webchat-group-text>`,
});

export const states: States = {
	said: text(LONG_TEXT),
	none: text(''),
	'not-mine': text(LONG_TEXT, false),
	writing: { ...text(LONG_TEXT.slice(0, 80)), after: (element) => press(element, 'button') },
	'too-long': {
		...text(''),
		after: async (element) => {
			await press(element, 'button');
			await fill(element, 'text', LONG_TEXT.repeat(20));
		},
	},
	refused: {
		...text(''),
		after: async (element) => {
			await press(element, 'button');
			await fill(element, 'text', '1');
			await press(element, '.primary');
		},
	},
};
