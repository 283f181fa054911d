/** What every page does before anything else. */
import { followLanguage, type MessageKey, onLanguage, t } from './i18n.ts';
import { followTheme } from './theme.ts';

/** Takes the page over: gives the document its language and theme and, where it has one of its own, its title. */
export function openPage(title?: MessageKey): void {
	followLanguage();
	// The form that works without script has done its duty.
	document.querySelector('[data-plain]')?.remove();
	followTheme();
	if (title === undefined) return;
	const name = () => {
		document.title = `${t(title)} · webchat`;
	};
	name();
	onLanguage(name);
}
