/** All elements with their states, each in a frame of its own: `/#<element>`. Theme, language and width are for all of them. */
import { html, render } from 'lit';
import type { States } from '../state.ts';

const WIDTHS = [360, 768, 1280] as const;
const CHOICES = { theme: ['light', 'dark'], language: ['zh', 'en'], width: WIDTHS.map(String) } as const;
type Choice = keyof typeof CHOICES;

declare global {
	interface Window {
		/** States by element. */
		galleryStates?: Readonly<Record<string, readonly string[]>>;
	}
}

const chosen: Record<Choice, string> = { theme: 'light', language: 'zh', width: '1280' };
const elements: readonly string[] = await (await fetch('/elements.json')).json();
const states = new Map<string, States>();
for (const element of elements) states.set(element, (await import(`../states/${element}.ts`)).states);
window.galleryStates = Object.fromEntries([...states].map(([element, all]) => [element, Object.keys(all)]));
addEventListener('hashchange', show);
show();

function show(): void {
	const element = states.has(location.hash.slice(1)) ? location.hash.slice(1) : (elements[0] ?? '');
	const names = Object.entries(states.get(element) ?? {});
	render(
		html`<nav aria-label="elements">
				${elements.map((one) => html`<a href="#${one}" aria-current=${one === element ? 'page' : 'false'}>${one}</a>`)}
			</nav>
			<main>
				<header>
					<h1>${element}</h1>
					${(Object.keys(CHOICES) as Choice[]).map(choice)}
				</header>
				${names.map(([name, { place = 'middle' }]) => frame(element, name, place === 'middle' ? 420 : 680))}
			</main>`,
		document.body,
	);
}

function choice(name: Choice) {
	const choose = (event: Event) => {
		chosen[name] = (event.target as HTMLSelectElement).value;
		show();
	};
	return html`<label>${name}
		<select @change=${choose}>
			${CHOICES[name].map((one) => html`<option ?selected=${one === chosen[name]}>${one}</option>`)}
		</select>
	</label>`;
}

function frame(element: string, name: string, height: number) {
	const address = `/state/${element}/${name}?theme=${chosen.theme}&language=${chosen.language}`;
	return html`<section>
		<h2><a href=${address}>${name}</a></h2>
		<iframe title="${element} ${name}" src=${address} width=${chosen.width} height=${height} loading="lazy"></iframe>
	</section>`;
}
