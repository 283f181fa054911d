import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../../transports/config.ts';
import { createOutside } from '../../../transports/outside/outside.ts';
import { createSenders } from '../../../transports/senders/create-senders.ts';
import { systemClock } from '../../../transports/system-clock.ts';
import { startSmtpServer } from '../../support/smtp-server.ts';
import { startUpstream } from '../outside/stub-upstream.ts';
import { CODE, MAIL } from './messages.ts';

/** The senders of these settings, as the server makes them. */
function senders(env: Readonly<Record<string, string>>, production = false) {
	const read = readConfig({ args: [], env, readFile: () => '' });
	if (!('ok' in read)) throw new Error(JSON.stringify(read));
	const outside = createOutside({ clock: systemClock, allowPrivate: read.ok.allowPrivate });
	const note = () => {};
	const ports = { outside, clock: systemClock, random: () => 0, newId: () => 'id', note, print: () => {} };
	return createSenders(read.ok, production, ports);
}

test('OU18 by default everything goes to the outbox', async () => {
	const data = await mkdtemp(join(tmpdir(), 'webchat-senders-'));
	const { sms, mail } = senders({ WEBCHAT_DATA: data });
	expect([sms.delivery, mail.delivery]).toEqual(['outbox', 'outbox']);
	expect([await sms.send(CODE), await mail.send(MAIL)]).toEqual(['sent', 'sent']);
	expect((await readFile(join(data, 'outbox.ndjson'), 'utf8')).trim().split('\n')).toHaveLength(2);
	await rm(data, { recursive: true });
});

test('OU18 in production no mail is sent where none was set up', async () => {
	const { mail } = senders({ WEBCHAT_SMS: 'outbox' }, true);
	expect([mail.delivery, await mail.send(MAIL)]).toEqual(['mail', 'refused']);
	expect(senders({ WEBCHAT_MAIL: 'outbox' }, true).mail.delivery).toBe('outbox');
});

test('OU18 the providers that the settings name are asked', async () => {
	const asked: string[] = [];
	const gateway = await startUpstream((request, response) => {
		asked.push(request.url ?? '');
		response.setHeader('Content-Type', 'application/json').end('{"Code":"OK"}');
	});
	const smtp = await startSmtpServer({ credentials: { user: 'u', pass: 'p' } });
	const common = {
		WEBCHAT_ALLOW_PRIVATE: '127.0.0.1',
		WEBCHAT_SMS_SECRET: '0123456789abcdef',
		WEBCHAT_MAIL: `smtp://u:p@127.0.0.1:${smtp.port}`,
		WEBCHAT_MAIL_FROM: 'chat@example.org',
	};
	const webhook = senders({ ...common, WEBCHAT_SMS: `webhook:${gateway.url}/sms` });
	expect([webhook.sms.delivery, await webhook.sms.send(CODE)]).toEqual(['sms', 'sent']);
	expect([webhook.mail.delivery, await webhook.mail.send(MAIL)]).toEqual(['mail', 'sent']);
	const aliyun = senders({
		...common,
		WEBCHAT_SMS: 'aliyun:testId',
		WEBCHAT_SMS_SIGN: 'a',
		WEBCHAT_SMS_TEMPLATES: 'code=SMS_1,notice=SMS_2',
		WEBCHAT_SMS_URL: `${gateway.url}/`,
	});
	expect([aliyun.sms.delivery, await aliyun.sms.send(CODE)]).toEqual(['sms', 'sent']);
	expect(asked).toEqual(['/sms', '/']);
	expect(smtp.mails).toHaveLength(1);
	await gateway.stop();
	await smtp.stop();
});
