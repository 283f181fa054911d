import { css } from 'lit';

export const styles = css`
	li {
		position: relative;
		content-visibility: auto;
		contain-intrinsic-size: auto 64px;
	}
	.pinned {
		background: var(--field);
	}
	.row {
		display: flex;
		align-items: center;
		gap: var(--space-3);
		min-height: 64px;
		padding: 9px var(--space-4);
		color: inherit;
		text-decoration: none;
	}
	li:hover .row,
	li:focus-within .row {
		background: var(--hover);
	}
	li .row.open {
		background: var(--accent-soft);
	}
	a:focus-visible {
		outline-offset: -2px;
	}
	.about {
		display: grid;
		flex: 1;
		min-width: 0;
	}
	.first,
	.second {
		display: flex;
		align-items: center;
		gap: 6px;
		min-width: 0;
	}
	.name {
		flex: 0 1 auto;
		font-weight: 600;
	}
	.sign {
		flex: none;
		color: var(--muted);
	}
	.sign svg {
		width: 14px;
		height: 14px;
	}
	.time {
		flex: none;
		margin-inline-start: auto;
		padding-inline-start: var(--space-1);
		color: var(--muted);
		font-size: var(--text-tiny);
	}
	.last {
		flex: 1;
		min-height: 1.5em;
		color: var(--muted);
		font-size: 14px;
	}
	.last.new {
		color: var(--ink);
	}
	.draft {
		color: var(--warm);
	}
	.last.failed {
		color: var(--danger);
	}
	.open .time,
	.open .last,
	.open .sign {
		color: var(--on-mine-muted);
	}
	button.more {
		position: absolute;
		top: 6px;
		right: var(--space-2);
		min-height: 30px;
		width: 34px;
		border-color: var(--line);
		background: var(--raised);
		box-shadow: var(--shadow-small);
		opacity: 0;
	}
	li:hover button.more,
	button.more:focus-visible {
		opacity: 1;
	}
	/* The menu's button stands there. */
	@media (pointer: fine) {
		li:hover .time {
			visibility: hidden;
		}
	}
	/* A finger presses long instead, or opens the conversation, whose head has the same menu. */
	@media (pointer: coarse) {
		button.more {
			display: none;
		}
	}
	.skeleton.round {
		flex: none;
		width: 40px;
		height: 40px;
		border-radius: 50%;
	}
	.skeleton.line {
		width: 55%;
		height: 13px;
		margin: 4px 0;
	}
	.skeleton.short {
		width: 80%;
		opacity: 0.7;
	}
`;
