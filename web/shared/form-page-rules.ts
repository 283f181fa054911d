/** What may stand in each field of a form: the server's own rules, so that page and server never differ. */
import { parseEmail } from '../../core/domain/email.ts';
import { parseCity, parseNickname, parseSignature, parseTokenName } from '../../core/domain/line.ts';
import type { Parsed } from '../../core/domain/parsed.ts';
import { parsePassword } from '../../core/domain/password.ts';
import { parsePhone } from '../../core/domain/phone.ts';
import { parseUsername } from '../../core/domain/username.ts';
import { t } from './i18n.ts';
import { refusalText } from './refusals.ts';

/** What is wrong with the text of a field, as a sentence; undefined where nothing is. */
export type Rule = (text: string) => string | undefined;

/** Not empty; whether it is right only the server can tell. */
export const filled: Rule = (text) => (text === '' ? t('field.missing') : undefined);

/** By the names of the fields. */
export const RULES = {
	username: required(parseUsername),
	nickname: optional(parseNickname),
	city: optional(parseCity),
	signature: optional(parseSignature),
	tokenName: required(parseTokenName),
	password: required(parsePassword),
	phone: required(parsePhone),
	email: required(parseEmail),
	veri_code: filled,
	invite: filled,
} as const satisfies Record<string, Rule>;

/** A phone or an e-mail address, whichever it looks like. */
export const phoneOrEmail: Rule = (text) => (text.includes('@') ? RULES.email(text) : RULES.phone(text));

type Parser = (input: string) => Parsed<string>;

function required(parse: Parser): Rule {
	return (text) => filled(text) ?? wrong(parse(text));
}

function optional(parse: Parser): Rule {
	return (text) => (text === '' ? undefined : wrong(parse(text)));
}

function wrong(parsed: Parsed<string>): string | undefined {
	return 'ok' in parsed ? undefined : refusalText(parsed.rejection);
}
