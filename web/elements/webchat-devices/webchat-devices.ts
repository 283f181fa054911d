/** The devices that are signed in: what they are, when they were last used, and their end. */
import { html, nothing } from 'lit';
import type { Session } from '../../../core/wire.ts';
import { dateAndTime } from '../../shared/dates.ts';
import { deviceName } from '../../shared/device-name.ts';
import { withControls } from '../../shared/element.ts';
import { t } from '../../shared/i18n.ts';
import { SettingsSection, sectionStyles } from '../../shared/settings-section.ts';

export class WebchatDevices extends SettingsSection {
	static override properties = { ...SettingsSection.properties, _sessions: { state: true } };
	static override styles = withControls(...sectionStyles);
	/** Undefined until they are known. */
	declare _sessions: readonly Session[] | undefined;

	constructor() {
		super();
		this._sessions = undefined;
	}

	override connectedCallback(): void {
		super.connectedCallback();
		void this.#look();
	}

	override render() {
		const sessions = this._sessions;
		return html`<h2>${t('settings.devices')}</h2>
			<p class="muted">${t('devices.lead')}</p>
			${this.said()}
			${sessions === undefined ? nothing : html`<ul>${sessions.map((session) => this.#row(session))}</ul>`}
			${(sessions?.length ?? 0) < 2 ? nothing : html`<button class="danger" type="button" ?disabled=${this._busy} @click=${() => this.#end('/me/sessions')}>${t('devices.end-others')}</button>`}`;
	}

	#row({ id, device, seen, opened, current }: Session) {
		const name = deviceName(device) ?? t('devices.unknown');
		return html`<li class="item">
			<div>
				<p title=${device}><strong>${name}</strong></p>
				<p class=${current ? 'muted done' : 'muted'}>${current ? t('devices.current') : t('devices.seen', { when: dateAndTime(seen) })}</p>
				<p class="muted">${t('devices.opened', { when: dateAndTime(opened) })}</p>
			</div>
			${current ? nothing : html`<button type="button" ?disabled=${this._busy} aria-label=${t('devices.end-of', { name })} @click=${() => this.#end(`/me/sessions/${id}`)}>${t('devices.end')}</button>`}
		</li>`;
	}

	async #look(): Promise<void> {
		const posted = await this.askPlainly('GET', '/me/sessions');
		if (posted.state === 'done') this._sessions = posted.body.sessions as readonly Session[];
	}

	async #end(path: string): Promise<void> {
		const posted = await this.askPlainly('DELETE', path);
		// One that has ended meanwhile is what was wanted.
		if (posted.state === 'done' || posted.error.code === 'not-found') await this.#look();
		if (this._problem === '') this._done = t('devices.ended');
	}
}

customElements.define('webchat-devices', WebchatDevices);
