/** What the server says to the person who runs it: one line, in Chinese and English, from message files. */
import { fill } from '../core/messages/fill.ts';
import en from './messages/en.json' with { type: 'json' };
import zh from './messages/zh.json' with { type: 'json' };

export type OperatorKey = keyof typeof en & keyof typeof zh;

/** `<Chinese> / <English>`; `{name}` in the sentences is filled in. */
export function operatorLine(key: OperatorKey, fields: Readonly<Record<string, string | number>> = {}): string {
	return twice(fill(zh[key], fields), fill(en[key], fields));
}

/** The line that names a wrong setting and says what is wrong with it. */
export function wrongSettingLine(setting: string, problem: OperatorKey): string {
	const chinese = fill(zh['bad-setting'], { setting, problem: zh[problem] });
	return twice(chinese, fill(en['bad-setting'], { setting, problem: en[problem] }));
}

function twice(chinese: string, english: string): string {
	return `${chinese} / ${english}`;
}
