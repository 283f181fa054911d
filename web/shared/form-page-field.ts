/** A field with its label, its hint and, in place, what is wrong with it. */
import { html, nothing } from 'lit';
import type { FormCheck } from './form-page-check.ts';
import { t } from './i18n.ts';
import { typedBefore } from './plain-form.ts';

export interface Field {
	readonly name: string;
	readonly label: string;
	readonly type: 'text' | 'password' | 'email' | 'tel';
	readonly autocomplete: string;
	readonly hint?: string;
	readonly value?: string;
	readonly inputmode?: 'numeric';
	/** What stands beside it. */
	readonly beside?: unknown;
}

export function field(check: FormCheck, { name, label, type, autocomplete, hint, value, inputmode, beside }: Field) {
	const problem = check.problem(name);
	const shown = check.isShown(name);
	return html`<div class="field">
		<label for=${name}>${label}</label>
		<div class="row">
			<span class=${type === 'password' ? 'box secret' : 'box'}>
				<input
					id=${name}
					name=${name}
					type=${shown ? 'text' : type}
					data-kind=${type}
					autocomplete=${autocomplete}
					autocapitalize="none"
					autocorrect="off"
					spellcheck="false"
					inputmode=${inputmode ?? nothing}
					.value=${typedBefore(name) ?? value ?? ''}
					aria-invalid=${problem === undefined ? 'false' : 'true'}
					aria-describedby=${problem !== undefined ? `${name}-error` : hint !== undefined ? `${name}-hint` : nothing}
					@input=${check.onInput}
					@blur=${check.onLeave}
				/>
				${
					type === 'password'
						? html`<button
								class="quiet show"
								type="button"
								aria-pressed=${shown}
								aria-label=${t('password.show')}
								aria-controls=${name}
								@click=${() => check.toggleShown(name)}
							>
								${t(shown ? 'password.hide-short' : 'password.show-short')}
							</button>`
						: nothing
				}
			</span>
			${beside ?? nothing}
		</div>
		${problem === undefined ? nothing : html`<p class="error" id="${name}-error" role="alert">${problem}</p>`}
		${
			// What is wrong says what the hint does.
			hint === undefined || problem !== undefined ? nothing : html`<p class="hint" id="${name}-hint">${hint}</p>`
		}
	</div>`;
}

/** What the server refused that is about no field. */
export function problemOfAll(check: FormCheck) {
	const problem = check.problemOfAll;
	return problem === undefined ? nothing : html`<p class="notice problem" role="alert">${problem}</p>`;
}
