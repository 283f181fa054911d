/** What the sky may look like, as all sources are understood. */
import en from './messages/en.json' with { type: 'json' };
import zh from './messages/zh.json' with { type: 'json' };

export type Sky = keyof typeof en & keyof typeof zh;

/** In somebody's language. */
export function skyIn(language: 'zh' | 'en', sky: Sky): string {
	return (language === 'zh' ? zh : en)[sky];
}

/** From the words of Chinese sources, worst first: of `晴转多云` the first half counts. */
const WORDS: readonly (readonly [RegExp, Sky])[] = [
	[/雷/, 'thunderstorm'],
	[/雨夹雪|雨雪|冻雨|冰/, 'sleet'],
	[/[大暴]雪/, 'heavy-snow'],
	[/[小阵]雪/, 'light-snow'],
	[/雪/, 'snow'],
	[/[大暴]雨|强降雨/, 'heavy-rain'],
	[/中雨/, 'rain'],
	[/雨/, 'light-rain'],
	[/霾/, 'haze'],
	[/雾/, 'fog'],
	[/沙|尘/, 'dust'],
	[/阴/, 'overcast'],
	[/云/, 'cloudy'],
	[/晴/, 'clear'],
];

export function skyOfWords(words: string | undefined): Sky | null {
	const [first = ''] = (words ?? '').split('转');
	return WORDS.find(([pattern]) => pattern.test(first))?.[1] ?? null;
}

/** WMO code table 4677 as https://open-meteo.com/en/docs uses it. */
const WMO: readonly (readonly [readonly number[], Sky])[] = [
	[[0, 1], 'clear'],
	[[2], 'cloudy'],
	[[3], 'overcast'],
	[[45, 48], 'fog'],
	[[51, 53, 55, 61, 80], 'light-rain'],
	[[63, 81], 'rain'],
	[[65, 82], 'heavy-rain'],
	[[56, 57, 66, 67], 'sleet'],
	[[71, 77, 85], 'light-snow'],
	[[73], 'snow'],
	[[75, 86], 'heavy-snow'],
	[[95, 96, 99], 'thunderstorm'],
];

export function skyOfWmo(code: unknown): Sky | null {
	return WMO.find(([codes]) => codes.some((each) => each === code))?.[1] ?? null;
}
