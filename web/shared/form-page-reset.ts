/** Whose password is to be reset, from the page that asks for the code to the one that takes it; kept in this tab alone. */

const KEPT_AS = 'webchat.reset';

/** By the name that the server gives it. */
export type Whose = { readonly phone: string } | { readonly email: string };

export function whose(text: string): Whose {
	return text.includes('@') ? { email: text } : { phone: text };
}

export interface ResetAsked {
	/** A phone number or an e-mail address. */
	readonly address: string;
	/** How the code travels. */
	readonly delivery: string;
}

export function keepReset(asked: ResetAsked): void {
	try {
		sessionStorage.setItem(KEPT_AS, JSON.stringify(asked));
	} catch {
		// The next page asks for it again.
	}
}

export function keptReset(): ResetAsked | undefined {
	try {
		return JSON.parse(sessionStorage.getItem(KEPT_AS) ?? '') as ResetAsked;
	} catch {
		return undefined;
	}
}

export function forgetReset(): void {
	try {
		sessionStorage.removeItem(KEPT_AS);
	} catch {
		// Nothing was kept.
	}
}
