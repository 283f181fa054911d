import { css } from 'lit';

export const styles = css`
	:host {
		display: contents;
	}
	dialog {
		position: fixed;
		inset: auto;
		width: max-content;
		min-width: 200px;
		max-width: calc(100vw - 16px);
		margin: 0;
		padding: 6px;
		background: var(--raised);
	}
	dialog::backdrop {
		background: none;
	}
	[role='group'] + [role='group'] {
		margin-top: 6px;
		padding-top: 6px;
		border-top: 1px solid var(--line);
	}
	p {
		overflow: hidden;
		padding: var(--space-1) 10px;
		text-overflow: ellipsis;
		white-space: nowrap;
		color: var(--muted);
		font-size: var(--text-tiny);
	}
	button {
		display: flex;
		align-items: center;
		gap: 10px;
		width: 100%;
		padding: 0 10px;
		border: 0;
		background: none;
		text-align: start;
	}
	button:focus-visible {
		background: var(--hover);
		outline-offset: -2px;
	}
	button svg {
		width: 18px;
		height: 18px;
		color: var(--muted);
	}
	button.danger svg {
		color: inherit;
	}
	button svg {
		flex: none;
	}
	button span:not(.check) {
		flex: 1;
		min-width: 0;
		overflow: hidden;
		text-overflow: ellipsis;
	}
	.check svg {
		color: var(--accent);
	}
`;
