/** Where each page is reached, by whom, and what it shows at first. */
import { rememberedName, resetAddress } from './cookies.ts';
import { ownPath } from './own-path.ts';
import type { PageName, Shown } from './pages/pages.ts';
import type { HttpPorts } from './ports.ts';
import { SIGN_IN_REASONS, showPage } from './posted.ts';
import type { Ask, Route } from './route.ts';

interface Page {
	readonly page: PageName;
	readonly who: 'anybody' | 'account';
	readonly paths: readonly string[];
	/** Nothing but the page's own words when absent. */
	readonly shown?: (ask: Ask, ports: HttpPorts) => Shown;
}

const PAGES: readonly Page[] = [
	{ page: 'chat', who: 'account', paths: ['/', '/c/:conversation', '/c/:conversation/:message'] },
	{ page: 'settings', who: 'account', paths: ['/settings'] },
	{ page: 'join', who: 'account', paths: ['/join'] },
	{ page: 'signup', who: 'anybody', paths: ['/verify/signup', '/signup.html'] },
	{ page: 'signin', who: 'anybody', paths: ['/verify/signin', '/login.html'], shown: shownAtSignIn },
	{ page: 'reset', who: 'anybody', paths: ['/verify/password_reset', '/password_reset.html'] },
	{
		...{ page: 'reset2', who: 'anybody', shown: shownAtReset2 },
		paths: ['/verify/password_reset2', '/password_reset2.html'],
	},
];

export function pageRoutes(ports: HttpPorts): Route[] {
	return PAGES.flatMap(({ page, who, paths, shown }) => {
		const handle = (ask: Ask) => showPage(ports, ask, page, shown?.(ask, ports) ?? { values: {} });
		return paths.map((path): Route => ({ method: 'GET', path, kind: 'page', who, handle }));
	});
}

/** The last user name, why one is asked to sign in, where to go on. */
function shownAtSignIn({ request, url }: Ask): Shown {
	const username = rememberedName(request.headers.get('Cookie'));
	const notice = SIGN_IN_REASONS.get(url.searchParams.get('reason') ?? '');
	return {
		values: username === undefined ? {} : { username },
		next: ownPath(url.searchParams.get('next')),
		...(notice === undefined ? {} : { notice }),
	};
}

/** Whose password it is, where a form asked for the code on the page before. */
function shownAtReset2({ request }: Ask, { sms, mail }: HttpPorts): Shown {
	const phone = resetAddress(request.headers.get('Cookie'));
	if (phone === undefined) return { values: {} };
	const { delivery } = phone.includes('@') ? mail : sms;
	return { values: { phone }, notice: 'reset2.sent', sent: delivery };
}
