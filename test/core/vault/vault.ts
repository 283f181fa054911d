/** People, codes and sessions for the vault's tests. */
import { v7 } from 'uuid';
import { foldUsername } from '../../../core/domain/username.ts';
import type { AccountId, SessionId } from '../../../core/ids.ts';
import type { Outcome } from '../../../core/loop/command.ts';
import { issueCode } from '../../../core/vault/codes.ts';
import { type Registration, registerAccount } from '../../../core/vault/register.ts';
import { createSeal, hashToken, type SealedCode } from '../../../core/vault/seal.ts';
import { type NewSession, newToken } from '../../../core/vault/sessions.ts';
import type { Engine } from '../../support/engine.ts';

export const seal = createSeal('c2VjcmV0');
export const PHONE = '+8613800000000';
export const HASH = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA';

export function newSession(token = newToken()): NewSession {
	return { session: v7() as SessionId, token: hashToken(token), device: 'test' };
}

/** Of somebody who was sent a code to the phone. */
interface ByPhone extends Registration {
	readonly code: SealedCode;
	readonly phone: string;
	readonly email: string;
	readonly session: NewSession;
}

export function registration(changes: Partial<ByPhone> & { readonly veriCode?: string } = {}): ByPhone {
	const { veriCode = '123456', ...changed } = changes;
	const username = changed.username ?? '张三';
	const phone = changed.phone ?? PHONE;
	const email = changed.email ?? 'zhang@example.com';
	return {
		account: v7() as AccountId,
		username,
		folded: foldUsername(username),
		nickname: username,
		passwordHash: HASH,
		phone,
		email,
		contacts: { phone: seal.address(phone), email: seal.address(email) },
		proves: 'phone',
		code: seal.code('signup', phone, veriCode),
		session: newSession(),
		...changed,
	};
}

/** Issues a code and uses it to register. */
export async function register(engine: Engine, changes: Partial<ByPhone> = {}): Promise<ByPhone> {
	const wanted = registration(changes);
	done(await engine.execute(issueCode(wanted.code, [])));
	done(await engine.execute(registerAccount(wanted)));
	return wanted;
}

/** The code of a refusal; undefined when it was done. */
export function refusedAs(outcome: Outcome): string | undefined {
	return outcome.state === 'rejected' ? outcome.rejection.code : undefined;
}

export function done(outcome: Outcome): void {
	if (outcome.state !== 'done') throw new Error(`refused: ${outcome.rejection.code}`);
}
