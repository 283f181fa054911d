/** Own line icons, 24 × 24; they say nothing to screen readers, their buttons do. */
import { svg, type TemplateResult } from 'lit';

const icon = (shape: TemplateResult): TemplateResult =>
	svg`<svg viewBox="0 0 24 24" aria-hidden="true">${shape}</svg>` as TemplateResult;

export const icons = {
	back: icon(svg`<path d="M15 5l-7 7 7 7" />`),
	send: icon(svg`<path d="M4 12l16-7-6 15-3-6z" /><path d="M11 14l9-9" />`),
	people: icon(
		svg`<circle cx="9" cy="8" r="3.2" /><path d="M3 20c.4-4 2.8-6 6-6s5.6 2 6 6M16 5.2a3 3 0 0 1 0 5.6M18 14.5c1.8.9 2.8 2.7 3 5.5" />`,
	),
	add: icon(svg`<path d="M12 5v14M5 12h14" />`),
	leave: icon(svg`<path d="M10 4H5v16h5M14 8l4 4-4 4M18 12H9" />`),
	group: icon(
		svg`<path d="M4 6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-4 4v-4H6a2 2 0 0 1-2-2zM12 7v6M9 10h6" />`,
	),
	remove: icon(svg`<path d="M6 6l12 12M18 6L6 18" />`),
} as const;
