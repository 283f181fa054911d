/**
 * A field is left when a button is pressed: what is said about the field then must not move the button away from under
 * the pointer, or the click that follows meets nothing.
 */

let pressed = false;
addEventListener('pointerdown', () => mark(true), { capture: true });
for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => mark(false), { capture: true });

function mark(now: boolean): void {
	pressed = now;
}

/** Runs at once, or while a pointer is down, once it was released and its click has been heard. */
export function afterPress(run: () => void): void {
	if (!pressed) {
		run();
		return;
	}
	const ended = new AbortController();
	const end = () => {
		ended.abort();
		setTimeout(run);
	};
	for (const name of ['pointerup', 'pointercancel']) addEventListener(name, end, { signal: ended.signal });
}
