/**
 * Password hashes: argon2id in the PHC string format (RFC 9106; parameters as OWASP's password storage advice gives
 * them), computed one at a time behind a bounded queue, because each takes 19 MiB and tens of milliseconds.
 */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';

/** Memory in KiB, passes over it, lanes, and the bytes of hash and salt: of the hashes made now. */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
const HASH_BYTES = 32;
const SALT_BYTES = 16;
/** Computations waiting, the one under way included; beyond it: `unavailable`. */
export const HASHES_WAITING_MAX = 64;

export type Hashed = { readonly state: 'done'; readonly hash: string } | { readonly state: 'unavailable' };
export type Verified = { readonly state: 'done'; readonly right: boolean } | { readonly state: 'unavailable' };

export interface PasswordHasher {
	/** The PHC string to keep, with a fresh salt. */
	hash(password: string): Promise<Hashed>;
	/**
	 * Whether `password` made `hash`. Without a hash (an account that is not there) the same work is done for nothing,
	 * so that the time taken tells nothing. Throws when `hash` is not one that this module made.
	 */
	verify(hash: string | undefined, password: string): Promise<Verified>;
}

interface Phc {
	readonly memory: number;
	readonly passes: number;
	readonly lanes: number;
	readonly salt: Buffer;
	readonly hash: Buffer;
}
type Derive = (password: string, phc: Omit<Phc, 'hash'>, bytes: number) => Promise<Buffer>;

/** `derive` is argon2id of `node:crypto`; tests hand in one that they can hold up. */
export function createPasswordHasher(derive: Derive = deriveArgon2id): PasswordHasher {
	const ours = { memory: MEMORY_KIB, passes: PASSES, lanes: LANES };
	const nobodys = { ...ours, salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) };
	let waiting = 0;
	let last: Promise<unknown> = Promise.resolve();

	/** Runs after all that was queued before; undefined when the queue is full. */
	async function queued<T>(compute: () => Promise<T>): Promise<T | undefined> {
		if (waiting >= HASHES_WAITING_MAX) return undefined;
		waiting++;
		const turn = last.then(compute);
		last = turn.catch(() => undefined);
		try {
			return await turn;
		} finally {
			waiting--;
		}
	}

	return {
		async hash(password) {
			const salted = { ...ours, salt: randomBytes(SALT_BYTES) };
			const hash = await queued(() => derive(password, salted, HASH_BYTES));
			return hash === undefined ? { state: 'unavailable' } : { state: 'done', hash: encodePhc({ ...salted, hash }) };
		},
		async verify(kept, password) {
			const phc = kept === undefined ? nobodys : decodePhc(kept);
			const hash = await queued(() => derive(password, phc, phc.hash.length));
			if (hash === undefined) return { state: 'unavailable' };
			return { state: 'done', right: timingSafeEqual(hash, phc.hash) && kept !== undefined };
		},
	};
}

function deriveArgon2id(password: string, phc: Omit<Phc, 'hash'>, bytes: number): Promise<Buffer> {
	const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
	const parameters = {
		message: password,
		nonce: phc.salt,
		parallelism: phc.lanes,
		tagLength: bytes,
		memory: phc.memory,
		passes: phc.passes,
	};
	argon2('argon2id', parameters, (error, hash) => (error === null ? resolve(hash) : reject(error)));
	return promise;
}

/** `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`, base64 without padding. */
function encodePhc(phc: Phc): string {
	const unpadded = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
	const parameters = `m=${phc.memory},t=${phc.passes},p=${phc.lanes}`;
	return `$argon2id$v=19$${parameters}$${unpadded(phc.salt)}$${unpadded(phc.hash)}`;
}

function decodePhc(text: string): Phc {
	const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(text);
	if (match === null) throw new Error('not an argon2id hash in PHC form');
	const [, memory, passes, lanes, salt = '', hash = ''] = match;
	return {
		memory: Number(memory),
		passes: Number(passes),
		lanes: Number(lanes),
		salt: Buffer.from(salt, 'base64'),
		hash: Buffer.from(hash, 'base64'),
	};
}
