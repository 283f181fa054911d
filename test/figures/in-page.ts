/** What runs in the page itself, each alone, so everything that one needs stands within. */

declare global {
	interface Window {
		/** ms after the navigation began; undefined until then. */
		chatInteractiveAt?: number;
		chatLayoutShift: number;
	}
}

/** From before anything is drawn: when one can write, and how far things moved that nobody moved (Layout Instability API). */
export function watchPage(): void {
	window.chatLayoutShift = 0;
	new PerformanceObserver((list) => {
		for (const entry of list.getEntries()) {
			const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
			if (!hadRecentInput) window.chatLayoutShift += value;
		}
	}).observe({ type: 'layout-shift', buffered: true });
	const inside = (name: string) =>
		[document.querySelector('webchat-app')]
			.flatMap((app) => [...(app?.shadowRoot?.querySelectorAll('*') ?? [])])
			.flatMap((element) => [element, ...(element.shadowRoot?.querySelectorAll('*') ?? [])])
			.find((element) => element.localName === name);
	const look = () => {
		const area = inside('webchat-composer')?.shadowRoot?.querySelector('textarea');
		const list = inside('webchat-conversations')?.shadowRoot?.querySelector('a');
		const lines = inside('webchat-messages')?.shadowRoot?.querySelector('ol');
		if (area && !area.disabled && list && lines) window.chatInteractiveAt = performance.now();
		else requestAnimationFrame(look);
	};
	look();
}

export function interactiveAt(): number {
	return window.chatInteractiveAt ?? 0;
}

export function layoutShift(): number {
	return window.chatLayoutShift;
}

/** Goes up in the message view, and on as older messages come, until its first message begins so. */
export async function scrollUp(view: Element, first: string): Promise<void> {
	const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
	while (!view.querySelector('.text')?.textContent?.startsWith(`${first} `)) {
		view.scrollTop = 0;
		await frame();
	}
}

/** Resolves once the newest message begins so. */
export function endsWith(view: Element, newest: string): Promise<void> {
	const texts = view.getElementsByClassName('text');
	const isThere = () => texts[texts.length - 1]?.textContent?.startsWith(`${newest} `) === true;
	return new Promise((resolve) => {
		const watch = new MutationObserver(() => {
			if (!isThere()) return;
			watch.disconnect();
			resolve();
		});
		if (isThere()) resolve();
		else watch.observe(view, { subtree: true, childList: true, characterData: true });
	});
}
