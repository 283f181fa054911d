import { css } from 'lit';

export const styles = css`
	:host {
		height: 100vh;
		height: 100dvh;
	}
	main {
		display: grid;
		grid-template-columns: minmax(280px, 340px) minmax(0, 1fr);
		height: 100%;
	}
	.lists {
		display: flex;
		flex-direction: column;
		min-height: 0;
		border-right: 1px solid var(--line);
		background: var(--surface);
	}
	header {
		display: flex;
		align-items: center;
		gap: 12px;
		min-height: 64px;
		padding: 8px 8px 8px 16px;
	}
	.me {
		flex: 1;
		min-width: 0;
		line-height: 1.3;
	}
	.username {
		color: var(--muted);
		font-size: var(--text-small);
	}
	.tabs {
		display: flex;
		align-items: center;
		gap: 4px;
		padding: 0 8px 8px 12px;
		border-bottom: 1px solid var(--line);
	}
	.tabs button:not(.icon) {
		flex: 1;
		min-height: 36px;
		padding: 0 8px;
		border-color: transparent;
		border-radius: 18px;
		background: none;
		color: var(--muted);
		font-weight: 600;
	}
	.tabs button:hover {
		background: var(--hover);
	}
	.tabs button[aria-pressed='true'] {
		background: var(--accent-soft);
		color: var(--ink);
	}
	.count {
		display: inline-block;
		min-width: 20px;
		margin-inline-start: 6px;
		padding: 0 6px;
		border-radius: 10px;
		background: var(--accent);
		color: var(--on-accent);
		font-size: 12px;
		line-height: 20px;
	}
	.list {
		flex: 1;
		min-height: 0;
		overflow-y: auto;
		overscroll-behavior: contain;
	}
	.problem:not(:empty) {
		display: flex;
		align-items: center;
		gap: 8px;
	}
	.problem .error {
		flex: 1;
		margin: 0;
		padding: 10px 16px;
	}
	.room {
		display: flex;
		min-width: 0;
		min-height: 0;
	}
	.room > * {
		flex: 1;
	}
	.welcome {
		align-self: center;
	}
	@media (max-width: 759px) {
		main {
			grid-template-columns: minmax(0, 1fr);
		}
		.lists {
			border: 0;
		}
		main:not(.in-conversation) .room,
		.in-conversation .lists {
			display: none;
		}
	}
`;
