/** What somebody does in a state until it is there. */

/** After so many turns something that is sought will not come any more. */
const TURNS_MAX = 600;

/** Writes into the field of this name and leaves it. */
export async function fill(element: HTMLElement, name: string, value: string): Promise<void> {
	const field = await find<HTMLInputElement>(element, `[name="${name}"], [id="${name}"]`);
	field.value = value;
	field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
	field.dispatchEvent(new FocusEvent('blur'));
}

export async function press(element: HTMLElement, selector: string): Promise<void> {
	(await find(element, selector)).click();
	// What a press asks for takes a few turns, the answer of the stand-in among them.
	for (let k = 0; k < 3; k++) await turn();
}

/** The first that fits in the element, or in one that stands in it, as soon as it is there. */
export async function find<E extends HTMLElement>(element: Element, selector: string): Promise<E> {
	for (let k = 0; k < TURNS_MAX; k++) {
		const found = seek(element, selector);
		if (found !== undefined) return found as E;
		await turn();
	}
	throw new Error(`${element.localName} has no ${selector}`);
}

function seek(element: Element, selector: string): Element | undefined {
	const root = element.shadowRoot;
	if (root === null) return undefined;
	const here = root.querySelector(selector);
	if (here !== null) return here;
	for (const inner of root.querySelectorAll('*')) {
		const found = seek(inner, selector);
		if (found !== undefined) return found;
	}
	return undefined;
}

function turn(): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve));
}
