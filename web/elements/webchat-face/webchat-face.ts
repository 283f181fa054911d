/** A person or group at a glance: the first letter of the name on one of a few calm colours, and a dot while online. */
import { html } from 'lit';
import { ChatElement, withControls } from '../../shared/element.ts';
import { styles } from './styles.ts';

const COLOURS = 6;

export class WebchatFace extends ChatElement {
	static override properties = { name: {}, of: {}, online: { type: Boolean }, group: { type: Boolean } };
	static override styles = withControls(styles);
	declare name: string;
	/** The id that decides on the colour, so that a new name keeps it. */
	declare of: string;
	declare online: boolean;
	declare group: boolean;

	constructor() {
		super();
		this.name = '';
		this.of = '';
		this.online = false;
		this.group = false;
	}

	override render() {
		const [letter = '·'] = this.name.trim();
		return html`<span class="face colour-${colourOf(this.of)} ${this.group ? 'group' : ''}" aria-hidden="true">
				${letter.toLocaleUpperCase()}</span
			>${this.online ? html`<span class="dot"></span>` : ''}`;
	}
}

function colourOf(id: string): number {
	let sum = 0;
	for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 9973;
	return sum % COLOURS;
}

customElements.define('webchat-face', WebchatFace);
