import { css } from 'lit';

export const styles = css`
	:host {
		display: contents;
	}
	h2 {
		margin-bottom: 12px;
		font-size: 1.15rem;
	}
	ul {
		max-height: 50vh;
		margin: 0;
		padding: 0;
		list-style: none;
		overflow-y: auto;
	}
	li {
		display: grid;
		grid-template-columns: 48px minmax(0, 1fr) auto;
		align-items: center;
		gap: var(--space-3);
		min-height: 60px;
		padding: 4px 0;
	}
	webchat-thumb {
		width: 48px;
		height: 48px;
	}
	li p {
		margin: 0;
	}
	.more {
		margin-inline-end: auto;
	}
`;
