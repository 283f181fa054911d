/** The look of the pages with one form: sign-up and sign-in. And a field with its label and its error in place. */
import { css, html, nothing } from 'lit';
import { t } from './i18n.ts';

export interface Field {
	readonly name: string;
	readonly label: string;
	readonly type: 'text' | 'password' | 'email' | 'tel';
	readonly autocomplete: string;
	readonly hint?: string;
	readonly value?: string;
	readonly inputmode?: 'numeric';
	/** What the server said of it. */
	readonly error?: string | undefined;
	/** What stands beside it. */
	readonly beside?: unknown;
}

export function field({ name, label, type, autocomplete, hint, value, inputmode, error, beside }: Field) {
	const described = [hint === undefined ? '' : `${name}-hint`, error === undefined ? '' : `${name}-error`];
	return html`<div class="field">
		<label for=${name}>${label}</label>
		<div class="row">
			<input
				id=${name}
				name=${name}
				type=${type}
				autocomplete=${autocomplete}
				autocapitalize="none"
				spellcheck="false"
				inputmode=${inputmode ?? nothing}
				.value=${value ?? ''}
				aria-invalid=${error === undefined ? 'false' : 'true'}
				aria-describedby=${described.join(' ').trim() || nothing}
			/>
			${beside ?? nothing}
		</div>
		${error === undefined ? nothing : html`<p class="error" id="${name}-error" role="alert">${error}</p>`}
		${hint === undefined ? nothing : html`<p class="hint" id="${name}-hint">${hint}</p>`}
	</div>`;
}

export function formHead(title: string) {
	return html`<header>
		<span class="mark"><img src="/favicon.svg" alt="" width="36" height="36" />webchat</span>
		<webchat-language></webchat-language>
	</header>
	<h1>${title}</h1>`;
}

/** A form's texts by the names of its fields. */
export function textsOf(form: HTMLFormElement): Record<string, string> {
	return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
}

/** Where to go when signed in: an own path, and nothing else. */
export function nextPath(search: string): string {
	const next = new URLSearchParams(search).get('next') ?? '/';
	return /^\/(?![/\\])/.test(next) ? next : '/';
}

/** An error's sentence if it is about this field. */
export function errorOf(error: { readonly field?: string; readonly message: string } | null, name: string) {
	return error?.field === name ? error.message || t('refusal.other') : undefined;
}

export const formPage = css`
	:host {
		display: grid;
		min-height: 100vh;
		padding: 16px;
	}
	main {
		width: min(420px, 100%);
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
	.field {
		margin-bottom: 14px;
	}
	.row {
		display: flex;
		gap: 8px;
	}
	.row input {
		flex: 1;
		min-width: 0;
	}
	.row button {
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
	.other {
		margin-top: 16px;
		text-align: center;
	}
	a {
		color: var(--accent);
	}
`;
