/** Head pictures: made in two sizes, recorded by their address, their bytes kept beside in the same transaction. */
import { randomBytes } from 'node:crypto';
import { NOTHING, reject } from '../domain/decisions.ts';
import { accountKey, exclusive, profileKey, shared } from '../domain/keys.ts';
import type { AccountId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import { smallAvatar } from '../wire.ts';
import type { VaultWrite } from './tables.ts';

const NAME_BYTES = 16;
const FOLDER = '/avatars/';

/** Both WebP, each at most 65,535 bytes. */
export interface Heads {
	readonly large: Uint8Array;
	readonly small: Uint8Array;
}

/** An address that nobody can guess, so that it serves those alone who were told of it. */
export function newAvatarPath(): string {
	return `${FOLDER}${randomBytes(NAME_BYTES).toString('base64url')}.webp`;
}

/** `made` takes the place of whatever was there; without it there is none from here on. */
export function changeAvatar(
	account: AccountId,
	made: { readonly path: string; readonly heads: Heads } | undefined,
): Decidable {
	return {
		keys: [exclusive(profileKey(account)), shared(accountKey(account))],
		decide(facts) {
			const known = facts.account(account);
			if (known === undefined || known.closed) return reject('no-session');
			const avatar = made?.path ?? '';
			if (known.avatar === avatar) return NOTHING;
			const kept: [string, Uint8Array][] =
				made === undefined
					? []
					: [
							[made.path, made.heads.large],
							[smallAvatar(made.path), made.heads.small],
						];
			return {
				events: [{ stream: account, type: 'AvatarChanged', by: account, data: { avatar } }],
				vault: [
					{ do: 'delete', table: 'avatars', where: { account } },
					...kept.map(([path, bytes]): VaultWrite => {
						return { do: 'insert', table: 'avatars', row: { file: path.slice(FOLDER.length), account, bytes } };
					}),
				],
			};
		},
	};
}
