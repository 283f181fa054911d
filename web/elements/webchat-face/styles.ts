import { css } from 'lit';

export const styles = css`
	:host {
		display: inline-block;
		position: relative;
		flex: none;
		width: var(--face-size, 40px);
		height: var(--face-size, 40px);
	}
	.face {
		display: grid;
		place-items: center;
		width: 100%;
		height: 100%;
		border-radius: 50%;
		color: #ffffff;
		font-size: calc(var(--face-size, 40px) * 0.42);
		font-weight: 600;
		line-height: 1;
		user-select: none;
	}
	img.face {
		object-fit: cover;
		background: var(--hover);
	}
	.group {
		border-radius: 30%;
	}
	.colour-0 {
		background: #39706a;
	}
	.colour-1 {
		background: #86602c;
	}
	.colour-2 {
		background: #56659a;
	}
	.colour-3 {
		background: #8c5060;
	}
	.colour-4 {
		background: #5d6f3b;
	}
	.colour-5 {
		background: #6f5a86;
	}
	.dot {
		position: absolute;
		/* On the circle's edge, however large it is. */
		right: calc(var(--face-size, 40px) * 0.146 - 7px);
		bottom: calc(var(--face-size, 40px) * 0.146 - 7px);
		width: 12px;
		height: 12px;
		border: 2px solid var(--surface);
		border-radius: 50%;
		background: var(--online);
	}
`;
