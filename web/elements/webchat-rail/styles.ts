import { css } from 'lit';

export const styles = css`
	:host {
		border-right: 1px solid var(--line);
		background: var(--paper);
	}
	nav {
		display: flex;
		flex-direction: column;
		align-items: stretch;
		gap: var(--space-1);
		height: 100%;
		padding: var(--space-3) 6px;
	}
	.emblem {
		width: 34px;
		height: 34px;
		margin: 0 auto var(--space-2);
	}
	nav > button {
		position: relative;
		display: grid;
		justify-items: center;
		gap: 2px;
		padding: 7px 2px 5px;
		border: 0;
		background: none;
		color: var(--muted);
		font-size: var(--text-tiny);
		line-height: 1.3;
	}
	nav > button svg {
		width: 23px;
		height: 23px;
	}
	nav > button[aria-pressed='true'] {
		background: var(--accent-soft);
		color: var(--accent);
		font-weight: 600;
	}
	.badge {
		position: absolute;
		top: 1px;
		left: calc(50% + 7px);
		min-width: 8px;
		padding: 0 5px;
		border: 2px solid var(--paper);
		font-size: 11px;
		line-height: 16px;
		box-sizing: content-box;
	}
	[aria-pressed='true'] .badge {
		border-color: var(--accent-soft);
	}
	.me {
		--face-size: 34px;
		margin-top: auto;
	}
	.me .name {
		position: absolute;
		width: 1px;
		height: 1px;
		overflow: hidden;
		clip-path: inset(50%);
		white-space: nowrap;
	}
	.skeleton {
		width: var(--face-size);
		height: var(--face-size);
		border-radius: 50%;
	}
	@media (max-width: 759px) {
		:host {
			border-top: 1px solid var(--line);
			border-right: 0;
		}
		.emblem {
			display: none;
		}
		nav {
			flex-direction: row;
			padding: var(--space-1) var(--space-2) calc(var(--space-1) + env(safe-area-inset-bottom));
		}
		nav > button {
			flex: 1;
			padding: 5px 2px 3px;
		}
		.me {
			--face-size: 23px;
			margin: 0;
		}
		.me .name {
			position: static;
			width: auto;
			height: auto;
			overflow: visible;
			clip-path: none;
		}
	}
`;
