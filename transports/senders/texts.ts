/** The texts of messages to phones and mail boxes, from message files. */
import en from './texts.en.json' with { type: 'json' };
import zh from './texts.zh.json' with { type: 'json' };

export type TextKey = keyof typeof en & keyof typeof zh;

export function textIn(language: 'zh' | 'en', key: TextKey): string {
	return (language === 'zh' ? zh : en)[key];
}
