/**
 * The pages as documents: the built ones, with a form in the place of the element that takes it over once its script
 * runs. So a page can be read and used before that, and without it.
 */
import { html } from 'hono/html';
import type { RejectionCode } from '../../../core/domain/rejection.ts';
import type { Language } from '../../../core/messages/sentence.ts';
import type { ClientFile } from '../ports.ts';
import type { SignUpMode } from '../sign-up-mode.ts';
import { formPage } from './form.ts';
import { FORM_PAGES, type FormPage, type FormPageName } from './forms.ts';
import { signUpPage } from './sign-up-page.ts';

/** Pages that need a script: without one they say so and let people leave. */
const SCRIPT_PAGES = {
	chat: { document: '/index.html', element: 'webchat-app' },
	settings: { document: '/settings.html', element: 'webchat-settings' },
	join: { document: '/join.html', element: 'webchat-join' },
} as const;

export type PageName = FormPageName | keyof typeof SCRIPT_PAGES;

/** The pages' sentences that are used here, of all that they have. */
export type TextKey =
	| 'app.sign-out'
	| `code.${'get' | 'in-outbox' | 'sent' | 'sent-mail'}`
	| `field.${'code' | 'email' | 'invite' | 'name' | 'new-password' | 'nickname' | 'password' | 'phone' | 'phone-or-email' | 'username'}`
	| `field.${'invite' | 'password' | 'username'}-hint`
	| 'page.needs-script'
	| 'refusal.bad-phone-or-code'
	| `reset.${'have-code' | 'lead' | 'remembered' | 'title'}`
	| `reset2.${'again' | 'everywhere' | 'sent' | 'submit' | 'title'}`
	| `signin.${'by-code' | 'forgotten' | 'new' | 'remember' | 'submit' | 'title'}`
	| `signin.${'account-closed' | 'expired' | 'password-changed' | 'revoked' | 'signed-out'}`
	| `signup.${'closed' | 'known' | 'submit' | 'title'}`;
export type Texts = Readonly<Record<TextKey, string>>;
export type TextOf = (key: TextKey) => string;

/** What a page shows beside its own words. */
export interface Shown {
	/** What was typed, by the names of the fields. */
	readonly values: Readonly<Record<string, string>>;
	/** Why it was refused. */
	readonly error?: { readonly code: RejectionCode; readonly message: string; readonly field?: string };
	/** How a code travels that was sent just now. */
	readonly sent?: string;
	readonly notice?: TextKey;
	/** Where to go on after signing in. */
	readonly next?: string | undefined;
}

export interface Pages {
	/** The whole document. */
	show(page: PageName, language: Language, shown?: Shown): Promise<string>;
}

/** Throws when a document is missing, or the place of its element. */
export function createPages(
	files: ReadonlyMap<string, ClientFile>,
	texts: Readonly<Record<Language, Texts>>,
	mode: SignUpMode,
): Pages {
	const forms: Readonly<Record<FormPageName, FormPage>> = { ...FORM_PAGES, signup: signUpPage(mode) };
	const formPageOf = (name: PageName) => (isFormPage(name) ? forms[name] : undefined);
	const documents = new Map(
		Object.entries({ ...forms, ...SCRIPT_PAGES }).map(([name, { document, element }]) => {
			const place = `<${element}></${element}>`;
			const source = files.get(document)?.body.toString('utf8') ?? '';
			if (!source.includes(place)) throw new Error(`the client lacks ${document} with its ${element}`);
			// What stands here instead says more than that a script is needed.
			return [name, source.replace(/<noscript>.*?<\/noscript>/s, '')];
		}),
	);
	return {
		async show(name, language, shown = { values: {} }) {
			const text: TextOf = (key) => texts[language][key];
			const page = formPageOf(name);
			const inside = String(await (page === undefined ? withoutScript(text) : formPage(page, shown, text)));
			const { element } = isFormPage(name) ? forms[name] : SCRIPT_PAGES[name];
			const attributes = Object.entries(page?.attributes ?? {}).map(([key, value]) => ` ${key}="${value}"`);
			const document = documents.get(name) ?? '';
			return document
				.replace('<html lang="zh">', () => `<html lang="${language}">`)
				.replace('<title>webchat</title>', () => titleOf(page, text))
				.replace(`<${element}></${element}>`, () => `<${element}${attributes.join('')}>${inside}</${element}>`);
		},
	};
}

function isFormPage(name: PageName): name is FormPageName {
	return !Object.hasOwn(SCRIPT_PAGES, name);
}

function titleOf(page: FormPage | undefined, text: TextOf): string {
	return page === undefined ? '<title>webchat</title>' : `<title>${text(page.title)} · webchat</title>`;
}

/** Stands there from the beginning, to be seen only where no script removes it in time (`web/pages/plain.css`). */
function withoutScript(text: TextOf) {
	return html`<div class="plain-form late" data-plain>
		<p>${text('page.needs-script')}</p>
		<form method="post" action="/verify/signout"><button type="submit">${text('app.sign-out')}</button></form>
	</div>`;
}
