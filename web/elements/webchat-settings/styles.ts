import { css } from 'lit';

export const styles = css`
	main {
		width: min(960px, 100%);
		min-height: 100vh;
		min-height: 100dvh;
		margin: 0 auto;
		padding: var(--space-3) var(--space-4) var(--space-6);
	}
	header {
		display: flex;
		align-items: center;
		justify-content: space-between;
		margin-bottom: var(--space-4);
	}
	.mark {
		display: inline-flex;
		align-items: center;
		gap: 10px;
		font-size: 1.15rem;
		font-weight: 600;
	}
	.back {
		display: inline-flex;
		align-items: center;
		gap: var(--space-1);
		min-height: 44px;
		padding-inline-end: var(--space-3);
		color: var(--accent);
		text-decoration: none;
	}
	.parts {
		display: grid;
		grid-template-columns: 240px minmax(0, 1fr);
		align-items: start;
		gap: var(--space-5);
	}
	nav,
	.section {
		padding: var(--space-4);
		border: 1px solid var(--line);
		border-radius: var(--radius);
		background: var(--surface);
	}
	.section {
		padding: var(--space-5);
	}
	.who {
		display: flex;
		align-items: center;
		gap: var(--space-3);
		margin-bottom: var(--space-3);
		overflow-wrap: anywhere;
	}
	.who div {
		min-width: 0;
	}
	.who h2 {
		margin: 0;
		font-size: 1rem;
	}
	.who .muted {
		font-size: var(--text-small);
	}
	nav a {
		display: flex;
		align-items: center;
		gap: var(--space-3);
		min-height: 44px;
		padding: 0 var(--space-3);
		border-radius: var(--radius-small);
		color: inherit;
		text-decoration: none;
	}
	nav a:hover {
		background: var(--hover);
	}
	nav button {
		width: 100%;
		min-height: 44px;
		margin-top: var(--space-3);
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
	.to-list {
		display: none;
	}
	@media (min-width: 760px) {
		nav a[aria-current='page'] {
			background: var(--accent-soft);
			font-weight: 600;
		}
	}
	@media (max-width: 759px) {
		.parts {
			display: block;
		}
		nav,
		.section {
			padding: 0;
			border: 0;
			background: none;
		}
		.section,
		.in-section nav,
		.in-section header {
			display: none;
		}
		.in-section .section {
			display: block;
		}
		.to-list {
			display: inline-flex;
			margin-bottom: var(--space-2);
		}
	}
`;
