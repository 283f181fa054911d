/**
 * Room for what is being uploaded, counted before it comes: uploads at once cannot together take what one of them may.
 * What this node reserves is not known to others; the decision that records a file counts once more, for all of them.
 */
import type { AccountId } from '../../core/ids.ts';

/** Uploads of an account, and of all, under way on a node; beyond it: `too-often`, `unavailable`. */
export const UPLOADS_OF_ONE_MAX = 6;
export const UPLOADS_MAX = 256;

/** `full`: not even the bytes announced have room. */
export type Reserved =
	| { readonly state: 'reserved'; readonly room: Room }
	| { readonly state: 'too-many' | 'busy' | 'full' };

/** Of one upload. */
export interface Room {
	/** This one needs so many bytes altogether. False, and as before, where all of the account's would be more than `max`. */
	grow(bytes: number, max: number): boolean;
	free(): void;
}

export interface Reservations {
	/** Room for so many bytes, while all of the account's are at most `max`. */
	reserve(account: AccountId, bytes: number, max: number): Reserved;
}

export function createReservations(): Reservations {
	const byAccount = new Map<AccountId, { uploads: number; bytes: number }>();
	let uploads = 0;

	function room(account: AccountId, of: { uploads: number; bytes: number }): Room {
		let own = 0;
		let isFree = false;
		return {
			grow(bytes, max) {
				const more = Math.max(0, bytes - own);
				if (of.bytes + more > max) return false;
				of.bytes += more;
				own += more;
				return true;
			},
			free() {
				if (isFree) return;
				isFree = true;
				of.bytes -= own;
				of.uploads -= 1;
				uploads -= 1;
				if (of.uploads === 0) byAccount.delete(account);
			},
		};
	}

	return {
		reserve(account, bytes, max) {
			if (uploads >= UPLOADS_MAX) return { state: 'busy' };
			const of = byAccount.get(account) ?? { uploads: 0, bytes: 0 };
			if (of.uploads >= UPLOADS_OF_ONE_MAX) return { state: 'too-many' };
			byAccount.set(account, of);
			of.uploads += 1;
			uploads += 1;
			const own = room(account, of);
			if (own.grow(bytes, max)) return { state: 'reserved', room: own };
			own.free();
			return { state: 'full' };
		},
	};
}
