import { css } from 'lit';

export const styles = css`
	:host {
		overflow: hidden auto;
		overscroll-behavior: contain;
		background: var(--paper);
	}
	.lines {
		display: flex;
		flex-direction: column;
		justify-content: flex-end;
		min-height: 100%;
		max-width: 860px;
		margin: 0 auto;
		padding: 12px 16px 16px;
	}
	.older {
		text-align: center;
	}
	.day,
	.system {
		margin: 14px 0;
		color: var(--muted);
		font-size: var(--text-small);
		text-align: center;
		overflow-wrap: anywhere;
	}
	.day span {
		padding: 2px 12px;
		border-radius: 12px;
		background: var(--hover);
	}
	.system {
		margin: 8px 0;
	}
	.run {
		--face-size: 32px;
		display: flex;
		gap: 8px;
		margin-top: 10px;
	}
	.run webchat-face {
		margin-top: 22px;
	}
	.texts {
		display: flex;
		flex-direction: column;
		align-items: flex-start;
		gap: 3px;
		max-width: min(78%, 560px);
		min-width: 0;
	}
	.own {
		justify-content: flex-end;
	}
	.own .texts {
		align-items: flex-end;
	}
	.by {
		padding: 0 4px;
		color: var(--muted);
		font-size: 12px;
	}
	.text {
		max-width: 100%;
		padding: 7px 13px;
		border: 1px solid var(--line);
		border-radius: 16px;
		background: var(--theirs);
		overflow-wrap: anywhere;
		white-space: pre-wrap;
	}
	.own .text {
		border-color: transparent;
		background: var(--mine);
	}
	.texts .text:last-child {
		border-bottom-left-radius: 5px;
	}
	.own .texts .text:last-child {
		border-bottom-left-radius: 16px;
		border-bottom-right-radius: 5px;
	}
	.text.failed {
		border-color: var(--danger);
	}
	.recalled {
		color: var(--muted);
		font-style: italic;
	}
	.fate {
		padding: 0 4px;
		color: var(--muted);
		font-size: 12px;
	}
	.fate.error {
		color: var(--danger);
		text-align: end;
	}
	.fate button {
		min-height: 28px;
		padding: 0 6px;
		font-size: 12px;
	}
`;
