import { BlockList } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createResolve } from '../../../transports/outside/resolve.ts';
import { createSmtp, type SmtpServer } from '../../../transports/senders/smtp.ts';
import { systemClock } from '../../../transports/system-clock.ts';
import { SimClock } from '../../support/sim-clock.ts';
import { type SmtpServer as Running, type SmtpOptions, startSmtpServer } from '../../support/smtp-server.ts';
import { startRawUpstream } from '../outside/stub-upstream.ts';
import { MAIL } from './messages.ts';

const loopback = new BlockList();
loopback.addAddress('127.0.0.1', 'ipv4');
const resolve = createResolve(loopback, async () => ['127.0.0.1']);
const FROM = { name: '我们的聊天', address: 'chat@example.org' };
const CREDENTIALS = { user: 'chat@example.org', pass: 'p:a@ss/word' };

let running: Running | undefined;
afterEach(async () => {
	await running?.stop();
	running = undefined;
});

/** A server with these options and how we hand mails to it; by name, where it is to be checked against a certificate. */
async function mailer(options: SmtpOptions, changes: Partial<SmtpServer> = {}, resolving = resolve) {
	running = await startSmtpServer(options);
	const server = { host: 'mail.example', port: running.port, secure: false, from: FROM, ...changes };
	return { server: running, attempt: createSmtp(server, resolving, systemClock) };
}

test('OU17 a mail arrives, with its subject, sender and text, and asks for no answer', async () => {
	const { server, attempt } = await mailer({ credentials: CREDENTIALS }, { credentials: CREDENTIALS });
	expect(await attempt(MAIL, 'id1')).toEqual({ state: 'sent' });
	const [mail] = server.mails;
	expect(mail).toMatchObject({ from: 'chat@example.org', to: ['zhang@example.com'], user: CREDENTIALS.user });
	expect(mail?.text).toContain('Message-ID: <id1@example.org>');
	expect(mail?.text).toContain('Auto-Submitted: auto-generated');
	expect(mail?.text).toMatch(/^From: =\?UTF-8\?.*<chat@example\.org>\r?$/m);
	expect(mail?.text).toMatch(/^To: zhang@example\.com\r?$/m);
	const body = mail?.text.split('\r\n\r\n')[1] ?? '';
	expect(Buffer.from(body, 'base64').toString()).toContain('012345');
});

test('OU17 on a network of one’s own STARTTLS is used where it is offered', async () => {
	const { server, attempt } = await mailer({ startTls: true });
	expect(await attempt(MAIL, 'id1')).toEqual({ state: 'sent' });
	expect(server.mails[0]?.encrypted).toBe(true);
});

/** Says of loopback that it were the internet. */
const asPublic: typeof resolve = async () => ({ state: 'resolved', addresses: ['127.0.0.1'], isPublic: true });

test('OU17 over the internet nothing is said without TLS that can be trusted', async () => {
	const plain = await mailer({}, {}, asPublic);
	expect(await plain.attempt(MAIL, 'id1')).toEqual({ state: 'refused', why: 'ETLS 500' });
	expect(plain.server.mails).toEqual([]);
	await running?.stop();
	const untrusted = await mailer({ startTls: true }, {}, asPublic);
	expect((await untrusted.attempt(MAIL, 'id1')).state).not.toBe('sent');
	expect(untrusted.server.mails).toEqual([]);
});

test('OU17 smtps is checked wherever it leads', async () => {
	const { server, attempt } = await mailer({ secure: true }, { secure: true });
	expect((await attempt(MAIL, 'id1')).state).not.toBe('sent');
	expect(server.mails).toEqual([]);
});

test.each([
	['nobody@example.com', 'refused', 550],
	['full@example.com', 'failed', 452],
])('OU15 a mail for %s is %s', async (to, state, number) => {
	const { attempt } = await mailer({});
	const tried = await attempt({ ...MAIL, to }, 'id1');
	expect(tried).toEqual({ state, why: expect.stringContaining(String(number)) });
	expect(JSON.stringify(tried)).not.toContain('@');
});

test('OU15 a password that the server does not know is refused', async () => {
	const { attempt } = await mailer({ credentials: CREDENTIALS }, { credentials: { ...CREDENTIALS, pass: 'wrong' } });
	expect(await attempt(MAIL, 'id1')).toEqual({ state: 'refused', why: 'EAUTH 535' });
});

test('OU15 a server that is not there is worth another try, one in the house is not', async () => {
	const { attempt, server } = await mailer({});
	await server.stop();
	expect((await attempt(MAIL, 'id1')).state).toBe('failed');
	const server2 = { host: 'mail.example', port: 25, secure: false, from: FROM };
	const closed = createSmtp(
		server2,
		createResolve(new BlockList(), async () => ['10.0.0.1']),
		systemClock,
	);
	expect(await closed(MAIL, 'id1')).toEqual({ state: 'refused', why: 'forbidden-address' });
	const unknown = createSmtp(
		server2,
		createResolve(new BlockList(), async () => []),
		systemClock,
	);
	expect(await unknown(MAIL, 'id1')).toEqual({ state: 'failed', why: 'unresolved' });
});

test.each(['before its greeting', 'after it'])(
	'OU11 a server that hangs %s is given up after five seconds',
	async (when) => {
		const clock = new SimClock();
		const stub = await startRawUpstream(() => {});
		const greeting = when === 'after it' ? await startSmtpServer() : undefined;
		const port = greeting?.port ?? stub.port;
		const attempt = createSmtp({ host: 'mail.example', port, secure: false, from: FROM }, resolve, clock);
		const trying = attempt({ ...MAIL, to: 'slow@example.com' }, 'id1');
		await expect.poll(() => stub.connections + (greeting?.waits ?? 0)).toBe(1);
		clock.pass(5_000);
		expect(await trying).toEqual({ state: 'failed', why: 'timeout' });
		await expect.poll(() => stub.open).toBe(0);
		await stub.stop();
		await greeting?.stop();
	},
);
