/** A greeted connection: whose it is, what it is given, what it asked and has no answer to yet. */
import type { AccountId, SessionId } from '../../core/ids.ts';
import type { Language } from '../../core/messages/sentence.ts';
import { Lane } from './lane.ts';
import { type Outlet, Recipient } from './recipient.ts';

export class Client {
	readonly account: AccountId;
	readonly session: SessionId;
	readonly language: Language;
	readonly recipient: Recipient;
	/** `re` of the requests without an answer. */
	readonly open = new Set<number>();
	/** Requests turned down since one was last begun. */
	refusedInRow = 0;
	/** Whether it has asked to `sync`: before that nothing else is answered. */
	synced = false;
	/** Commands, so that they are recorded in the order asked although some are looked up first. */
	readonly commands = new Lane();
	/** Queries, so that no more than one answer at a time is made for it. */
	readonly queries = new Lane();
	readonly syncs = new Lane();

	constructor(outlet: Outlet, of: { account: AccountId; session: SessionId; language: Language }) {
		this.recipient = new Recipient(outlet, of.account);
		this.account = of.account;
		this.session = of.session;
		this.language = of.language;
	}
}
