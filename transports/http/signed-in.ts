/** Who asks, by what the request shows. */
import { credentialOf } from './credential.ts';
import type { HttpPorts } from './ports.ts';
import type { Ask, SignedIn } from './route.ts';

/** A person or a program with a token; undefined without a session that is good. Rejects with `LogError` when the log cannot be reached. */
export async function signedIn(ports: HttpPorts, { request, client }: Ask): Promise<SignedIn | undefined> {
	const token = credentialOf(request.headers, client.secure);
	if (token === undefined) return undefined;
	const check = await ports.checkSession(token);
	return check.state === 'good' ? check : undefined;
}
