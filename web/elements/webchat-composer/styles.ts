import { css } from 'lit';

export const styles = css`
	:host {
		padding: var(--space-2) var(--space-4) calc(var(--space-2) + env(safe-area-inset-bottom));
		border-top: 1px solid var(--line);
		background: var(--surface);
	}
	form {
		display: flex;
		align-items: flex-end;
		gap: var(--space-2);
	}
	textarea {
		flex: 1;
		min-width: 0;
		min-height: 44px;
		padding: 9px 18px;
		border-color: transparent;
		border-radius: 22px;
		background: var(--field);
		resize: none;
		line-height: var(--leading);
		overflow-wrap: anywhere;
	}
	textarea[aria-invalid='true'] {
		border-color: var(--danger);
	}
	textarea:focus-visible {
		border-color: transparent;
		outline-width: 1.5px;
		outline-offset: -1px;
		background: var(--raised);
	}
	button.icon {
		width: 44px;
		min-height: 44px;
		border-radius: 50%;
	}
	.hint,
	.error {
		padding: 0 18px;
	}
`;
