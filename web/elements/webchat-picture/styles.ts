import { css } from 'lit';

export const styles = css`
	dialog {
		display: grid;
		grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
		width: 100vw;
		max-width: none;
		height: 100dvh;
		max-height: none;
		margin: 0;
		padding: 0;
		border: 0;
		border-radius: 0;
		background: #101214;
		color: #f2f2f2;
	}
	dialog:not([open]) {
		display: none;
	}
	header {
		display: flex;
		align-items: center;
		gap: var(--space-2);
		padding: var(--space-2) var(--space-3) var(--space-2) var(--space-4);
	}
	header p {
		flex: 1;
		min-width: 0;
	}
	a.icon,
	button.icon {
		display: inline-grid;
		place-items: center;
		width: 44px;
		height: 44px;
		border: 0;
		border-radius: 50%;
		background: none;
		color: inherit;
	}
	a.icon:hover,
	button.icon:hover {
		background: #ffffff26;
	}
	a.icon svg {
		width: 22px;
		height: 22px;
		fill: none;
		stroke: currentColor;
		stroke-width: 1.8;
		stroke-linecap: round;
		stroke-linejoin: round;
	}
	.view {
		display: grid;
		min-height: 0;
		overflow: auto;
	}
	.picture {
		display: grid;
		place-items: center;
		place-self: center;
		min-height: 0;
		padding: 0;
		border: 0;
		border-radius: 0;
		background: none;
		cursor: zoom-out;
	}
	.whole .picture {
		width: 100%;
		height: 100%;
		min-width: 0;
		overflow: hidden;
		cursor: zoom-in;
	}
	.whole img {
		max-width: 100%;
		max-height: 100%;
		object-fit: contain;
	}
	img {
		display: block;
	}
	.picture:focus-visible {
		outline: 2px solid #fff;
		outline-offset: -2px;
	}
`;
