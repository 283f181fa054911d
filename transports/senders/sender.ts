/** How messages leave for phones and mail boxes: one port, one adapter for each provider. */
import type { CodePurpose } from '../../core/vault/seal.ts';

export interface OutgoingMessage {
	readonly channel: 'sms' | 'mail';
	/** A phone in E.164, or an e-mail address. */
	readonly to: string;
	/** What its code is good for; `notice` for what carries none and was not asked for. */
	readonly purpose: CodePurpose | 'notice';
	/** The code that the text carries; null in a message that carries none. */
	readonly code: string | null;
	readonly text: string;
}

export interface Sender {
	/** What the answer to whoever asked for a code calls the way that it takes. */
	readonly delivery: string;
	/** `refused`: the provider did not take it. Never throws. */
	send(message: OutgoingMessage): Promise<'sent' | 'refused'>;
}
