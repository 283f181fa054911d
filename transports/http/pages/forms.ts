/** The forms of the pages as they work without script: what they ask for, in which order, in which words. */
import type { CodePurpose } from '../../../core/vault/seal.ts';
import type { TextKey } from './pages.ts';

export interface FormField {
	readonly name: string;
	readonly label: TextKey;
	readonly type: 'text' | 'password' | 'email' | 'tel';
	readonly autocomplete: string;
	readonly hint?: TextKey;
	readonly inputmode?: 'numeric';
	/** Beside it stands a button that sends a code for this. */
	readonly code?: CodePurpose;
}

export interface PageForm {
	/** Where it is posted to. */
	readonly action: string;
	readonly fields: readonly FormField[];
	readonly submit: TextKey;
	/** Behind which words it is folded up, where it is another way to the same. */
	readonly otherWay?: TextKey;
	/** Whether it asks to keep the user name. */
	readonly remember?: true;
	/** Where `bad-credentials` is said, for the answer itself names no field; in which words, where not the server's. */
	readonly credentials?: { readonly field: string; readonly text?: TextKey };
}

export interface FormPage {
	/** The built document, and its element, in whose place the form stands until a script takes over. */
	readonly document: string;
	readonly element: string;
	/** What the element is told. */
	readonly attributes?: Readonly<Record<string, string>>;
	readonly title: TextKey;
	readonly lead?: TextKey;
	readonly forms: readonly PageForm[];
	readonly links: readonly { readonly before?: TextKey; readonly to: string; readonly text: TextKey }[];
}

export const VERI_CODE: FormField = {
	name: 'veri_code',
	label: 'field.code',
	type: 'text',
	autocomplete: 'one-time-code',
	inputmode: 'numeric',
};
export const NEW_PASSWORD = { type: 'password', autocomplete: 'new-password', hint: 'field.password-hint' } as const;
/** A phone number or, where one is verified, an e-mail address. */
const ADDRESS = { name: 'phone', label: 'field.phone-or-email', type: 'text', autocomplete: 'username' } as const;
const BACK_TO_SIGN_IN = { to: '/verify/signin', text: 'reset.remembered' } as const;

export type FormPageName = 'signup' | 'signin' | 'reset' | 'reset2';

/** Those that are the same wherever they stand; the sign-up page depends on the installation. */
export const FORM_PAGES: Readonly<Record<Exclude<FormPageName, 'signup'>, FormPage>> = {
	signin: {
		document: '/login.html',
		element: 'webchat-signin',
		title: 'signin.title',
		forms: [
			{
				action: '/verify/signin',
				fields: [
					{ name: 'username', label: 'field.name', type: 'text', autocomplete: 'username' },
					{ name: 'password', label: 'field.password', type: 'password', autocomplete: 'current-password' },
				],
				submit: 'signin.submit',
				remember: true,
				credentials: { field: 'password' },
			},
			{
				action: '/verify/signin',
				fields: [{ name: 'phone', label: 'field.phone', type: 'tel', autocomplete: 'tel', code: 'signin' }, VERI_CODE],
				submit: 'signin.submit',
				otherWay: 'signin.by-code',
				// What is wrong is the code, or the phone has no account: the answer does not tell which.
				credentials: { field: 'veri_code', text: 'refusal.bad-phone-or-code' },
			},
		],
		links: [
			{ to: '/password_reset.html', text: 'signin.forgotten' },
			{ before: 'signin.new', to: '/verify/signup', text: 'signup.title' },
		],
	},
	reset: {
		document: '/password_reset.html',
		element: 'webchat-reset',
		title: 'reset.title',
		lead: 'reset.lead',
		forms: [{ action: '/verify/password_reset', fields: [ADDRESS], submit: 'code.get' }],
		links: [{ to: '/password_reset2.html', text: 'reset.have-code' }, BACK_TO_SIGN_IN],
	},
	reset2: {
		document: '/password_reset2.html',
		element: 'webchat-reset2',
		title: 'reset2.title',
		lead: 'reset2.everywhere',
		forms: [
			{
				action: '/verify/password_reset2',
				fields: [ADDRESS, VERI_CODE, { name: 'password', label: 'field.new-password', ...NEW_PASSWORD }],
				submit: 'reset2.submit',
			},
		],
		links: [{ to: '/password_reset.html', text: 'reset2.again' }, BACK_TO_SIGN_IN],
	},
};
