/**
 * A menu beside what it belongs to. A modal native dialog, so Escape, a click beside it and the way back of the focus
 * are the browser's own business (`popover` would be as good, but Safari 16 and Firefox 115 lack it).
 */
import { html, nothing } from 'lit';
import { ChatElement, withControls } from '../../shared/element.ts';
import { type IconName, icons } from '../../shared/icons.ts';
import { styles } from './styles.ts';

const GAP_PX = 4;
const MARGIN_PX = 8;

export interface MenuItem {
	readonly label: string;
	readonly icon: IconName;
	/** For one of several choices: whether it is the one. */
	readonly chosen?: boolean;
	readonly danger?: boolean;
	readonly run: () => void;
}

export interface MenuGroup {
	readonly label?: string;
	readonly items: readonly MenuItem[];
}

/** The place that a menu keeps beside, in pixels of the viewport. */
export type Place = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>;

export class WebchatMenu extends ChatElement {
	static override properties = { label: {}, groups: { attribute: false } };
	static override styles = withControls(styles);
	declare label: string;
	declare groups: readonly MenuGroup[];

	constructor() {
		super();
		this.label = '';
		this.groups = [];
	}

	/** Opens it with these items, beside the place. */
	async show(label: string, groups: readonly MenuGroup[], place: Place): Promise<void> {
		this.label = label;
		this.groups = groups;
		await this.updateComplete;
		const dialog = this.#dialog();
		dialog.showModal();
		const { offsetWidth: width, offsetHeight: height } = dialog;
		const left = Math.max(MARGIN_PX, Math.min(place.right - width, innerWidth - width - MARGIN_PX));
		const below = place.bottom + GAP_PX;
		const top = below + height > innerHeight - MARGIN_PX ? place.top - GAP_PX - height : below;
		dialog.style.left = `${left}px`;
		dialog.style.top = `${Math.max(MARGIN_PX, top)}px`;
		this.#items()[0]?.focus();
	}

	override render() {
		return html`<dialog aria-label=${this.label} @click=${this.#onClick} @keydown=${this.#onKey}>
			<div role="menu" aria-label=${this.label}>${this.groups.map((group) => this.#group(group))}</div>
		</dialog>`;
	}

	#group({ label, items }: MenuGroup) {
		return html`<div role="group" aria-label=${label ?? nothing}>
			${label === undefined ? nothing : html`<p aria-hidden="true">${label}</p>`}
			${items.map((item) => this.#item(item))}
		</div>`;
	}

	#item(item: MenuItem) {
		const one = item.chosen !== undefined;
		return html`<button
			type="button"
			role=${one ? 'menuitemradio' : 'menuitem'}
			aria-checked=${one ? String(item.chosen) : nothing}
			class=${item.danger ? 'danger' : ''}
			@click=${() => {
				this.#dialog().close();
				item.run();
			}}
		>
			${icons[item.icon]}<span>${item.label}</span>${item.chosen ? html`<span class="check">${icons.check}</span>` : nothing}
		</button>`;
	}

	#onClick(event: MouseEvent): void {
		if (event.target === event.currentTarget) this.#dialog().close();
	}

	#onKey(event: KeyboardEvent): void {
		const items = this.#items();
		const now = items.findIndex((item) => item.matches(':focus'));
		const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: -1 }[event.key];
		if (next === undefined) return;
		event.preventDefault();
		items.at(next % items.length)?.focus();
	}

	#dialog(): HTMLDialogElement {
		return this.renderRoot.querySelector('dialog') as HTMLDialogElement;
	}

	#items(): HTMLButtonElement[] {
		return [...this.renderRoot.querySelectorAll('button')];
	}
}

customElements.define('webchat-menu', WebchatMenu);
