/** How messages leave for phones and mail boxes: one port, one adapter for each provider. */
import type { Language } from '../../core/messages/sentence.ts';
import type { CodePurpose } from '../../core/vault/seal.ts';
import type { MessageKey } from './texts.ts';

export interface OutgoingMessage {
	readonly channel: 'sms' | 'mail';
	/** A phone in E.164, or an e-mail address. */
	readonly to: string;
	/** What its code is good for; `notice` for what carries none and was not asked for. */
	readonly purpose: CodePurpose | 'notice';
	/** The code that the text carries; null in a message that carries none. */
	readonly code: string | null;
	readonly text: string;
	/** Which text it is, for providers that know texts by names of their own. */
	readonly key: MessageKey;
	readonly language: Language;
	/** One line over the text, where messages have such. */
	readonly subject: string;
}

/** How a message travels, as whoever asked for it is told. */
export type Delivery = 'outbox' | 'sms' | 'mail';

export interface Sender {
	readonly delivery: Delivery;
	/** `refused`: it was not taken, and will not be sent later. Never rejects. */
	send(message: OutgoingMessage): Promise<'sent' | 'refused'>;
}

/** What came of handing a message to a provider once. `why` is for the operator: no phone, address, text or secret. */
export type Tried =
	| { readonly state: 'sent' }
	/** The provider does not take it: trying again is pointless. */
	| { readonly state: 'refused'; readonly why: string }
	/** Nobody answered, or for the moment not: it is worth another try. */
	| { readonly state: 'failed'; readonly why: string };

/** Hands a message to a provider, within the time of a fetch. `id` is the message's own, the same at each try. */
export type Attempt = (message: OutgoingMessage, id: string) => Promise<Tried>;
