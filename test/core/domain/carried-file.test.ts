import { describe, expect, test } from 'vitest';
import { sendMessage } from '../../../core/domain/messages.ts';
import { type AccountId, type EventId, pairId } from '../../../core/ids.ts';
import type { VaultRow } from '../../../core/vault/tables.ts';
import type { SentBody } from '../../../core/wire.ts';
import { factsOf } from '../../support/facts.ts';
import { ANN, BEN, friends, registered } from './people.ts';

const PAIR = pairId(ANN, BEN);
const FILE = '018f0000-0000-7000-8000-0000000000f1' as EventId;
const MESSAGE = '018f0000-0000-7000-8000-0000000000e1' as EventId;
const SEEN = '018f0000-0000-7000-8000-0000000000e2' as EventId;

const picture: SentBody = { type: 'image', file: FILE, width: 1, height: 1 };
const file: SentBody = { type: 'file', file: FILE };
const voice: SentBody = { type: 'voice', file: FILE, duration: 1500 };

function row(changes: VaultRow = {}): VaultRow {
	const of = { file: FILE, account: ANN, sha256: 'ab'.repeat(32), name: 'a.jpg', type: 'image/jpeg', size: 600 };
	return { ...of, width: 40, height: 30, thumbnail: null, uses: 0, uploaded: 0, ...changes };
}

function send(
	body: SentBody,
	files: VaultRow[],
	{ author = ANN as AccountId, seenIn = undefined as EventId | undefined, uses = [] as VaultRow[] } = {},
) {
	const decidable = sendMessage(author, { conversation: PAIR, body }, MESSAGE, seenIn);
	return decidable.decide(factsOf([...registered, ...friends(ANN, BEN)]), 0, [files, uses], []);
}

const told = { file: FILE, name: 'a.jpg', mime: 'image/jpeg', size: 600 };

describe('a message with a file', () => {
	test('FI15 tells name, type and size of it, and of a picture its size as measured', () => {
		expect(send(picture, [row()])).toMatchObject({
			events: [{ type: 'MessageSent', data: { body: { type: 'image', ...told, width: 40, height: 30 } } }],
			vault: [
				{ do: 'insert', table: 'file_uses', row: { file: FILE, message: MESSAGE, conversation: PAIR, recalled: 0 } },
				{ do: 'update', table: 'files', where: { file: FILE }, set: { uses: 1 } },
			],
		});
		expect(send(file, [row()])).toMatchObject({ events: [{ data: { body: { type: 'file', ...told } } }] });
		expect(send(voice, [row({ type: 'audio/ogg' })])).toMatchObject({
			events: [{ data: { body: { type: 'voice', ...told, mime: 'audio/ogg', duration: 1500 } } }],
		});
	});

	test.each([
		['no picture', picture, { width: null, height: null }],
		['no sound', voice, {}],
	])('FI15 what is %s is not sent as one', (_, body, changes) => {
		expect(send(body, [row(changes)])).toEqual({ rejection: { code: 'unsupported-type', field: 'body.file' } });
	});

	const mine = { author: BEN };
	const use = { file: FILE, message: SEEN, conversation: PAIR, recalled: 0 };
	test.each([
		['a file that is not there', [], {}],
		['somebody else’s', [row()], mine],
		['somebody else’s, seen in a message that does not carry it', [row()], { ...mine, seenIn: SEEN, uses: [] }],
		[
			'somebody else’s, whose message was recalled',
			[row()],
			{ ...mine, seenIn: SEEN, uses: [{ ...use, recalled: 1 }] },
		],
		[
			'somebody else’s, where another file was seen',
			[row()],
			{ ...mine, seenIn: SEEN, uses: [{ ...use, file: SEEN }] },
		],
	])('FI16 %s is not found', (_, files, options) => {
		expect(send(file, files, options)).toEqual({ rejection: { code: 'not-found', field: 'body.file' } });
	});

	test('FI16 what one may see one may send on', () => {
		expect(send(file, [row({ uses: 4 })], { ...mine, seenIn: SEEN, uses: [use] })).toMatchObject({
			events: [{ by: BEN, data: { body: told } }],
			vault: [{}, { set: { uses: 5 } }],
		});
	});

	test('FI16 one file is carried by so many messages', () => {
		expect(send(file, [row({ uses: 10_000 })])).toMatchObject({ rejection: { code: 'too-large', max: 10_000 } });
		expect(send(file, [row({ uses: 9_999 })])).toHaveProperty('events');
	});
});
