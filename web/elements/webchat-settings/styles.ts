import { css } from 'lit';

export const styles = css`
	.who {
		display: flex;
		align-items: center;
		gap: 12px;
		margin-bottom: 20px;
	}
	.who p {
		color: var(--muted);
		font-size: var(--text-small);
	}
	fieldset {
		min-width: 0;
		margin: 0 0 20px;
		padding: 0;
		border: 0;
	}
	legend {
		margin-bottom: 6px;
		padding: 0;
		font-size: var(--text-small);
		font-weight: 600;
	}
	.ways {
		margin: 0;
	}
`;
