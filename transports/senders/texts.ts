/** The texts of messages to phones and mail boxes, from message files. */
import { fill } from '../../core/messages/fill.ts';
import type { OutgoingMessage } from './sender.ts';
import en from './texts.en.json' with { type: 'json' };
import zh from './texts.zh.json' with { type: 'json' };

type TextKey = keyof typeof en & keyof typeof zh;
/** A text that is a message; the others stand around one. */
export type MessageKey = Exclude<TextKey, `subject-${string}`>;

/** Whether there is such a message. */
export function isMessageKey(name: string): name is MessageKey {
	return Object.hasOwn(en, name) && !name.startsWith('subject-');
}

type Told = Pick<OutgoingMessage, 'channel' | 'to' | 'purpose' | 'key' | 'language'>;

/** A message in somebody's language. `fields` fill the text's gaps; a `code` among them rides along where the text is about one. */
export function compose(told: Told, fields: { readonly code?: string; readonly username?: string }): OutgoingMessage {
	const { key, language } = told;
	const texts = language === 'zh' ? zh : en;
	const isCode = key === 'code';
	return {
		...told,
		code: isCode ? (fields.code ?? null) : null,
		text: fill(texts[key], fields),
		subject: fill(texts[isCode ? 'subject-code' : 'subject-note'], fields),
	};
}
