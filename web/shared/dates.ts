/** Times as people read them, in the page's language and the browser's time zone. */
import { language } from './i18n.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** 14:05 */
export function clockTime(at: number): string {
	return format(at, { hour: '2-digit', minute: '2-digit', hour12: false });
}

/** Today, yesterday, a weekday within the last week, else the date. */
export function dayName(at: number, now: number): string {
	const days = Math.round((startOfDay(now) - startOfDay(at)) / DAY_MS);
	if (days === 0 || days === 1) {
		const relative = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' }).format(-days, 'day');
		return relative.charAt(0).toLocaleUpperCase(language()) + relative.slice(1);
	}
	if (days > 1 && days < 7) return format(at, { weekday: 'long' });
	const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
	const year = sameYear ? {} : ({ year: 'numeric' } as const);
	return format(at, { month: 'short', day: 'numeric', ...year });
}

/** For lists: the time of today's, the day of others. */
export function shortTime(at: number, now: number): string {
	return startOfDay(at) === startOfDay(now) ? clockTime(at) : dayName(at, now);
}

/** How long ago something was: in minutes, hours, days, then its date. */
export function timeAgo(at: number, now: number): string {
	const relative = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' });
	const ms = Math.max(0, now - at);
	if (ms < HOUR_MS) return relative.format(-Math.floor(ms / MINUTE_MS), 'minute');
	if (ms < DAY_MS) return relative.format(-Math.floor(ms / HOUR_MS), 'hour');
	if (ms < 7 * DAY_MS) return relative.format(-Math.floor(ms / DAY_MS), 'day');
	return dayName(at, now);
}

/** Day and time in full, for whoever looks closer. */
export function fullTime(at: number): string {
	return format(at, { dateStyle: 'full', timeStyle: 'short' });
}

/** Day and time, for something that is to come. */
export function dateAndTime(at: number): string {
	return format(at, { dateStyle: 'medium', timeStyle: 'short' });
}

export function sameDay(a: number, b: number): boolean {
	return startOfDay(a) === startOfDay(b);
}

function startOfDay(at: number): number {
	return new Date(at).setHours(0, 0, 0, 0);
}

/** Making a formatter costs a hundred times what using it does. */
const formats = new Map<string, Intl.DateTimeFormat>();

function format(at: number, options: Intl.DateTimeFormatOptions): string {
	const key = language() + JSON.stringify(options);
	const made = formats.get(key) ?? new Intl.DateTimeFormat(language(), options);
	formats.set(key, made);
	return made.format(at);
}
