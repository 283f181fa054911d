import { css } from 'lit';

export const styles = css`
	:host {
		position: relative;
		display: flex;
		flex-direction: column;
		min-width: 0;
		min-height: 0;
	}
	header {
		display: flex;
		align-items: center;
		gap: var(--space-2);
		min-height: 62px;
		padding: var(--space-2) var(--space-3) var(--space-2) var(--space-4);
		border-bottom: 1px solid var(--line);
		background: var(--surface);
	}
	header webchat-face {
		margin-inline-end: var(--space-1);
	}
	button.back {
		display: none;
	}
	.about {
		flex: 1;
		min-width: 0;
	}
	.line,
	webchat-connection {
		min-height: 1.3em;
		font-size: var(--text-small);
		line-height: var(--leading-tight);
	}
	webchat-messages {
		flex: 1;
		min-height: 0;
	}
	.announcement {
		display: flex;
		align-items: center;
		gap: var(--space-2);
		min-height: 44px;
		padding: 0 var(--space-4);
		border: 0;
		border-bottom: 1px solid var(--line);
		border-radius: 0;
		background: var(--warm-soft);
		color: var(--warm);
		font-size: var(--text-small);
		text-align: start;
	}
	.announcement svg {
		flex: none;
	}
	.drop {
		position: absolute;
		inset: 0;
		z-index: 2;
		display: grid;
		place-content: center;
		justify-items: center;
		gap: var(--space-2);
		margin: var(--space-3);
		border: 2px dashed var(--accent);
		border-radius: var(--radius);
		background: var(--surface);
		color: var(--accent);
		font-weight: 600;
		pointer-events: none;
	}
	.drop svg {
		width: 40px;
		height: 40px;
	}
	.closed {
		padding: var(--space-4);
		border-top: 1px solid var(--line);
		background: var(--surface);
		color: var(--muted);
		text-align: center;
	}
	/* Said once: where there is room for the lists, in their head. */
	webchat-connection {
		display: none;
	}
	@media (max-width: 759px) {
		.line.offline {
			display: none;
		}
		.line.offline + webchat-connection {
			display: block;
		}
		header {
			padding: var(--space-2);
		}
		button.back {
			display: inline-grid;
		}
	}
`;
