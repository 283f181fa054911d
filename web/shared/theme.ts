/** Light, dark, or as the system is: chosen once for each device, kept in its browser. */
import { keep, kept } from './kept.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEPT_AS = 'theme';

export function theme(): Theme {
	const chosen = kept(KEPT_AS);
	return THEMES.find((one) => one === chosen) ?? 'system';
}

export function chooseTheme(chosen: Theme): void {
	keep(KEPT_AS, chosen === 'system' ? '' : chosen);
	show();
}

/** Puts the chosen theme on the page, and follows when another tab chooses. */
export function followTheme(): void {
	show();
	addEventListener('storage', show);
}

function show(): void {
	const chosen = theme();
	if (chosen === 'system') delete document.documentElement.dataset.theme;
	else document.documentElement.dataset.theme = chosen;
}
