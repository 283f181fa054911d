import { css } from 'lit';

export const styles = css`
	a {
		display: flex;
		align-items: center;
		gap: 12px;
		padding: 10px 16px;
		color: inherit;
		text-decoration: none;
	}
	a:hover {
		background: var(--hover);
	}
	a.open {
		background: var(--accent-soft);
	}
	a:focus-visible {
		outline-offset: -2px;
	}
	.about {
		flex: 1;
		min-width: 0;
	}
	.first,
	.second {
		display: flex;
		align-items: baseline;
		gap: 8px;
	}
	.title {
		flex: 1;
		font-weight: 600;
	}
	.time {
		flex: none;
		color: var(--muted);
		font-size: 12px;
	}
	.last {
		flex: 1;
		min-height: 1.5em;
		color: var(--muted);
		font-size: 14px;
	}
	.unread {
		flex: none;
		min-width: 20px;
		padding: 0 6px;
		border-radius: 10px;
		background: var(--accent);
		color: var(--on-accent);
		font-size: 12px;
		font-weight: 600;
		line-height: 20px;
		text-align: center;
	}
`;
