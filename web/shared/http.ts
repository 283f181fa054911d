/** Posts to the server and answers with values: what it said, or why it refused, or that it is away. */
import type { WireError } from '../../core/wire.ts';
import { language, t } from './i18n.ts';

export type Posted =
	| { readonly state: 'done'; readonly body: Readonly<Record<string, unknown>> }
	| { readonly state: 'refused'; readonly error: Omit<WireError, 'code'> & { readonly code: string } };

export async function post(path: string, fields: Readonly<Record<string, unknown>>, account?: string): Promise<Posted> {
	try {
		const response = await fetch(path, {
			method: 'POST',
			headers: {
				'Content-Type': 'application/json',
				'Accept-Language': language(),
				...(account === undefined ? {} : { 'X-Webchat-Account': account }),
			},
			body: JSON.stringify(fields),
		});
		const body = response.status === 204 ? {} : await response.json();
		if (response.ok) return { state: 'done', body };
		return { state: 'refused', error: body.error };
	} catch {
		return { state: 'refused', error: { code: 'away', message: t('refusal.away') } };
	}
}

/** Whether the session still stands; undefined while the server is away. */
export async function isSignedIn(): Promise<boolean | undefined> {
	try {
		const { status } = await fetch('/me', { headers: { Accept: 'application/json' } });
		return status === 401 ? false : status < 500 ? true : undefined;
	} catch {
		return undefined;
	}
}
