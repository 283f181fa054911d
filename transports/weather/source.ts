/** Weather of a city, whoever says it: one port, one adapter for each source. */
import type { Sky } from './sky.ts';

export interface Weather {
	/** As the source calls it. */
	readonly city: string;
	/** Now; °C. */
	readonly temperature: number | null;
	readonly sky: Sky | null;
	/** As the source says it, in Chinese; where it says it in words. */
	readonly words: string | null;
	/** Per cent. */
	readonly humidity: number | null;
	readonly wind: string | null;
	/** Of today; °C. */
	readonly high: number | null;
	readonly low: number | null;
	/** Three at most, from tomorrow on. */
	readonly days: readonly Day[];
}

export interface Day {
	/** `2026-11-26`, as it is there. */
	readonly date: string;
	readonly sky: Sky | null;
	readonly words: string | null;
	readonly high: number | null;
	readonly low: number | null;
}

export interface WeatherSource {
	readonly name: string;
	/** `nothing`: it knows no such city. `failed`: it could not be asked, or not be understood. */
	read(city: string): Promise<Weather | 'nothing' | 'failed'>;
}

export const DAYS_AHEAD = 3;
/** What is outside of these was misread. */
export const CELSIUS_MIN = -95;
export const CELSIUS_MAX = 65;
export const CITY_CODE_POINTS_MAX = 50;
export const WORDS_CODE_POINTS_MAX = 20;
