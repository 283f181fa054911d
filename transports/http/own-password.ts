/**
 * People who are signed in show their password again before what somebody at their open page, or with a stolen session,
 * must not do.
 */
import type { Rejection } from '../../core/domain/rejection.ts';
import type { AccountId } from '../../core/ids.ts';
import type { AttemptLimits } from '../../core/vault/attempts.ts';
import { rowsOf } from '../../core/vault/rows.ts';
import { passwordLimits } from './attempts.ts';
import type { HttpPorts } from './ports.ts';

export interface ShownPassword {
	/** The hash that the password was compared with: a decision refuses where it is not the one any more. */
	readonly hash: string;
	/** What the decision stands under, so that of many guesses at once no more than the limit are answered. */
	readonly limits: AttemptLimits;
}

/** Whether it is the account's password; where not, `wrong` is the answer, and counts. Throws `LogError`. */
export async function showPassword(
	ports: HttpPorts,
	account: AccountId,
	password: string,
	wrong: Rejection,
): Promise<ShownPassword | { readonly rejection: Rejection }> {
	const limits = passwordLimits(ports, account);
	const waits = await ports.attempts.refusal(limits);
	if (waits !== undefined) return { rejection: waits };
	const [rows] = await ports.log.select([{ table: 'credentials', column: 'account', values: [account] }]);
	const hash = rowsOf('credentials', rows)[0]?.hash;
	const verified = await ports.hasher.verify(hash, password);
	if (verified.state === 'unavailable') return { rejection: { code: 'unavailable' } };
	if (verified.right && hash !== undefined) return { hash, limits };
	return ports.attempts.refuse('password.show', wrong, limits);
}
