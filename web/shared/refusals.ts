/** What a refusal says to people in the page's language: the page's own sentence where it has one, else the server's. */
import en from '../../core/messages/refusals.en.json' with { type: 'json' };
import zh from '../../core/messages/refusals.zh.json' with { type: 'json' };
import { isMessageKey, language, t } from './i18n.ts';

const SENTENCES: Readonly<Record<string, Readonly<Record<string, string>>>> = { zh, en };

export function refusalText({
	code,
	message,
}: {
	readonly code: string;
	readonly message?: string | undefined;
}): string {
	const key = `refusal.${code}`;
	if (isMessageKey(key)) return t(key);
	return SENTENCES[language()]?.[code] ?? message ?? t('refusal.other');
}
