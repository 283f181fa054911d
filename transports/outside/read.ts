/** What others sent, read without believing it: every step may lead nowhere, every text is made harmless. */

/** Characters that show nothing or turn the text around: controls, bidirectional marks, invisible spaces. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;

/** JSON, or undefined. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** What lies at the end of `path`, or undefined. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
	let here = value;
	for (const step of path) {
		if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
		here = Object.getOwnPropertyDescriptor(here, step)?.value;
	}
	return here;
}

export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
	const list = at(value, ...path);
	return Array.isArray(list) ? list : [];
}

/** One line of at most so many code points, or undefined where nothing is left. */
export function plainText(value: unknown, codePointsMax: number): string | undefined {
	if (typeof value !== 'string') return undefined;
	const line = value
		.slice(0, codePointsMax * 8)
		.toWellFormed()
		.replace(UNSEEN, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	const short = [...line].slice(0, codePointsMax).join('').trim();
	return short === '' ? undefined : short;
}

/** A number that is written as one, or as a text, between the two; else null. */
export function numberIn(value: unknown, min: number, max: number): number | null {
	const number =
		typeof value === 'string' && /^\s*-?\d{1,6}(\.\d+)?\s*(?:℃|°C|%)?\s*$/.test(value)
			? Number.parseFloat(value)
			: value;
	return typeof number === 'number' && number >= min && number <= max ? number : null;
}

/** An address that a browser may be led to: http(s), nobody's name and password in it. */
export function webAddress(value: unknown, base: string): string | undefined {
	if (typeof value !== 'string' || value.length > WEB_ADDRESS_CHARACTERS_MAX) return undefined;
	const url = URL.parse(value.trim(), base);
	if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
	return url.href.length > WEB_ADDRESS_CHARACTERS_MAX ? undefined : url.href;
}

const WEB_ADDRESS_CHARACTERS_MAX = 2_048;
