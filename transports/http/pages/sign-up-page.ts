/** The sign-up page as the installation wants it: which fields, and which of them has a code sent. */
import { inviteField, type SignUpMode } from '../sign-up-mode.ts';
import { type FormField, type FormPage, NEW_PASSWORD, VERI_CODE } from './forms.ts';

/** A page without a form where nobody signs up. */
export function signUpPage(mode: SignUpMode): FormPage {
	const { signup, verify } = mode;
	const page = {
		document: '/signup.html',
		element: 'webchat-signup',
		attributes: { signup, verify },
		title: 'signup.title',
		links: [{ before: 'signup.known', to: '/verify/signin', text: 'signin.title' }],
	} as const;
	if (signup === 'closed') return { ...page, lead: 'signup.closed', forms: [] };
	return { ...page, forms: [{ action: '/verify/signup', fields: fieldsOf(mode), submit: 'signup.submit' }] };
}

/** What has a code sent stands right before the field for the code. */
function fieldsOf(mode: SignUpMode): FormField[] {
	const { verify } = mode;
	const phone: FormField = { name: 'phone', label: 'field.phone', type: 'tel', autocomplete: 'tel' };
	const email: FormField = { name: 'email', label: 'field.email', type: 'email', autocomplete: 'email' };
	const field = inviteField(mode);
	const invite: FormField[] =
		field === undefined
			? []
			: [{ name: field, label: 'field.invite', type: 'text', autocomplete: 'off', hint: 'field.invite-hint' }];
	return [
		...(verify === 'invite' ? [] : invite),
		{ name: 'username', label: 'field.username', type: 'text', autocomplete: 'username', hint: 'field.username-hint' },
		{ name: 'nickname', label: 'field.nickname', type: 'text', autocomplete: 'nickname' },
		{ name: 'password', label: 'field.password', ...NEW_PASSWORD },
		...(verify === 'mail' ? [phone, { ...email, code: 'signup' } as const, VERI_CODE] : []),
		...(verify === 'sms' ? [email, { ...phone, code: 'signup' } as const, VERI_CODE] : []),
		...(verify === 'invite' ? [email, phone, ...invite] : []),
	];
}
