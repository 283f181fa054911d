import { css } from 'lit';

export const styles = css`
	:host {
		display: block;
		margin-top: var(--space-4);
	}
	h3 {
		margin-bottom: var(--space-2);
		font-size: var(--text-small);
	}
	ul {
		--face-size: 34px;
		margin-top: var(--space-2);
	}
	.person {
		display: flex;
		align-items: center;
		gap: 10px;
		min-height: 48px;
	}
	.names {
		display: grid;
		flex: 1;
		min-width: 0;
	}
	.names .muted {
		font-size: var(--text-tiny);
	}
	.role {
		flex: none;
		padding: 0 var(--space-2);
		border-radius: var(--radius-full);
		background: var(--warm-soft);
		color: var(--warm);
		font-size: var(--text-tiny);
	}
	.muted-one {
		background: var(--hover);
		color: var(--muted);
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
