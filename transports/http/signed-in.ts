/** Who asks, by the session's cookie. */
import { sessionToken } from './cookies.ts';
import type { HttpPorts } from './ports.ts';
import type { Ask, SignedIn } from './route.ts';

/** Undefined without a session that is good. Rejects with `LogError` when the log cannot be reached. */
export async function signedIn(ports: HttpPorts, { request, client }: Ask): Promise<SignedIn | undefined> {
	const token = sessionToken(request.headers.get('Cookie'), client.secure);
	if (token === undefined) return undefined;
	const check = await ports.checkSession(token);
	return check.state === 'good' ? check : undefined;
}
