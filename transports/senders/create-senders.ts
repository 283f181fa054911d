/** The senders that the settings ask for. */
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Outside } from '../outside/outside.ts';
import { ALIYUN_URL, createAliyun } from './aliyun.ts';
import { createNoSender } from './none.ts';
import { createOutbox } from './outbox.ts';
import { createPatientSender, type PatiencePorts } from './patient.ts';
import type { Sender } from './sender.ts';
import { createSmtp } from './smtp.ts';
import { createWebhook } from './webhook.ts';

const OUTBOX_FILE = 'outbox.ndjson';

export interface SenderPorts extends PatiencePorts {
	readonly outside: Outside;
	/** Prints a line on the console. */
	readonly print: (line: string) => void;
}

type Wanted = Pick<Config, 'data' | 'sms' | 'smsSecret' | 'smsSign' | 'smsTemplates' | 'smsUrl' | 'mail' | 'mailFrom'>;

/** In production the outbox is for who asks for it by name: there is no mail where none was set up. */
export function createSenders(
	config: Wanted,
	production: boolean,
	ports: SenderPorts,
): { readonly sms: Sender; readonly mail: Sender } {
	const { clock, print, note } = ports;
	const outbox = createOutbox({
		file: join(config.data, OUTBOX_FILE),
		clock,
		print,
		onFailure: (error) => note('error', 'outbox.failed', { error }),
	});
	return { sms: smsSender(config, outbox, ports), mail: mailSender(config, production, outbox, ports) };
}

function smsSender(config: Wanted, outbox: Sender, ports: SenderPorts): Sender {
	const { sms = { kind: 'outbox' }, smsSecret = '' } = config;
	const { outside, clock, newId } = ports;
	switch (sms.kind) {
		case 'outbox':
			return outbox;
		case 'webhook':
			return createPatientSender('sms', createWebhook({ url: sms.url, secret: smsSecret }, outside, clock), ports);
		case 'aliyun': {
			const aliyun = {
				url: config.smsUrl ?? ALIYUN_URL,
				accessKeyId: sms.accessKeyId,
				accessKeySecret: smsSecret,
				signName: config.smsSign ?? '',
				templates: config.smsTemplates ?? new Map(),
			};
			return createPatientSender('sms', createAliyun(aliyun, { outside, clock, newNonce: newId }), ports);
		}
		default:
			return sms satisfies never;
	}
}

function mailSender({ mail, mailFrom }: Wanted, production: boolean, outbox: Sender, ports: SenderPorts): Sender {
	if (mail === undefined) return production ? createNoSender('mail') : outbox;
	switch (mail.kind) {
		case 'outbox':
			return outbox;
		case 'smtp': {
			const { kind: _, ...server } = mail;
			const from = mailFrom ?? { name: '', address: '' };
			const smtp = createSmtp({ ...server, from }, ports.outside.resolve, ports.clock);
			return createPatientSender('mail', smtp, ports);
		}
		default:
			return mail satisfies never;
	}
}
