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
		min-height: 40px;
		padding: 0 16px;
		border: 1px solid var(--line);
		border-radius: var(--radius-small);
		background: var(--surface);
		cursor: pointer;
		white-space: nowrap;
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
	button.quiet {
		padding: 0 10px;
		color: var(--accent);
	}
	button.icon {
		display: inline-grid;
		place-items: center;
		width: 40px;
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
		margin-bottom: 4px;
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
		min-height: 42px;
		padding: 8px 12px;
		border: 1px solid var(--field-line);
		border-radius: var(--radius-small);
		background: var(--surface);
	}
	input[aria-invalid='true'] {
		border-color: var(--danger);
	}
	::placeholder {
		color: var(--muted);
		opacity: 1;
	}
	.hint,
	.error {
		margin-top: 4px;
		font-size: var(--text-small);
	}
	.hint,
	.muted {
		color: var(--muted);
	}
	.error {
		color: var(--danger);
	}
	.notice {
		padding: 8px 12px;
		border-radius: var(--radius-small);
		background: var(--accent-soft);
		font-size: var(--text-small);
	}
	.ellipsis {
		overflow: hidden;
		text-overflow: ellipsis;
		white-space: nowrap;
	}
	.empty {
		padding: 32px 20px;
		color: var(--muted);
		text-align: center;
		text-wrap: balance;
	}
	.empty strong {
		display: block;
		margin-bottom: 4px;
		color: var(--ink);
	}
	.empty button {
		margin-top: 12px;
	}
	dialog {
		width: min(440px, calc(100vw - 32px));
		max-height: calc(100vh - 32px);
		padding: 20px;
		border: 1px solid var(--line);
		border-radius: var(--radius);
		background: var(--surface);
		box-shadow: var(--shadow);
		color: inherit;
	}
	dialog::backdrop {
		background: rgb(15 20 20 / 45%);
	}
	.actions {
		display: flex;
		flex-wrap: wrap;
		justify-content: flex-end;
		gap: 8px;
		margin-top: 16px;
	}
	.visually-hidden {
		position: absolute;
		width: 1px;
		height: 1px;
		overflow: hidden;
		clip-path: inset(50%);
		white-space: nowrap;
	}
`;
