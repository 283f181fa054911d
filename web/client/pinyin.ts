/**
 * Names in the order of a Chinese address book: by the first letter of their pinyin, with a letter for each. The
 * browser's own collation knows the order; which letter a character has follows from where it stands between the first
 * characters of the letters (no syllable begins with I, U or V).
 */

/** What no letter stands for: digits, other scripts; the last group. */
export const OTHER_LETTER = '#';

const FIRSTS: readonly (readonly [letter: string, first: string])[] = [
	['A', '阿'],
	['B', '八'],
	['C', '嚓'],
	['D', '哒'],
	['E', '妸'],
	['F', '发'],
	['G', '旮'],
	['H', '哈'],
	['J', '丌'],
	['K', '咔'],
	['L', '垃'],
	['M', '妈'],
	['N', '拏'],
	['O', '喔'],
	['P', '妑'],
	['Q', '七'],
	['R', '呥'],
	['S', '仨'],
	['T', '他'],
	['W', '穵'],
	['X', '夕'],
	['Y', '丫'],
	['Z', '帀'],
];

const collator = new Intl.Collator('zh-u-co-pinyin', { sensitivity: 'base', numeric: true });
const HAN = /^\p{Script=Han}/u;

/** The letter under which a name is found. */
export function letterOf(name: string): string {
	const [first = ''] = name.trim();
	if (HAN.test(first)) return FIRSTS.findLast(([, character]) => collator.compare(first, character) >= 0)?.[0] ?? 'A';
	const [letter = ''] = first.normalize('NFD').toUpperCase();
	return letter >= 'A' && letter <= 'Z' ? letter : OTHER_LETTER;
}

/** The letters of all characters: `wxm` for 王小梅; others stay as they are, in lower case. */
export function initialsOf(name: string): string {
	return [...name].map((character) => (HAN.test(character) ? letterOf(character) : character).toLowerCase()).join('');
}

/** For sorting: by letter, then as an address book has it. */
export function compareNames(a: string, b: string): number {
	return rank(letterOf(a)) - rank(letterOf(b)) || collator.compare(a, b);
}

/** Whether somebody who types `query` may mean this name: a part of it, or the letters it begins with. */
export function matches(name: string, query: string): boolean {
	const sought = query.trim().toLowerCase();
	return name.toLowerCase().includes(sought) || initialsOf(name).startsWith(sought);
}

function rank(letter: string): number {
	return letter === OTHER_LETTER ? Number.MAX_SAFE_INTEGER : letter.charCodeAt(0);
}
