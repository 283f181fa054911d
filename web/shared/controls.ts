/** The look of buttons, fields, lists and dialogs, shared by all elements. */
import { css } from 'lit';

export const controls = css`
	:host {
		display: block;
		color: var(--ink);
	}
	:host([hidden]) {
		display: none;
	}
	*,
	*::before,
	*::after {
		box-sizing: border-box;
	}
	h1,
	h2,
	h3,
	p,
	ul,
	ol {
		margin: 0;
		padding: 0;
	}
	ul,
	ol {
		list-style: none;
	}
	h1,
	h2,
	h3 {
		font-size: 1rem;
		font-weight: 600;
		line-height: 1.4;
	}
	button,
	input,
	textarea {
		font: inherit;
		color: inherit;
	}
	button {
		min-height: var(--target);
		padding: 0 var(--space-4);
		border: 1px solid var(--line);
		border-radius: var(--radius-small);
		background: var(--raised);
		cursor: pointer;
		white-space: nowrap;
		transition: background-color var(--quick);
	}
	button:hover:not(:disabled) {
		background: var(--hover);
	}
	button:disabled {
		cursor: default;
		color: var(--muted);
	}
	button.primary {
		border-color: var(--accent);
		background: var(--accent);
		color: var(--on-accent);
		font-weight: 600;
	}
	button.primary:hover:not(:disabled) {
		background: var(--accent-hover);
	}
	button.primary:disabled {
		border-color: var(--line);
		background: var(--hover);
		color: var(--muted);
	}
	button.quiet,
	button.icon {
		border-color: transparent;
		background: none;
	}
	button.icon.primary:not(:disabled) {
		border-color: var(--accent);
		background: var(--accent);
	}
	button.quiet {
		padding: 0 10px;
		color: var(--accent);
	}
	button.icon {
		display: inline-grid;
		place-items: center;
		flex: none;
		width: var(--target);
		padding: 0;
	}
	button.danger {
		color: var(--danger);
	}
	button.icon:hover,
	button.quiet:hover {
		background: var(--hover);
	}
	svg {
		display: block;
		width: 20px;
		height: 20px;
		fill: none;
		stroke: currentColor;
		stroke-width: 1.8;
		stroke-linecap: round;
		stroke-linejoin: round;
	}
	:focus-visible {
		outline: 2px solid var(--focus);
		outline-offset: 2px;
	}
	input:focus-visible,
	textarea:focus-visible {
		border-color: var(--focus);
		outline-offset: -2px;
	}
	label,
	.label {
		display: block;
		margin-bottom: var(--space-1);
		font-size: var(--text-small);
		font-weight: 600;
	}
	input[type='text'],
	input[type='password'],
	input[type='email'],
	input[type='tel'],
	input[type='search'],
	textarea {
		width: 100%;
		min-height: calc(var(--target) + 4px);
		padding: 7px 12px;
		border: 1px solid var(--field-line);
		border-radius: var(--radius-small);
		background: var(--raised);
	}
	input[aria-invalid='true'] {
		border-color: var(--danger);
	}
	::-webkit-search-cancel-button {
		filter: grayscale(1);
	}
	::placeholder {
		color: var(--muted);
		opacity: 1;
	}
	.hint,
	.error {
		margin-top: var(--space-1);
		font-size: var(--text-small);
	}
	.hint {
		text-wrap: pretty;
	}
	.hint,
	.muted {
		color: var(--muted);
	}
	.error {
		color: var(--danger);
	}
	.notice {
		padding: var(--space-2) var(--space-3);
		border-radius: var(--radius-small);
		background: var(--accent-soft);
		font-size: var(--text-small);
	}
	.ellipsis {
		overflow: hidden;
		text-overflow: ellipsis;
		white-space: nowrap;
	}
	.badge {
		flex: none;
		min-width: 20px;
		padding: 0 6px;
		border-radius: var(--radius-full);
		background: var(--accent);
		color: var(--on-accent);
		font-size: var(--text-tiny);
		font-weight: 600;
		line-height: 20px;
		text-align: center;
	}
	.badge.calm {
		background: var(--calm);
		color: var(--on-calm);
	}
	.empty {
		padding: var(--space-6) 20px;
		color: var(--muted);
		text-align: center;
		text-wrap: balance;
	}
	.empty strong {
		display: block;
		margin-bottom: var(--space-1);
		color: var(--ink);
	}
	.empty button {
		max-width: 100%;
		margin-top: var(--space-3);
		padding-block: 6px;
		white-space: normal;
		overflow-wrap: anywhere;
	}
	.empty svg {
		width: 40px;
		height: 40px;
		margin: 0 auto var(--space-3);
		stroke-width: 1.3;
		color: var(--accent);
	}
	.emblem path {
		stroke: none;
	}
	.emblem path:first-child {
		fill: var(--accent);
	}
	.emblem path:last-child {
		fill: var(--amber);
	}
	.empty .emblem {
		width: 72px;
		height: 72px;
	}
	.skeleton {
		border-radius: var(--radius-small);
		background: var(--hover);
		animation: breathe 1.6s ease-in-out infinite;
	}
	@keyframes breathe {
		50% {
			opacity: 0.45;
		}
	}
	dialog {
		width: min(440px, calc(100vw - 32px));
		max-height: min(720px, calc(100vh - 32px));
		padding: 20px;
		border: 1px solid var(--line);
		border-radius: var(--radius);
		background: var(--surface);
		box-shadow: var(--shadow);
		color: inherit;
	}
	dialog::backdrop {
		background: rgb(12 18 18 / 50%);
	}
	dialog[open] {
		animation: rise var(--gentle) var(--ease);
	}
	@keyframes rise {
		from {
			opacity: 0;
			transform: translateY(8px);
		}
	}
	.actions {
		display: flex;
		flex-wrap: wrap;
		justify-content: flex-end;
		gap: var(--space-2);
		margin-top: var(--space-4);
	}
	.visually-hidden {
		position: absolute;
		width: 1px;
		height: 1px;
		margin: 0;
		overflow: hidden;
		clip-path: inset(50%);
		white-space: nowrap;
	}
	@media (prefers-reduced-motion: reduce) {
		*,
		*::before,
		*::after {
			animation: none !important;
			transition: none !important;
		}
	}
`;
