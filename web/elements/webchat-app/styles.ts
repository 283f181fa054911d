import { css } from 'lit';

export const styles = css`
	:host {
		position: fixed;
		top: var(--view-top, 0);
		right: 0;
		left: 0;
		height: 100vh;
		height: var(--view-height, 100dvh);
	}
	main {
		display: grid;
		grid-template: minmax(0, 1fr) / 76px clamp(232px, 27vw, 340px) minmax(0, 1fr);
		height: 100%;
	}
	.lists {
		display: flex;
		flex-direction: column;
		min-width: 0;
		min-height: 0;
		border-right: 1px solid var(--line);
		background: var(--surface);
	}
	header {
		padding: var(--space-3) var(--space-3) var(--space-2) var(--space-4);
	}
	.title {
		display: flex;
		align-items: center;
		gap: var(--space-3);
		margin-bottom: var(--space-2);
	}
	.title h2 {
		font-size: var(--text-large);
	}
	webchat-connection {
		flex: 1;
		min-width: 0;
	}
	.search {
		position: relative;
		margin-inline-end: var(--space-1);
	}
	.search svg {
		position: absolute;
		top: calc(50% - 9px);
		left: 11px;
		width: 18px;
		height: 18px;
		color: var(--muted);
		pointer-events: none;
	}
	.search input:focus-visible {
		background: var(--raised);
		outline-width: 1px;
	}
	.search input {
		min-height: var(--target);
		padding-inline-start: 36px;
		border-color: transparent;
		border-radius: var(--radius-full);
		background: var(--field);
	}
	.list {
		position: relative;
		flex: 1;
		min-height: 0;
		overflow-y: auto;
		overscroll-behavior: contain;
	}
	.problem:not(:empty) {
		display: flex;
		align-items: center;
		gap: var(--space-2);
	}
	.problem .error {
		flex: 1;
		margin: 0;
		padding: 10px var(--space-4);
	}
	.room {
		display: grid;
		min-width: 0;
		min-height: 0;
	}
	.awaited {
		display: grid;
		grid-template-rows: auto minmax(0, 1fr);
		min-height: 0;
	}
	.awaited .head {
		display: flex;
		align-items: center;
		gap: var(--space-3);
		min-height: 62px;
		padding: var(--space-2) var(--space-4);
		border-bottom: 1px solid var(--line);
		background: var(--surface);
	}
	.awaited .round {
		width: 40px;
		height: 40px;
		border-radius: 50%;
	}
	.awaited .line {
		width: 120px;
		height: 13px;
	}
	.room > .empty {
		align-self: center;
	}
	@media (max-width: 759px) {
		main {
			grid-template: minmax(0, 1fr) auto / minmax(0, 1fr);
		}
		webchat-rail {
			grid-row: 2;
		}
		.lists {
			border: 0;
		}
		main:not(.in-conversation) .room,
		.in-conversation .lists,
		.in-conversation webchat-rail {
			display: none;
		}
	}
`;
