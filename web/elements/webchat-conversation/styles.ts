import { css } from 'lit';

export const styles = css`
	:host {
		display: flex;
		flex-direction: column;
		min-width: 0;
		min-height: 0;
	}
	header {
		display: flex;
		align-items: center;
		gap: 12px;
		min-height: 64px;
		padding: 8px 16px;
		border-bottom: 1px solid var(--line);
		background: var(--surface);
	}
	button.back {
		display: none;
	}
	.about {
		flex: 1;
		min-width: 0;
	}
	.about p {
		font-size: var(--text-small);
		line-height: 1.3;
	}
	h2 {
		font-size: 1.05rem;
	}
	webchat-messages {
		flex: 1;
		min-height: 0;
	}
	webchat-messages:focus-visible {
		outline-offset: -2px;
	}
	.closed {
		padding: 16px;
		border-top: 1px solid var(--line);
		background: var(--surface);
		color: var(--muted);
		text-align: center;
	}
	dialog h2 {
		margin-bottom: 8px;
	}
	.members {
		--face-size: 32px;
		max-height: 50vh;
		overflow-y: auto;
	}
	.members li {
		display: flex;
		align-items: center;
		gap: 10px;
		padding: 6px 2px;
	}
	.members .ellipsis {
		flex: 1;
	}
	.role {
		color: var(--warm);
		font-size: var(--text-small);
	}
	@media (max-width: 759px) {
		header {
			gap: 8px;
			padding: 8px;
		}
		button.back {
			display: inline-grid;
		}
	}
`;
