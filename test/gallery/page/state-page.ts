/**
 * One state of one element, alone on a page: `/state/<element>/<state>?theme=dark&language=en`. It keeps nothing in the
 * browser and asks no server, so that a state looks the same whenever it is looked at.
 */
import { html, render } from 'lit';
import { chooseLanguage, followLanguage, type Language } from '../../../web/shared/i18n.ts';
import type { State, States } from '../state.ts';
import { standIn } from './stand-in.ts';
import { forgetfulStorage } from './storage.ts';

const SETTLE_FRAMES = 3;

export interface StatePage {
	/** Shows the state in this theme and language; resolves once it is drawn. */
	show(theme: 'light' | 'dark', language: Language): Promise<void>;
}

declare global {
	interface Window {
		/** Once the state is there. */
		statePage?: StatePage;
	}
}

const [, , element = '', name = ''] = location.pathname.split('/');
const asked = new URLSearchParams(location.search);
forgetfulStorage();
const states: { states: States } = await import(`../states/${element}.ts`);
const state = states.states[name];
if (state === undefined) throw new Error(`${element} has no state ${name}`);
// A state that is not reached is seen as far as it came, and says why on the console.
await begin(state).finally(() => {
	document.documentElement.dataset.ready = '';
});

async function begin({ server = {}, before, show, after, place = 'middle' }: State): Promise<void> {
	followLanguage();
	colour(asked.get('theme') === 'dark' ? 'dark' : 'light');
	chooseLanguage(asked.get('language') === 'en' ? 'en' : 'zh');
	standIn(server);
	before?.();
	const draw = () => render(place === 'page' ? show() : around(place, show()), document.body);
	draw();
	await drawn();
	await after?.(document.querySelector(element) as HTMLElement);
	await drawn();
	window.statePage = {
		async show(theme, language) {
			colour(theme);
			chooseLanguage(language);
			draw();
			await drawn();
		},
	};
}

/** What of a page stands around an element: the headings that its own ones follow. */
function around(place: string, content: unknown) {
	return html`<main class=${place}><h1 class="unseen">${element}</h1><h2 class="unseen">${name}</h2>${content}</main>`;
}

function colour(theme: 'light' | 'dark'): void {
	document.documentElement.dataset.theme = theme;
}

/** After the elements and those within them have drawn what they were given. */
async function drawn(): Promise<void> {
	for (let k = 0; k < SETTLE_FRAMES; k++)
		await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
