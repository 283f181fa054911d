/** Times as people read them, in the page's language and the browser's time zone. */
import { language } from './i18n.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** 14:05 */
export function clockTime(at: number): string {
	return new Intl.DateTimeFormat(language(), { hour: '2-digit', minute: '2-digit', hour12: false }).format(at);
}

/** Today, yesterday, a weekday within the last week, else the date. */
export function dayName(at: number, now: number): string {
	const days = Math.round((startOfDay(now) - startOfDay(at)) / DAY_MS);
	if (days === 0 || days === 1) {
		const relative = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' }).format(-days, 'day');
		return relative.charAt(0).toLocaleUpperCase(language()) + relative.slice(1);
	}
	if (days > 1 && days < 7) return new Intl.DateTimeFormat(language(), { weekday: 'long' }).format(at);
	const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
	const year = sameYear ? {} : ({ year: 'numeric' } as const);
	return new Intl.DateTimeFormat(language(), { month: 'short', day: 'numeric', ...year }).format(at);
}

/** For lists: the time of today's, the day of others. */
export function shortTime(at: number, now: number): string {
	return startOfDay(at) === startOfDay(now) ? clockTime(at) : dayName(at, now);
}

export function sameDay(a: number, b: number): boolean {
	return startOfDay(a) === startOfDay(b);
}

function startOfDay(at: number): number {
	return new Date(at).setHours(0, 0, 0, 0);
}
