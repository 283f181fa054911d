import { css } from 'lit';

export const styles = css`
	:host {
		position: relative;
	}
	section.requests {
		padding-bottom: var(--space-2);
	}
	h3 {
		padding: 6px var(--space-4);
		color: var(--muted);
		font-size: var(--text-small);
	}
	h3.letter {
		position: sticky;
		top: 0;
		z-index: 1;
		padding-block: var(--space-1) 2px;
		background: var(--surface);
		color: var(--accent);
		font-size: var(--text-tiny);
		line-height: 1.2;
	}
	.request {
		display: flex;
		flex-wrap: wrap;
		align-items: center;
		justify-content: space-between;
		gap: var(--space-2);
		padding: var(--space-2) var(--space-4);
	}
	.request .person {
		align-items: start;
	}
	.request .about .muted {
		overflow-wrap: anywhere;
	}
	.answers {
		display: flex;
		gap: var(--space-2);
		margin-inline-start: auto;
	}
	.friend {
		display: flex;
		align-items: center;
		padding-inline-end: var(--space-2);
		content-visibility: auto;
		contain-intrinsic-size: auto 52px;
	}
	.indexed .friend {
		padding-inline-end: 28px;
	}
	.friend:hover {
		background: var(--hover);
	}
	.row {
		flex: 1;
		min-width: 0;
		padding: 6px var(--space-2) 6px var(--space-4);
		border: 0;
		border-radius: 0;
		background: none;
		text-align: start;
	}
	.row:focus-visible {
		outline-offset: -2px;
	}
	.person {
		display: flex;
		align-items: center;
		gap: var(--space-3);
		min-width: 0;
	}
	.about {
		display: grid;
		min-width: 0;
		line-height: var(--leading-tight);
	}
	.name {
		font-weight: 600;
	}
	.about .muted {
		font-size: var(--text-small);
	}
	.friend .icon {
		color: var(--muted);
	}
	.index {
		position: sticky;
		top: 0;
		z-index: 2;
		height: 0;
	}
	.index div {
		display: grid;
		position: absolute;
		top: var(--space-1);
		right: 2px;
	}
	.index button {
		width: 26px;
		min-height: 24px;
		padding: 0;
		border: 0;
		background: none;
		color: var(--muted);
		font-size: var(--text-tiny);
	}
	.waiting {
		display: flex;
		align-items: center;
		gap: var(--space-3);
		height: 52px;
		padding: 0 var(--space-4);
	}
	.skeleton.round {
		width: 40px;
		height: 40px;
		border-radius: 50%;
	}
	.skeleton.line {
		width: 45%;
		height: 13px;
	}
	@media (pointer: coarse) {
		.indexed .friend {
			padding-inline-end: 44px;
		}
		.index button {
			width: 44px;
		}
	}
`;
