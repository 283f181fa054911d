/** What a `User-Agent` (RFC 9110, 10.1.5) says of a device, in words for people. Browsers name others for old reasons, so the order counts. */

const BROWSERS: readonly (readonly [RegExp, string])[] = [
	[/MicroMessenger\//, 'WeChat'],
	[/Edg(?:e|A|iOS)?\//, 'Edge'],
	[/OPR\//, 'Opera'],
	[/SamsungBrowser\//, 'Samsung Internet'],
	[/(?:Firefox|FxiOS)\//, 'Firefox'],
	[/(?:Chrome|CriOS|Chromium)\//, 'Chrome'],
	[/Version\/.*Safari\//, 'Safari'],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
	[/iPhone/, 'iPhone'],
	[/iPad/, 'iPad'],
	[/Android/, 'Android'],
	[/OpenHarmony|HarmonyOS/, 'HarmonyOS'],
	[/Windows/, 'Windows'],
	[/Macintosh/, 'macOS'],
	[/CrOS/, 'ChromeOS'],
	[/Linux/, 'Linux'],
];

/** `Firefox · Windows`; what it calls itself where it is no browser; undefined where it says nothing. */
export function deviceName(userAgent: string): string | undefined {
	const parts = [BROWSERS, SYSTEMS].flatMap((names) => names.find(([sign]) => sign.test(userAgent))?.[1] ?? []);
	if (parts.length > 0) return parts.join(' · ');
	return userAgent.split('/')[0]?.trim() || undefined;
}
