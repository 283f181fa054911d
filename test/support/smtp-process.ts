/**
 * A real SMTP server as a process of its own, for `test/support/smtp-server.ts`. What it does is told by its options (JSON, the
 * first argument) and by whom a mail is for: `full@…` is put off (452), `nobody@…` refused (550), `slow@…` never answered.
 */
import { SMTPServer } from 'smtp-server';
import type { SmtpOptions } from './smtp-server.ts';
import { TEST_CERT, TEST_KEY } from './test-certificate.ts';

const options: SmtpOptions = JSON.parse(process.argv[2] ?? '{}');
const { secure = false, startTls = false, credentials } = options;

let waits = 0;
const server = new SMTPServer({
	secure,
	cert: TEST_CERT,
	key: TEST_KEY,
	disabledCommands: [...(startTls ? [] : ['STARTTLS']), ...(credentials === undefined ? ['AUTH'] : [])],
	allowInsecureAuth: true,
	authOptional: credentials === undefined,
	onAuth({ username, password }, _session, done) {
		const right = username === credentials?.user && password === credentials?.pass;
		done(right ? null : refusal(535, 'no'), right ? { user: username } : undefined);
	},
	onRcptTo({ address }, _session, done) {
		if (address.startsWith('full@')) done(refusal(452, `${address} is full`));
		else if (address.startsWith('nobody@')) done(refusal(550, `no ${address} here`));
		else if (address.startsWith('slow@')) process.send?.({ waits: ++waits });
		else done();
	},
	async onData(stream, { envelope, secure: encrypted, user }, done) {
		let text = '';
		for await (const chunk of stream) text += chunk;
		const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
		const to = envelope.rcptTo.map(({ address }) => address);
		process.send?.({ mail: { from, to, text, encrypted, user: user ?? null } });
		done();
	},
});
server.on('error', () => {});
const listening = server.listen(0, '127.0.0.1', () => {
	const address = listening.address();
	process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
});
process.on('disconnect', () => process.exit(0));

function refusal(responseCode: number, message: string): Error {
	return Object.assign(new Error(message), { responseCode });
}
