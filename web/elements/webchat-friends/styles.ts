import { css } from 'lit';

export const styles = css`
	.search {
		padding: 14px 16px 10px;
	}
	.row {
		display: flex;
		gap: 8px;
	}
	.row input {
		flex: 1;
		min-width: 0;
	}
	.found {
		margin: 0 16px 10px;
		padding: 12px;
		border: 1px solid var(--line);
		border-radius: var(--radius);
		background: var(--surface);
	}
	.found .person {
		margin-bottom: 10px;
	}
	section {
		padding: 6px 0;
	}
	h2 {
		padding: 6px 16px;
		color: var(--muted);
		font-size: var(--text-small);
	}
	dialog h2 {
		padding: 0 0 6px;
		color: inherit;
		font-size: 1rem;
	}
	li {
		padding: 8px 16px;
	}
	.request {
		display: flex;
		flex-wrap: wrap;
		align-items: center;
		justify-content: space-between;
		gap: 8px;
	}
	.answers {
		display: flex;
		gap: 8px;
		margin-inline-start: auto;
	}
	.friend {
		display: flex;
		align-items: center;
		padding: 0 8px 0 0;
	}
	.friend:hover {
		background: var(--hover);
	}
	.person-button {
		flex: 1;
		min-width: 0;
		height: auto;
		padding: 8px 8px 8px 16px;
		border: 0;
		border-radius: 0;
		background: none;
		text-align: start;
	}
	.person-button:focus-visible {
		outline-offset: -2px;
	}
	.person {
		display: flex;
		align-items: center;
		gap: 12px;
		min-width: 0;
	}
	.about {
		display: grid;
		min-width: 0;
	}
	.name {
		font-weight: 600;
	}
	.about .muted {
		font-size: var(--text-small);
	}
	.icon {
		color: var(--muted);
	}
`;
