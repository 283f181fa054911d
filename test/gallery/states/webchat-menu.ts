import { html } from 'lit';
import '../../../web/elements/webchat-menu/webchat-menu.ts';
import type { MenuGroup, WebchatMenu } from '../../../web/elements/webchat-menu/webchat-menu.ts';
import { inLanguage, LONG_NAME } from '../scene.ts';
import type { State, States } from '../state.ts';

const run = () => {};

const menu = (groups: () => readonly MenuGroup[]): State => ({
	place: 'dialog',
	show: () => html`<webchat-menu></webchat-menu>`,
	after: (element) =>
		(element as WebchatMenu).show(inLanguage('设置', 'Settings'), groups(), {
			left: 0,
			right: 300,
			top: 0,
			bottom: 40,
		}),
});

export const states: States = {
	items: menu(() => [
		{
			items: [
				{ label: inLanguage('置顶', 'Pin to the top'), icon: 'pin', run },
				{ label: inLanguage('消息免打扰', 'Mute'), icon: 'mute', run },
				{ label: inLanguage('不显示', 'Hide'), icon: 'hide', run },
			],
		},
	]),
	choices: menu(() => [
		{
			label: inLanguage('外观', 'Appearance'),
			items: [
				{ label: inLanguage('浅色', 'Light'), icon: 'light', chosen: true, run },
				{ label: inLanguage('深色', 'Dark'), icon: 'dark', chosen: false, run },
			],
		},
		{ items: [{ label: inLanguage('退出登录', 'Sign out'), icon: 'leave', danger: true, run }] },
	]),
	'long-text': menu(() => [
		{ label: LONG_NAME, items: [{ label: `${LONG_NAME} ${LONG_NAME} ${LONG_NAME}`, icon: 'person', run }] },
	]),
};
