import { css } from 'lit';

export const styles = css`
	:host {
		padding: 10px 16px calc(10px + env(safe-area-inset-bottom));
		border-top: 1px solid var(--line);
		background: var(--surface);
	}
	form {
		display: flex;
		align-items: flex-end;
		gap: 8px;
	}
	textarea {
		flex: 1;
		min-width: 0;
		border-radius: 21px;
		padding: 8px 16px;
		resize: none;
		line-height: 1.5;
	}
	button {
		flex: none;
		width: 42px;
		min-height: 42px;
		border-radius: 50%;
	}
	.error {
		padding: 0 16px;
	}
`;
