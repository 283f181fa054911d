/** Own line icons, 24 × 24; they say nothing to screen readers, their buttons do. */
import { svg, type TemplateResult } from 'lit';

const icon = (shape: TemplateResult): TemplateResult =>
	svg`<svg viewBox="0 0 24 24" aria-hidden="true">${shape}</svg>` as TemplateResult;

export const icons = {
	back: icon(svg`<path d="M15 5l-7 7 7 7" />`),
	send: icon(svg`<path d="M4 12l16-7-6 15-3-6z" /><path d="M11 14l9-9" />`),
	chats: icon(
		svg`<path d="M4 6.5A2.5 2.5 0 0 1 6.5 4h8A2.5 2.5 0 0 1 17 6.5v4a2.5 2.5 0 0 1-2.5 2.5H9l-5 3.5z" /><path d="M20 9.5v11L16 17h-4" />`,
	),
	people: icon(
		svg`<circle cx="9" cy="8" r="3.2" /><path d="M3 20c.4-4 2.8-6 6-6s5.6 2 6 6M16 5.2a3 3 0 0 1 0 5.6M18 14.5c1.8.9 2.8 2.7 3 5.5" />`,
	),
	person: icon(svg`<circle cx="12" cy="8" r="3.6" /><path d="M5 20c.5-4.2 3.2-6.2 7-6.2s6.5 2 7 6.2" />`),
	'add-person': icon(
		svg`<circle cx="10" cy="8" r="3.4" /><path d="M3.5 20c.4-4.1 2.9-6 6.5-6 1.6 0 3 .4 4.1 1.2M18 14v6M15 17h6" />`,
	),
	add: icon(svg`<path d="M12 5v14M5 12h14" />`),
	leave: icon(svg`<path d="M10 4H5v16h5M14 8l4 4-4 4M18 12H9" />`),
	group: icon(
		svg`<path d="M4 6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-4 4v-4H6a2 2 0 0 1-2-2zM12 7v6M9 10h6" />`,
	),
	announcement: icon(svg`<path d="M4 10v4h3l8 4.5V5.5L7 10zM18 9.5a3.5 3.5 0 0 1 0 5" />`),
	file: icon(svg`<path d="M7 3.5h7l4 4v13H7zM14 3.5v4h4" />`),
	attach: icon(
		svg`<path d="M19 11.5l-7 7a4.5 4.5 0 0 1-6.4-6.4l7.8-7.8a3 3 0 0 1 4.3 4.3l-7.8 7.7a1.5 1.5 0 0 1-2.1-2.1l7-7" />`,
	),
	download: icon(svg`<path d="M12 4v11M7 10.5l5 5 5-5M5 20h14" />`),
	remove: icon(svg`<path d="M6 6l12 12M18 6L6 18" />`),
	more: icon(svg`<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3" />`),
	search: icon(svg`<circle cx="11" cy="11" r="6" /><path d="M20 20l-4.6-4.6" />`),
	pin: icon(svg`<path d="M9 4h6l-1 6 3 3v2H7v-2l3-3zM12 15v5" />`),
	mute: icon(
		svg`<path d="M6 16h12l-1.5-2.5V10a4.5 4.5 0 0 0-7.6-3.2M7.5 10v3.5L6 16M10.5 19a1.7 1.7 0 0 0 3 0M4 4l16 16" />`,
	),
	hide: icon(
		svg`<path d="M4 12s3-5.5 8-5.5S20 12 20 12s-3 5.5-8 5.5S4 12 4 12z" /><circle cx="12" cy="12" r="2.2" /><path d="M5 19L19 5" />`,
	),
	recall: icon(svg`<path d="M9 6L4 11l5 5M4 11h10a5.5 5.5 0 0 1 0 11h-2" />`),
	report: icon(svg`<path d="M6 21V4h11l-2 4 2 4H6" />`),
	block: icon(svg`<circle cx="12" cy="12" r="8" /><path d="M6.5 6.5l11 11" />`),
	edit: icon(svg`<path d="M5 19l1-4L16.5 4.5l3 3L9 18z" />`),
	down: icon(svg`<path d="M12 5v13M6 12.5l6 6 6-6" />`),
	up: icon(svg`<path d="M12 19V6M6 11.5l6-6 6 6" />`),
	sending: icon(svg`<circle cx="12" cy="12" r="8" /><path d="M12 7.5V12l3 2" />`),
	sent: icon(svg`<path d="M5 12.5l4.5 4.5L19 7.5" />`),
	failed: icon(svg`<circle cx="12" cy="12" r="8.5" /><path d="M12 7.5v5.5M12 16.5h.01" />`),
	check: icon(svg`<path d="M5 12.5l4.5 4.5L19 7.5" />`),
	light: icon(
		svg`<circle cx="12" cy="12" r="3.8" /><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6L7 7M17 17l1.4 1.4M18.4 5.6L17 7M7 17l-1.4 1.4" />`,
	),
	dark: icon(svg`<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z" />`),
	system: icon(svg`<path d="M4 5h16v11H4zM9 20h6M12 16v4" />`),
	lock: icon(svg`<rect x="5" y="10.5" width="14" height="9.5" rx="2" /><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5" />`),
	program: icon(
		svg`<rect x="4" y="8" width="16" height="11" rx="3" /><path d="M12 8V4.5M9 13h.01M15 13h.01M9.5 16h5" />`,
	),
	language: icon(
		svg`<circle cx="12" cy="12" r="8.5" /><path d="M3.5 12h17M12 3.5c2.4 2.4 3.4 5.2 3.4 8.5s-1 6.1-3.4 8.5c-2.4-2.4-3.4-5.2-3.4-8.5s1-6.1 3.4-8.5z" />`,
	),
	settings: icon(
		svg`<path d="M4 7h8M17 7h3M4 12h3M12 12h8M4 17h9M18 17h2" /><circle cx="14.5" cy="7" r="2.2" /><circle cx="9.5" cy="12" r="2.2" /><circle cx="15.5" cy="17" r="2.2" />`,
	),
} as const;

export type IconName = keyof typeof icons;
