/** What the server says on the brief's sockets, as frames. Pure. */
import type { Rejection } from '../../core/domain/rejection.ts';
import { type Language, sentence } from '../../core/messages/sentence.ts';
import { type Profile, SERVER_FRAME_BYTES_MAX } from '../../core/wire.ts';
import { statusOf } from '../http/refusal.ts';
import { textFrame } from '../ws/encoder.ts';
import type { Status } from './status.ts';
import type { Echo } from './step.ts';

const OK = 200;
/** The only kind of message that the brief knows: an application for friendship. */
export const APPLICATION_TYPE = 0;
/** What stands around the friends of a list. */
const ENVELOPE_BYTES_MAX = 64;

/** A friend as the list shows them. */
export type ListedFriend = Pick<Profile, 'id' | 'username' | 'nickname' | 'avatar'>;

/** The list as JSON; friends beyond a frame's size are left out, and `more` says so. */
export function friendList(friends: readonly ListedFriend[]): string {
	const pieces: string[] = [];
	let room = SERVER_FRAME_BYTES_MAX - ENVELOPE_BYTES_MAX;
	for (const { id, username, nickname, avatar } of friends) {
		const piece = JSON.stringify({ username, friend_head: avatar ?? '', id, nickname });
		room -= Buffer.byteLength(piece) + 1;
		if (room < 0) break;
		pieces.push(piece);
	}
	const more = pieces.length < friends.length ? ',"more":true' : '';
	return `{"code":${OK},"friends":[${pieces.join()}]${more}}`;
}

/** A friend application (step 1) or the answer to one (step 3), with the user names of who sends and who receives. */
export function stepFrame(
	told: { readonly sender: string; readonly reciver: string } & (
		| { readonly step: 1 }
		| { readonly step: 3; readonly status: Status }
	),
): Buffer {
	const { sender, reciver, step } = told;
	const status = step === 3 ? { status: told.status } : {};
	return textFrame(JSON.stringify({ code: OK, sender, reciver, step, type: APPLICATION_TYPE, ...status }));
}

/** A refusal with the request's own fields; where names clash, the refusal's stand. */
export function errorFrame(rejection: Rejection, language: Language, echo: Echo): Buffer {
	const { code, field, max, retryAfterMs } = rejection;
	return textFrame(
		JSON.stringify({
			...echo,
			code: statusOf(code),
			error: code,
			message: sentence(code, language),
			...(field !== undefined && { field }),
			...(max !== undefined && { max }),
			...(retryAfterMs !== undefined && { wait: retryAfterMs }),
		}),
	);
}
