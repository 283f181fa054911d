/**
 * Devices that know an account: somebody signed in to it there before. Such a device shows a cookie that only this
 * installation can have made; so nobody else's failures are counted against it, and the owner of an account is not kept
 * out by whoever tries passwords on it.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { AccountId } from '../../core/ids.ts';
import type { Seal } from '../../core/vault/seal.ts';
import { deviceCookie, giveDevice, takeDevice } from './cookies.ts';
import type { Ask } from './route.ts';

/** Accounts that one device knows; one more takes the place of the one that signed in longest ago. */
const ACCOUNTS_MAX = 5;
const ID_BYTES = 16;

/** The cookie's value: the device's own random id, then a proof for each account, the latest last. */
interface Device {
	readonly id: string;
	readonly proofs: readonly string[];
}

/** The device's id where it knows `account`. */
export function knownDevice(seal: Seal, ask: Ask, account: AccountId | undefined): string | undefined {
	const device = read(ask);
	if (device === undefined || account === undefined) return undefined;
	const proof = seal.device(device.id, account);
	return device.proofs.some((shown) => equal(shown, proof)) ? device.id : undefined;
}

/** `Set-Cookie` after somebody was let in: the device knows the account from now on, or no longer. */
export function rememberDevice(seal: Seal, ask: Ask, account: AccountId, remember: boolean): string {
	const { id, proofs } = read(ask) ?? { id: randomBytes(ID_BYTES).toString('base64url'), proofs: [] };
	const proof = seal.device(id, account);
	const others = proofs.filter((other) => other !== proof);
	const kept = remember ? [...others, proof].slice(-ACCOUNTS_MAX) : others;
	const { secure } = ask.client;
	return kept.length === 0 ? takeDevice(secure) : giveDevice([id, ...kept].join('.'), secure);
}

function read({ request, client }: Ask): Device | undefined {
	const [id = '', ...proofs] = (deviceCookie(request.headers.get('Cookie'), client.secure) ?? '').split('.');
	return id === '' ? undefined : { id, proofs: proofs.slice(-ACCOUNTS_MAX) };
}

function equal(shown: string, proof: string): boolean {
	const [one, other] = [Buffer.from(shown), Buffer.from(proof)];
	return one.length === other.length && timingSafeEqual(one, other);
}
