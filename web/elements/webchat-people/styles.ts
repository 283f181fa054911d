import { css } from 'lit';

export const styles = css`
	:host {
		display: contents;
	}
	h2 {
		margin-bottom: 12px;
		font-size: 1.15rem;
	}
	fieldset {
		min-width: 0;
		margin: 14px 0 0;
		padding: 0;
		border: 0;
	}
	legend {
		padding: 0;
	}
	.choices {
		max-height: 40vh;
		margin-top: var(--space-2);
		overflow-y: auto;
	}
	.choice {
		--face-size: 32px;
		display: flex;
		min-width: 0;
		align-items: center;
		gap: 10px;
		margin: 0;
		min-height: var(--target);
		padding: 6px 8px;
		border-radius: var(--radius-small);
		font-size: 1rem;
		font-weight: 400;
		cursor: pointer;
	}
	.choice:hover {
		background: var(--hover);
	}
	input[type='checkbox'] {
		flex: none;
		width: 18px;
		height: 18px;
		accent-color: var(--accent);
	}
`;
