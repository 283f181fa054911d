/** Refusals as sentences for people, in the two languages of the product. */
import type { RejectionCode } from '../domain/rejection.ts';
import en from './refusals.en.json' with { type: 'json' };
import zh from './refusals.zh.json' with { type: 'json' };

export type Language = 'zh' | 'en';

const SENTENCES: Readonly<Record<Language, Readonly<Record<RejectionCode, string>>>> = { zh, en };

export function sentence(code: RejectionCode, language: Language): string {
	return SENTENCES[language][code];
}

/**
 * The language to answer in, by an `Accept-Language` header (RFC 9110 12.5.4, with RFC 4647 3.3.1 basic filtering):
 * English only where it has the greater weight, otherwise Chinese.
 */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
	const ranges = (acceptLanguage ?? '').split(',').map(parseRange);
	return weightOf('en', ranges) > weightOf('zh', ranges) ? 'en' : 'zh';
}

interface LanguageRange {
	readonly primary: string;
	readonly weight: number;
}

/** `en-GB;q=0.8` as its primary subtag and weight. A weight that is none counts as 0: nothing was clearly asked for. */
function parseRange(text: string): LanguageRange {
	const [tag = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
	const quality = parameters.find((parameter) => /^q\s*=/.test(parameter));
	const value = quality?.slice(quality.indexOf('=') + 1).trim() ?? '1';
	const weight = /^(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)$/.test(value) ? Number(value) : 0;
	return { primary: tag.split('-')[0] ?? '', weight };
}

/** The greatest weight of a language, by its own ranges, or where it has none by `*`. */
function weightOf(language: Language, ranges: readonly LanguageRange[]): number {
	const weights = (primary: string) => ranges.filter((range) => range.primary === primary).map(({ weight }) => weight);
	const own = weights(language);
	return Math.max(0, ...(own.length > 0 ? own : weights('*')));
}
