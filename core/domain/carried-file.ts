/** The file that a message carries: whose it may be, and what is told of it with the message. */
import type { AccountId, ConversationId, EventId } from '../ids.ts';
import type { Key } from '../loop/command.ts';
import { type RowOf, rowsOf } from '../vault/rows.ts';
import type { VaultRead, VaultRow, VaultWrite } from '../vault/tables.ts';
import { type Body, FILE_USES_MAX, type SentBody } from '../wire.ts';
import { reject } from './decisions.ts';
import { exclusive, fileKey, messageKey, shared } from './keys.ts';
import type { Rejection } from './rejection.ts';

type FileBody = Exclude<SentBody, { type: 'text' }>;

interface Carrying {
	readonly author: AccountId;
	readonly conversation: ConversationId;
	readonly body: FileBody;
	/** The message that is to carry it. */
	readonly message: EventId;
	/** A message in which its author sees it, where it is somebody else's. */
	readonly seenIn: EventId | undefined;
}

export interface CarriedFile {
	readonly keys: readonly Key[];
	readonly reads: readonly VaultRead[];
	/** The body as it is recorded, with what the vault knows of the file; `rows` answer `reads`. */
	tell(
		rows: readonly VaultRow[][],
	): { readonly body: Body; readonly vault: readonly VaultWrite[] } | { readonly rejection: Rejection };
}

/** What is recorded as voice; browsers put it into the containers of films. */
const VOICE = /^(audio\/.+|video\/(webm|mp4))$/;

export function carriedFile({ author, conversation, body, message, seenIn }: Carrying): CarriedFile {
	const { file } = body;
	return {
		keys: [exclusive(fileKey(file)), ...(seenIn === undefined ? [] : [shared(messageKey(seenIn))])],
		reads: [
			{ table: 'files', column: 'file', values: [file] },
			{ table: 'file_uses', column: 'message', values: seenIn === undefined ? [] : [seenIn] },
		],
		tell(rows) {
			const [row] = rowsOf('files', rows[0]);
			const isSeen = rowsOf('file_uses', rows[1]).some((use) => use.file === file && use.recalled === 0);
			if (row === undefined || (row.account !== author && !isSeen)) return reject('not-found', 'body.file');
			if (row.uses >= FILE_USES_MAX)
				return { rejection: { code: 'too-large', field: 'body.file', max: FILE_USES_MAX } };
			const told = bodyOf(body, row);
			if (told === undefined) return reject('unsupported-type', 'body.file');
			return {
				body: told,
				vault: [
					{ do: 'insert', table: 'file_uses', row: { file, message, conversation, recalled: 0 } },
					{ do: 'update', table: 'files', where: { file }, set: { uses: row.uses + 1 } },
				],
			};
		},
	};
}

/** Undefined where the file is not what the message says. A picture is as large as it was measured, whatever is said. */
function bodyOf(body: FileBody, { name, type: mime, size, width, height }: RowOf<'files'>): Body | undefined {
	const { file } = body;
	switch (body.type) {
		case 'file':
			return { type: 'file', file, name, mime, size };
		case 'image':
			return width === null || height === null ? undefined : { type: 'image', file, name, mime, size, width, height };
		case 'voice':
			return VOICE.test(mime) ? { type: 'voice', file, name, mime, size, duration: body.duration } : undefined;
		default:
			return body satisfies never;
	}
}
