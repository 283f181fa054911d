import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createOutbox } from '../../../transports/senders/outbox.ts';
import { systemClock } from '../../../transports/system-clock.ts';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'webchat-outbox-'));
});
afterEach(() => rm(folder, { recursive: true }));

const LINE = {
	channel: 'sms',
	to: '+8613800000000',
	purpose: 'signup',
	code: '012345',
	text: '验证码 012345',
} as const;
const CODE = { ...LINE, key: 'code', language: 'zh', subject: '验证码' } as const;

function outbox(file: string) {
	const lines: string[] = [];
	const failures: unknown[] = [];
	const sender = createOutbox({
		file,
		clock: { ...systemClock, now: () => 1_700_000_000_000 },
		print: (line) => lines.push(line),
		onFailure: (error) => failures.push(error),
	});
	return { sender, lines, failures };
}

test('HT20 a message is a JSON line that only its owner may read, and a line on the console', async () => {
	const file = join(folder, 'outbox.ndjson');
	const { sender, lines } = outbox(file);
	expect(sender.delivery).toBe('outbox');
	expect(await sender.send(CODE)).toBe('sent');
	expect(await sender.send({ ...CODE, to: '+4915112345678', purpose: 'signin' })).toBe('sent');
	const text = await readFile(file, 'utf8');
	expect(text.endsWith('\n')).toBe(true);
	const messages = text
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line));
	expect(messages[0]).toEqual({ at: 1_700_000_000_000, ...LINE });
	expect(messages).toHaveLength(2);
	expect((await stat(file)).mode & 0o777).toBe(0o600);
	expect(lines).toEqual(['验证码 012345 → 13800000000 (signup)', '验证码 012345 → +4915112345678 (signin)']);
});

test('HT20 a message without a code says so on the console', async () => {
	const { sender, lines } = outbox(join(folder, 'outbox.ndjson'));
	await sender.send({ ...CODE, code: null, text: 'known' });
	expect(lines).toHaveLength(1);
	expect(lines[0]).toContain('known');
	expect(lines[0]).not.toContain('验证码');
});

test('HT20 many messages at once are whole lines', async () => {
	const file = join(folder, 'outbox.ndjson');
	const { sender } = outbox(file);
	await Promise.all(Array.from({ length: 50 }, (_, k) => sender.send({ ...CODE, text: String(k).repeat(500) })));
	const texts = (await readFile(file, 'utf8'))
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line).text);
	expect(new Set(texts).size).toBe(50);
});

test('HT20 what could not be written was not sent', async () => {
	const { sender, lines, failures } = outbox(join(folder, 'nowhere', 'outbox.ndjson'));
	expect(await sender.send(CODE)).toBe('refused');
	expect(failures).toHaveLength(1);
	expect(lines).toEqual([]);
});
