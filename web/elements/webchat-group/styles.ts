import { css } from 'lit';

export const styles = css`
	:host {
		display: contents;
	}
	header {
		--face-size: 52px;
		display: flex;
		align-items: center;
		gap: var(--space-3);
		margin-bottom: var(--space-3);
	}
	header div {
		flex: 1;
		min-width: 0;
	}
	h2 {
		font-size: var(--text-large);
	}
	header .icon {
		align-self: start;
		margin: -8px -8px 0 0;
	}
	ul {
		--face-size: 34px;
		min-height: 120px;
		max-height: 46vh;
		margin: 0 -8px;
		overflow-y: auto;
	}
	.person {
		display: flex;
		align-items: center;
		gap: 10px;
		width: 100%;
		min-height: 46px;
		padding: 0 var(--space-2);
		border: 0;
		background: none;
		text-align: start;
	}
	.name {
		flex: 1;
	}
	.role {
		padding: 0 var(--space-2);
		border-radius: var(--radius-full);
		background: var(--warm-soft);
		color: var(--warm);
		font-size: var(--text-tiny);
	}
	.question {
		padding: var(--space-2) 0;
	}
	.question strong {
		display: block;
	}
	.skeleton.round {
		flex: none;
		width: 34px;
		height: 34px;
		border-radius: 50%;
	}
	.skeleton.line {
		width: 40%;
		height: 13px;
	}
`;
