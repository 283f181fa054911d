/**
 * The page's language and its sentences, from `web/messages`. A sentence with a count has a form for each plural
 * category of its language. The choice is kept in this browser; without one it is the browser's, without that Chinese.
 */
import en from '../messages/en.json' with { type: 'json' };
import zh from '../messages/zh.json' with { type: 'json' };
import { keep, kept } from './kept.ts';

export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export type MessageKey = keyof typeof zh;
type Message = string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

const MESSAGES: Readonly<Record<Language, Readonly<Record<MessageKey, Message>>>> = { zh, en };
const KEPT_AS = 'language';
const listeners = new Set<() => void>();
let current: Language | undefined;

export function language(): Language {
	current ??= saved() ?? LANGUAGES.find((one) => navigator.language.toLowerCase().startsWith(one)) ?? 'zh';
	return current;
}

export function chooseLanguage(chosen: Language): void {
	current = chosen;
	keep(KEPT_AS, chosen);
	for (const listener of [...listeners]) listener();
}

/** Calls back whenever another language was chosen; returns the end of it. */
export function onLanguage(listener: () => void): () => void {
	listeners.add(listener);
	return () => void listeners.delete(listener);
}

/** Keeps the document's own language as chosen, for screen readers and fonts. */
export function followLanguage(): void {
	const follow = () => {
		document.documentElement.lang = language();
	};
	follow();
	onLanguage(follow);
}

/** The sentence in the page's language; `{name}` in it becomes `values.name`, and `values.count` decides on the plural. */
export function t(key: MessageKey, values: Readonly<Record<string, string | number>> = {}): string {
	const message: Message = MESSAGES[language()][key];
	const form =
		typeof message === 'string'
			? message
			: (message[new Intl.PluralRules(language()).select(Number(values.count))] ?? message.other);
	return form.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Whether there is a sentence under this key. */
export function isMessageKey(key: string): key is MessageKey {
	return Object.hasOwn(zh, key);
}

function saved(): Language | undefined {
	const chosen = kept(KEPT_AS);
	return LANGUAGES.find((one) => one === chosen);
}
