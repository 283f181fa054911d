/** What a refusal says to people: our own sentence in the page's language, else the server's. */
import { isMessageKey, t } from './i18n.ts';

export function refusalText({
	code,
	message,
}: {
	readonly code: string;
	readonly message?: string | undefined;
}): string {
	const key = `refusal.${code}`;
	return isMessageKey(key) ? t(key) : (message ?? t('refusal.other'));
}
