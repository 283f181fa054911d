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
	.question {
		margin-top: var(--space-4);
		overflow-wrap: anywhere;
	}
	.question strong {
		display: block;
	}
	.parting {
		padding-top: var(--space-3);
		border-top: 1px solid var(--line);
	}
	.invite {
		width: 100%;
		min-height: var(--target);
		margin-top: var(--space-4);
	}
	@media (max-width: 759px) {
		dialog {
			width: 100vw;
			max-width: none;
			height: 100%;
			max-height: none;
			border: 0;
			border-radius: 0;
		}
	}
`;
