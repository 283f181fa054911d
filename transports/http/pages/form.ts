/** A page's form as HTML: filled in with what was typed, and with what is wrong at the field that it is about. */
import { html } from 'hono/html';
import type { FormField, FormPage, PageForm } from './forms.ts';
import type { Shown, TextKey, TextOf } from './pages.ts';

type Html = ReturnType<typeof html>;
interface Problem {
	/** Undefined where it is about the form as a whole. */
	readonly field: string | undefined;
	readonly text: string;
}

/** Everything that stands in the place of the page's element. Values are escaped. */
export function formPage(page: FormPage, shown: Shown, text: TextOf): Html {
	const current = currentForm(page, shown);
	return html`<main class="plain-form" data-plain>
		<h1>${text(page.title)}</h1>
		${shown.notice && html`<p class="notice" role="status">${text(shown.notice)}</p>`}
		${shown.sent === 'outbox' && !page.forms.some(asksForCode) && html`<p class="notice" role="status">${text('code.in-outbox')}</p>`}
		${page.lead && html`<p>${text(page.lead)}</p>`}
		${page.forms.map((form) => oneWay(form, form === current ? shown : { next: shown.next, values: {} }, text, form === current && form !== page.forms[0]))}
		${page.links.map(({ before, to, text: key }) => html`<p>${before && `${text(before)} `}<a href="${to}">${text(key)}</a></p>`)}
	</main>`;
}

/** The form that was posted, where a page has two: the one that has a field which the other lacks. */
function currentForm({ forms }: FormPage, { values }: Shown): PageForm | undefined {
	const [first] = forms;
	const names = (form: PageForm | undefined) => form?.fields.map(({ name }) => name) ?? [];
	const other = forms.find((form) => names(form).some((name) => name in values && !names(first).includes(name)));
	return other ?? first;
}

function oneWay(form: PageForm, shown: Shown, text: TextOf, open: boolean): Html {
	if (form.otherWay === undefined) return formOf(form, shown, text);
	return html`<details ${open ? 'open' : ''}>
		<summary>${text(form.otherWay)}</summary>
		${formOf(form, shown, text)}
	</details>`;
}

function formOf(form: PageForm, shown: Shown, text: TextOf): Html {
	const problem = problemOf(form, shown, text);
	return html`<form method="post" action="${form.action}">
		${problem !== undefined && problem.field === undefined && html`<p class="notice problem" role="alert">${problem.text}</p>`}
		${shown.next && html`<input type="hidden" name="next" value="${shown.next}" />`}
		${
			// Enter presses the first button of a form: that must not be the one for a code.
			asksForCode(form) &&
			html`<button type="submit" class="first" tabindex="-1" aria-hidden="true">${text(form.submit)}</button>`
		}
		${form.fields.map((field) => fieldOf(field, shown, problem, text))}
		${
			form.remember &&
			html`<input type="hidden" name="remember" value="off" />
		<label class="check"><input type="checkbox" name="remember" value="on" ${shown.values.remember === 'off' ? '' : 'checked'} /> ${text('signin.remember')}</label>`
		}
		<button type="submit" class="primary">${text(form.submit)}</button>
	</form>`;
}

function asksForCode({ fields }: PageForm): boolean {
	return fields.some(({ code }) => code !== undefined);
}

function fieldOf(field: FormField, { values, sent }: Shown, problem: Problem | undefined, text: TextOf): Html {
	const { name, label, type, autocomplete, hint, inputmode, code } = field;
	const wrong = problem?.field === name ? problem.text : undefined;
	const described = [wrong === undefined ? '' : `${name}-error`, hint === undefined ? '' : `${name}-hint`];
	const value = type === 'password' ? '' : (values[name] ?? '');
	return html`<div class="field">
			<label for="${name}">${text(label)}</label>
			<input id="${name}" name="${name}" type="${type}" value="${value}" autocomplete="${autocomplete}" autocapitalize="none" spellcheck="false"
				inputmode="${inputmode ?? (type === 'tel' ? 'tel' : 'text')}" aria-invalid="${wrong === undefined ? 'false' : 'true'}" aria-describedby="${described.join(' ').trim()}" />
			${code && html`<button type="submit" formaction="/verify/code" name="purpose" value="${code}">${text('code.get')}</button>`}
			${wrong !== undefined && html`<p class="error" id="${name}-error" role="alert">${wrong}</p>`}
			${hint && html`<p class="hint" id="${name}-hint">${text(hint)}</p>`}
			${code && sent !== undefined && html`<p class="notice" role="status">${text(whereTheCodeIs(sent))}</p>`}
		</div>`;
}

/** Where to look for a code that travels so. */
function whereTheCodeIs(delivery: string): TextKey {
	if (delivery === 'outbox') return 'code.in-outbox';
	return delivery === 'mail' ? 'code.sent-mail' : 'code.sent';
}

function problemOf(form: PageForm, { error }: Shown, text: TextOf): Problem | undefined {
	if (error === undefined) return undefined;
	if (error.code === 'bad-credentials' && form.credentials !== undefined) {
		const { field, text: key } = form.credentials;
		return { field, text: key === undefined ? error.message : text(key) };
	}
	const field = form.fields.find(({ name }) => name === error.field)?.name;
	return { field, text: error.message };
}
