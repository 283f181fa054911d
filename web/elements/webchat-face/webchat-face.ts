/** A person or group at a glance: the head picture, else the first letter of the name on one of a few calm colours; a dot while online. */
import { html } from 'lit';
import { smallAvatar } from '../../../core/wire.ts';
import { ChatElement, withControls } from '../../shared/element.ts';
import { styles } from './styles.ts';

const COLOURS = 6;

export class WebchatFace extends ChatElement {
	static override properties = {
		name: {},
		of: {},
		avatar: { attribute: false },
		large: { type: Boolean },
		online: { type: Boolean },
		group: { type: Boolean },
		_broken: { state: true },
	};
	static override styles = withControls(styles);
	declare name: string;
	/** The id that decides on the colour, so that a new name keeps it. */
	declare of: string;
	/** Path of the head picture; null where there is none. */
	declare avatar: string | null;
	/** Whether it is shown so large that it needs the large picture. */
	declare large: boolean;
	declare online: boolean;
	declare group: boolean;
	/** The picture that could not be had. */
	declare _broken: string | undefined;

	constructor() {
		super();
		this.name = '';
		this.of = '';
		this.avatar = null;
		this.large = false;
		this._broken = undefined;
		this.online = false;
		this.group = false;
	}

	override render() {
		return html`${this.#picture() ?? this.#letter()}${this.online ? html`<span class="dot"></span>` : ''}`;
	}

	#picture() {
		const { avatar } = this;
		if (avatar === null || avatar === this._broken) return undefined;
		const path = this.large ? avatar : smallAvatar(avatar);
		const onError = () => {
			this._broken = avatar;
		};
		return html`<img class="face ${this.group ? 'group' : ''}" src=${path} alt="" draggable="false" @error=${onError} />`;
	}

	#letter() {
		const [letter = '·'] = this.name.trim();
		return html`<span class="face colour-${colourOf(this.of)} ${this.group ? 'group' : ''}" aria-hidden="true">
			${letter.toLocaleUpperCase()}</span
		>`;
	}
}

function colourOf(id: string): number {
	let sum = 0;
	for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 9973;
	return sum % COLOURS;
}

customElements.define('webchat-face', WebchatFace);
