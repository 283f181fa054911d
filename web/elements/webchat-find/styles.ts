import { css } from 'lit';

export const styles = css`
	:host {
		display: contents;
	}
	header {
		display: flex;
		align-items: center;
		justify-content: space-between;
		margin: -8px -8px var(--space-2) 0;
	}
	h2 {
		font-size: var(--text-large);
	}
	.row {
		display: flex;
		gap: var(--space-2);
	}
	.row input {
		flex: 1;
		min-width: 0;
	}
	.row button {
		min-height: calc(var(--target) + 4px);
	}
	.found {
		margin-top: var(--space-4);
		padding: var(--space-4);
		border-radius: var(--radius);
		background: var(--field);
		font-size: inherit;
	}
	.person {
		display: flex;
		align-items: center;
		gap: var(--space-3);
	}
	.person p {
		display: grid;
		min-width: 0;
		line-height: var(--leading-tight);
	}
	.found form {
		margin-top: var(--space-3);
	}
	.own {
		margin-top: var(--space-4);
		color: var(--muted);
		font-size: var(--text-small);
	}
`;
