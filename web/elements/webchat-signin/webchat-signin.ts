/** The sign-in page, with the last name filled in. */
import { html, nothing } from 'lit';
import { ChatElement, withControls } from '../../shared/element.ts';
import { formHead, formPage } from '../../shared/form-page.ts';
import { isMessageKey, t } from '../../shared/i18n.ts';
import { nextPath } from '../../shared/next-path.ts';
import '../webchat-signin-form/webchat-signin-form.ts';

const NAME_COOKIE = /(?:^|;\s*)webchat_username=([^;]*)/;

export class WebchatSignin extends ChatElement {
	static override styles = withControls(formPage);

	override render() {
		const reason = `signin.${new URLSearchParams(location.search).get('reason')}`;
		const next = nextPath(location);
		return html`<main>
			${formHead(t('signin.title'))}
			${isMessageKey(reason) ? html`<p class="notice" role="status">${t(reason)}</p>` : nothing}
			<webchat-signin-form .name=${rememberedName()} .next=${next} @signed-in=${() => location.assign(next)}></webchat-signin-form>
			<p class="other">${t('signin.new')} <a href="/verify/signup">${t('signup.title')}</a></p>
		</main>`;
	}
}

function rememberedName(): string {
	const [, name] = NAME_COOKIE.exec(document.cookie) ?? [];
	try {
		return decodeURIComponent(name ?? '');
	} catch {
		return '';
	}
}

customElements.define('webchat-signin', WebchatSignin);
