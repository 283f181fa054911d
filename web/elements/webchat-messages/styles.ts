import { css } from 'lit';

export const styles = css`
	:host {
		position: relative;
		display: grid;
		background: var(--paper);
	}
	.view {
		min-height: 0;
		overflow: hidden auto;
		overflow-anchor: none;
		overscroll-behavior: contain;
	}
	.view:focus-visible {
		outline-offset: -2px;
	}
	.lines {
		display: flex;
		flex-direction: column;
		justify-content: flex-end;
		min-height: 100%;
		max-width: 880px;
		margin: 0 auto;
		padding: var(--space-3) var(--space-4) var(--space-4);
	}
	.day,
	.system,
	.mark {
		margin: var(--space-4) 0 var(--space-2);
		color: var(--muted);
		font-size: var(--text-small);
		text-align: center;
		overflow-wrap: anywhere;
	}
	.day span {
		padding: 3px 14px;
		border-radius: var(--radius-full);
		background: var(--hover);
	}
	.system {
		margin: var(--space-2) 0;
	}
	.mark {
		display: flex;
		align-items: center;
		gap: var(--space-3);
		color: var(--warm);
		font-weight: 600;
	}
	.mark::before,
	.mark::after {
		flex: 1;
		border-top: 1px solid currentColor;
		content: '';
		opacity: 0.45;
	}
	.message {
		--face-size: 34px;
		display: flex;
		gap: var(--space-2);
		margin-top: 3px;
		padding-inline: 42px 0;
	}
	.message.first {
		margin-top: var(--space-3);
	}
	.other.first {
		padding-inline-start: 0;
	}
	.own {
		justify-content: flex-end;
	}
	button.face {
		align-self: flex-start;
		width: 34px;
		height: 34px;
		min-height: 34px;
		margin-top: 20px;
		padding: 0;
		border: 0;
		border-radius: 50%;
		background: none;
	}
	.said {
		display: flex;
		flex-direction: column;
		align-items: flex-start;
		max-width: min(80%, 600px);
		min-width: 0;
	}
	.own .said {
		align-items: flex-end;
	}
	.by {
		display: flex;
		gap: var(--space-2);
		max-width: 100%;
		padding: 0 var(--space-1) 2px;
		color: var(--muted);
		font-size: var(--text-tiny);
		line-height: 18px;
	}
	.bubble {
		display: flex;
		align-items: flex-end;
		gap: 6px;
		max-width: 100%;
		padding: 7px 13px;
		border: 1px solid var(--line);
		border-radius: 16px;
		background: var(--theirs);
		line-height: 1.45;
	}
	.own .bubble {
		padding-inline-end: 9px;
		border-color: transparent;
		background: var(--mine);
	}
	.other:not(.first) .bubble {
		border-top-left-radius: 6px;
	}
	.other:not(.last) .bubble {
		border-bottom-left-radius: 6px;
	}
	.own:not(.first) .bubble {
		border-top-right-radius: 6px;
	}
	.own:not(.last) .bubble {
		border-bottom-right-radius: 6px;
	}
	.bubble.failed {
		border-color: var(--danger);
	}
	.text {
		min-width: 0;
		overflow-wrap: anywhere;
		white-space: pre-wrap;
	}
	.bubble.pictured {
		padding: 3px;
	}
	.picture {
		display: block;
		min-height: 0;
		padding: 0;
		border: 0;
		border-radius: 13px;
		background: var(--hover);
		cursor: zoom-in;
		overflow: hidden;
	}
	.picture img {
		display: block;
		max-width: 100%;
		height: auto;
	}
	.upload webchat-thumb {
		width: fit-content;
		border-radius: 13px;
	}
	.upload .progress {
		display: flex;
		align-items: center;
		gap: var(--space-2);
		min-width: min(200px, 60vw);
	}
	.upload progress {
		flex: 1;
		min-width: 0;
		height: 6px;
		accent-color: currentColor;
	}
	.upload .progress .icon {
		color: inherit;
	}
	.file {
		display: grid;
		grid-template: auto auto / auto minmax(0, 1fr);
		column-gap: var(--space-2);
		align-items: center;
		min-height: 44px;
		color: inherit;
		text-decoration: none;
	}
	.file svg {
		grid-row: span 2;
		width: 30px;
		height: 30px;
		color: var(--accent);
	}
	.file .name {
		overflow-wrap: anywhere;
	}
	.file:hover .name {
		text-decoration: underline;
	}
	.file .size {
		color: var(--muted);
		font-size: var(--text-small);
	}
	.own .file .size {
		color: var(--on-mine-muted);
	}
	.played {
		display: grid;
		gap: var(--space-1);
		min-width: 0;
	}
	.played audio,
	.played video {
		width: 300px;
		max-width: 100%;
	}
	.played video {
		height: 180px;
		border-radius: 10px;
		background: #000;
	}
	.recalled {
		color: var(--muted);
		font-style: italic;
	}
	.system button {
		min-height: var(--target);
		padding: 0 6px;
		font-size: inherit;
	}
	.said {
		position: relative;
	}
	.menu {
		position: absolute;
		bottom: 0;
		inset-inline-start: 100%;
		color: var(--muted);
		opacity: 0;
	}
	.own .menu {
		inset-inline: auto 100%;
	}
	.message:hover .menu,
	.menu:focus-visible {
		opacity: 1;
	}
	@media (hover: none) {
		.menu {
			opacity: 1;
		}
	}
	.fate {
		flex: none;
		color: var(--on-mine-muted);
	}
	.fate svg {
		width: 14px;
		height: 14px;
		margin-bottom: 2px;
	}
	.fate.failed {
		color: var(--danger);
	}
	.error {
		padding: 0 var(--space-1);
		text-align: end;
	}
	.error button {
		min-height: max(28px, var(--target) - 10px);
		padding: 0 6px;
		font-size: inherit;
	}
	.jump {
		position: absolute;
		display: flex;
		align-items: center;
		gap: 6px;
		border-radius: var(--radius-full);
		background: var(--raised);
		box-shadow: var(--shadow-small);
		animation: rise var(--gentle) var(--ease);
	}
	.jump.down {
		right: var(--space-4);
		bottom: var(--space-3);
		min-width: 44px;
		min-height: 44px;
		padding: 0 11px;
	}
	.jump.up {
		top: var(--space-3);
		justify-self: center;
		color: var(--accent);
		font-weight: 600;
	}
	.skeleton.older {
		flex: none;
		width: 40%;
		height: 36px;
		margin: var(--space-2) 42px;
		border-radius: 16px;
	}
	.waiting {
		gap: var(--space-3);
		width: 100%;
	}
	.waiting .skeleton {
		width: 34%;
		height: 38px;
		border-radius: 16px;
	}
	.waiting .long {
		width: 56%;
	}
	.waiting .own {
		align-self: flex-end;
	}
	@media (max-width: 759px) {
		.lines {
			padding-inline: var(--space-2);
		}
		.said {
			max-width: 86%;
		}
	}
`;
