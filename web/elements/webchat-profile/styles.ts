import { css } from 'lit';

export const styles = css`
	:host {
		display: contents;
	}
	.close {
		float: inline-end;
		margin: -8px -8px 0 var(--space-2);
	}
	.who {
		--face-size: 72px;
		display: flex;
		align-items: center;
		gap: var(--space-4);
		min-height: 72px;
		overflow-wrap: anywhere;
	}
	h2 {
		font-size: var(--text-large);
	}
	.who p {
		font-size: var(--text-small);
	}
	.signature {
		margin-top: var(--space-1);
	}
	.blocked {
		color: var(--danger);
	}
	form {
		margin-top: 20px;
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
	.write {
		width: 100%;
		min-height: 44px;
		margin-top: var(--space-4);
	}
	.parting {
		display: flex;
		flex-wrap: wrap;
		justify-content: center;
		gap: var(--space-2);
		margin-top: var(--space-3);
		padding-top: var(--space-2);
		border-top: 1px solid var(--line);
	}
	.parting .danger {
		color: var(--danger);
	}
	.notice,
	.question {
		margin-top: 20px;
	}
	.question strong {
		display: block;
	}
`;
