/** Sizes as people read them. */
import { language } from './i18n.ts';

const STEP = 1024;
const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** `1.4 MB`; three digits at most. */
export function sizeText(bytes: number): string {
	let [size, unit] = [bytes, 0];
	for (; size >= STEP - 0.5 && unit < UNITS.length - 1; unit++) size /= STEP;
	const digits = size < 10 && unit > 0 ? 1 : 0;
	return `${size.toLocaleString(language(), { maximumFractionDigits: digits })} ${UNITS[unit]}`;
}

/** The size at which a picture fits into a box, no larger than it is; whole pixels, at least one each way. */
export function fitted(
	width: number,
	height: number,
	max: number,
): { readonly width: number; readonly height: number } {
	const scale = Math.min(1, max / Math.max(width, height, 1));
	const scaled = (side: number) => Math.max(1, Math.round(side * scale));
	return { width: scaled(width), height: scaled(height) };
}
