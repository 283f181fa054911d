/** What every page does before anything else. */
import { followLanguage, type MessageKey, onLanguage, t } from './i18n.ts';
import { takePlainForm } from './plain-form.ts';

/** Takes the page over: gives the document its language and, where it has one of its own, its title. */
export function openPage(title?: MessageKey): void {
	followLanguage();
	takePlainForm();
	if (title === undefined) return;
	const name = () => {
		document.title = `${t(title)} · webchat`;
	};
	name();
	onLanguage(name);
}
