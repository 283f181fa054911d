/** Parts of a file: `Range` of RFC 9110 section 14, one range of bytes. */

/** The end is exclusive. */
export interface Part {
	readonly start: number;
	readonly end: number;
}

/** `whole` also for what is not understood, and for several ranges, as RFC 9110 lets us; `unsatisfiable` is 416. */
export function partOf(range: string | null, size: number): Part | 'whole' | 'unsatisfiable' {
	const [, first = '', last = ''] = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/i.exec(range ?? '') ?? [];
	if (first === '' && last === '') return 'whole';
	if (first === '')
		return Number(last) === 0 || size === 0 ? 'unsatisfiable' : { start: Math.max(0, size - Number(last)), end: size };
	const [start, end] = [Number(first), last === '' ? size : Math.min(size, Number(last) + 1)];
	if (last !== '' && Number(last) < start) return 'whole';
	return start >= size ? 'unsatisfiable' : { start, end };
}
