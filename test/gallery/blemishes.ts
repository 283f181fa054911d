/**
 * What keeps people from seeing all of a page and axe does not look for: what scrolls sideways, and icons too faint
 * (WCAG 2.2, 1.4.11). Run in the page, so everything that it needs stands within.
 */
export function blemishes(): string[] {
	const RATIO_MIN = 3;
	const found: string[] = [];

	/** Red, green and blue from 0 to 1, and the opacity. */
	function channels(colour: string): readonly number[] {
		const [r = 0, g = 0, b = 0, opacity = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
		return [r / 255, g / 255, b / 255, opacity];
	}

	/** What is behind an element: the nearest colour that hides what is behind itself. */
	function behind(element: Element): string {
		for (let node: Element | null = element; node !== null; node = above(node)) {
			const { backgroundColor } = getComputedStyle(node);
			if (channels(backgroundColor)[3] === 1) return backgroundColor;
		}
		return 'rgb(255 255 255)';
	}

	function above(element: Element): Element | null {
		const root = element.getRootNode();
		return element.assignedSlot ?? element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
	}

	function luminance(colour: string): number {
		const [r = 0, g = 0, b = 0] = channels(colour).map((part) =>
			part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
		);
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	}

	function isFaint(icon: Element): boolean {
		const [dark = 0, light = 0] = [getComputedStyle(icon).color, behind(icon)].map(luminance).sort((a, b) => a - b);
		return (light + 0.05) / (dark + 0.05) < RATIO_MIN;
	}

	function look(root: Document | ShadowRoot): void {
		for (const element of root.querySelectorAll('*')) {
			if (element.shadowRoot !== null) look(element.shadowRoot);
			if (!element.checkVisibility()) continue;
			// What is larger than the page because its reader asked for that says so.
			const pans = element.matches('[data-pans]');
			const scrolls =
				!pans && (/auto|scroll/.test(getComputedStyle(element).overflowX) || element === document.documentElement);
			if (scrolls && element.scrollWidth > element.clientWidth)
				found.push(
					`${element.localName}.${element.className} is ${element.scrollWidth - element.clientWidth} px too wide`,
				);
			if (element.localName === 'svg' && element.closest('button:not(:disabled), a') !== null && isFaint(element))
				found.push(`faint: ${element.parentElement?.outerHTML.replaceAll(/<!--.*?-->/g, '')}`);
		}
	}

	look(document);
	return found;
}
