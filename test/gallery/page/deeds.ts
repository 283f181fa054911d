/** What somebody does in a state until it is there. */

/** Writes into the field of this name and leaves it. */
export function fill(element: HTMLElement, name: string, value: string): void {
	const field = find<HTMLInputElement>(element, `[name="${name}"], [id="${name}"]`);
	field.value = value;
	field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
	field.dispatchEvent(new FocusEvent('blur'));
}

export async function press(element: HTMLElement, selector: string): Promise<void> {
	find(element, selector).click();
	// What a press asks for takes a few turns, the answer of the stand-in among them.
	for (let k = 0; k < 3; k++) await new Promise((resolve) => setTimeout(resolve));
}

/** The first that fits in the element, or in one that stands in it. */
export function find<E extends HTMLElement>(element: Element, selector: string): E {
	const found = seek(element, selector);
	if (found === undefined) throw new Error(`${element.localName} has no ${selector}`);
	return found as E;
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
