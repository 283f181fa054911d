/** The look of the pages with one form, and what they have in common. */
import { css, html } from 'lit';
import '../elements/webchat-language/webchat-language.ts';

export const mark = html`<span class="mark"><img src="/favicon.svg" alt="" width="36" height="36" />webchat</span>`;

export function formHead(title: string) {
	return html`<header>${mark}<webchat-language></webchat-language></header>
		<h1>${title}</h1>`;
}

/** What the fields of a form look like, also outside a page of its own. */
export const formFields = css`
	.field {
		margin-bottom: 14px;
	}
	.row {
		display: flex;
		flex-wrap: wrap;
		gap: 8px;
	}
	.box {
		position: relative;
		flex: 1 1 160px;
		min-width: 0;
	}
	.secret input {
		padding-inline-end: 4.5em;
	}
	.show {
		position: absolute;
		inset-block: 2px;
		inset-inline-end: 2px;
		min-height: 0;
		padding: 0 10px;
		border-radius: 7px;
		font-size: var(--text-small);
	}
	.code {
		flex: 0 0 auto;
		min-width: 8.5em;
	}
	button.primary {
		width: 100%;
		min-height: 44px;
		margin-top: 4px;
	}
	.notice {
		margin-bottom: 14px;
	}
	.notice p + p {
		margin-top: 8px;
	}
	.problem {
		background: none;
		border: 1px solid var(--danger);
		color: var(--danger);
	}
	.steps {
		margin: 4px 0 0 1.2em;
		list-style: disc;
	}
	.ways {
		display: flex;
		gap: 4px;
		margin-bottom: 16px;
		padding: 4px;
		border-radius: var(--radius-small);
		background: var(--hover);
	}
	.ways button {
		flex: 1;
		min-height: 36px;
		padding: 0 8px;
		border-color: transparent;
		background: none;
		color: var(--muted);
		font-weight: 600;
	}
	.ways button[aria-pressed='true'] {
		border-color: var(--line);
		background: var(--surface);
		color: var(--ink);
	}
	.check {
		display: flex;
		align-items: center;
		gap: 8px;
		min-height: 36px;
		margin: 0 0 8px;
		font-size: var(--text-small);
		font-weight: 400;
	}
	.check input {
		width: 18px;
		height: 18px;
		margin: 0;
		accent-color: var(--accent);
	}
	.between {
		display: flex;
		align-items: center;
		justify-content: space-between;
		gap: 12px;
		margin-bottom: 8px;
	}
	.between .check {
		margin: 0;
	}
	.between a {
		font-size: var(--text-small);
	}
	a {
		color: var(--accent);
	}
	a.button {
		display: grid;
		place-items: center;
		min-height: 44px;
		padding: 0 16px;
		border: 1px solid var(--line);
		border-radius: var(--radius-small);
		background: var(--surface);
		text-decoration: none;
		font-weight: 600;
	}
	a.primary {
		border-color: var(--accent);
		background: var(--accent);
		color: var(--on-accent);
	}
	.stack {
		display: grid;
		gap: 8px;
		margin-top: 16px;
	}
	@media (pointer: coarse) {
		.show,
		.ways button,
		.check {
			min-height: 44px;
		}
	}
`;

export const formPage = [
	formFields,
	css`
		:host {
			display: grid;
			min-height: 100vh;
			min-height: 100dvh;
			padding: 16px;
		}
		/* The product's mark, large and pale behind the form. */
		:host::before,
		:host::after {
			position: fixed;
			z-index: -1;
			content: '';
		}
		:host::before {
			top: calc(50% - 320px);
			left: calc(50% - 360px);
			width: 420px;
			height: 300px;
			border-radius: 72px 72px 72px 10px;
			background: var(--accent-soft);
		}
		:host::after {
			right: calc(50% - 350px);
			bottom: calc(50% - 310px);
			width: 340px;
			height: 240px;
			border-radius: 60px 60px 10px 60px;
			background: var(--warm-soft);
		}
		main {
			width: min(440px, 100%);
			margin: auto;
			padding: 20px 24px 28px;
			border: 1px solid var(--line);
			border-radius: var(--radius);
			background: var(--surface);
		}
		header {
			display: flex;
			align-items: center;
			justify-content: space-between;
			margin-bottom: 16px;
		}
		.mark {
			display: inline-flex;
			align-items: center;
			gap: 10px;
			font-size: 1.15rem;
			font-weight: 600;
			letter-spacing: 0.01em;
		}
		h1 {
			margin-bottom: 16px;
			font-size: 1.35rem;
		}
		.lead {
			margin-bottom: 16px;
			color: var(--muted);
		}
		.other {
			margin-top: 16px;
			text-align: center;
		}
		@media (max-width: 480px) {
			:host {
				padding: 0;
			}
			:host::before,
			:host::after {
				content: none;
			}
			main {
				margin: 0;
				padding: 16px 16px 28px;
				border: 0;
				border-radius: 0;
				background: none;
			}
		}
	`,
];
