/** What `npm run admin` says: sentences in Chinese and English, from message files. */
import type { Rejection } from '../../core/domain/rejection.ts';
import { fill } from '../../core/messages/fill.ts';
import { type Language, sentence } from '../../core/messages/sentence.ts';
import en from './messages/en.json' with { type: 'json' };
import zh from './messages/zh.json' with { type: 'json' };

export type AdminKey = keyof typeof en & keyof typeof zh;
const SENTENCES: Readonly<Record<Language, Readonly<Record<AdminKey, string>>>> = { zh, en };
type Fields = Readonly<Record<string, string | number>>;

/** The sentence in both languages, a line each. `rejection`: the sentence of it stands for `{why}`. */
export function both(key: AdminKey, fields: Fields = {}, rejection?: Rejection): string {
	return `${said('zh', key, fields, rejection)}\n${said('en', key, fields, rejection)}\n`;
}

/** The sentence in one line. */
export function inOneLine(key: AdminKey, fields: Fields = {}, rejection?: Rejection): string {
	return `${said('zh', key, fields, rejection)} / ${said('en', key, fields, rejection)}`;
}

function said(language: Language, key: AdminKey, fields: Fields, rejection: Rejection | undefined): string {
	const why = rejection === undefined ? {} : { why: sentence(rejection.code, language) };
	return fill(SENTENCES[language][key], { ...fields, ...why });
}
