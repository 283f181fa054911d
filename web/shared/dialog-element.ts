/** An element that is one native dialog: open while the element is there, and it tells with `close` that it has ended. */
import { ChatElement } from './element.ts';

export abstract class DialogElement extends ChatElement {
	override updated(): void {
		const dialog = this.renderRoot.querySelector('dialog');
		if (dialog !== null && !dialog.open) dialog.showModal();
	}

	protected readonly end = (): void => {
		this.dispatchEvent(new Event('close'));
	};

	/** For the dialog's `click`: whoever clicks beside it wants it gone. */
	protected readonly endBeside = (event: MouseEvent): void => {
		if (event.target !== event.currentTarget) return;
		const { left, right, top, bottom } = (event.target as Element).getBoundingClientRect();
		const { clientX: x, clientY: y } = event;
		// A click by the keyboard has no place.
		if (event.detail > 0 && (x < left || x > right || y < top || y > bottom)) this.end();
	};
}
