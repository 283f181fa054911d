/** What the HTTP side works with; `transports/main.ts` puts it together, tests their own. */
import type { Clock } from '../../core/clock.ts';
import type { NewId } from '../../core/ids.ts';
import type { EventLog } from '../../core/log/port.ts';
import type { PasswordHasher } from '../../core/vault/password.ts';
import type { Seal } from '../../core/vault/seal.ts';
import type { Around } from '../around.ts';
import type { NamedLimits, TrustedProxies } from '../config/values.ts';
import type { MadeHeads } from '../files/heads.ts';
import type { FileStore } from '../files/store.ts';
import type { Upload } from '../files/upload.ts';
import type { ChatNode, NodePorts } from '../node.ts';
import type { Sender } from '../senders/sender.ts';
import type { Attempts } from './attempts.ts';
import type { OwnOrigins } from './origin.ts';
import type { Pages } from './pages/pages.ts';
import type { Checked } from './session-check.ts';
import type { SignUpMode } from './sign-up-mode.ts';
import type { Visits } from './visits.ts';

export interface HttpPorts {
	/** The node that runs now: a process may start a new one in place of one that was declared stopped. */
	readonly node: () => ChatNode;
	readonly log: EventLog;
	readonly clock: Clock;
	readonly newId: NewId;
	readonly seal: Seal;
	readonly hasher: PasswordHasher;
	/** What a token stands for now; rejects with `LogError` when the log cannot be reached. */
	readonly checkSession: (token: string) => Promise<Checked>;
	readonly attempts: Attempts;
	/** Head pictures out of what somebody sends. */
	readonly makeHeads: (bytes: Uint8Array) => Promise<MadeHeads>;
	readonly visits: Visits;
	readonly sms: Sender;
	readonly mail: Sender;
	/** What stands around the chat. */
	readonly around: Around;
	/** Takes what people upload. */
	readonly upload: Upload;
	/** Has what closed accounts left erased; nobody waits for it. */
	readonly erase: () => void;
	/** Where the contents of people's files lie. */
	readonly store: FileStore;
	/** The built client by path. */
	readonly files: ReadonlyMap<string, ClientFile>;
	/** The documents that are pages. */
	readonly pages: Pages;
	readonly settings: HttpSettings;
	readonly note: NodePorts['note'];
}

export interface HttpSettings {
	readonly signup: SignUpMode['signup'];
	readonly verify: SignUpMode['verify'];
	readonly trustProxy: TrustedProxies;
	readonly origins: OwnOrigins;
	/** 0 = no limit. */
	readonly limits: Pick<NamedLimits, 'codesPerAddressDay' | 'codesPerIpHour'>;
	/** Whether it is limited how often one may fail to prove who one is. */
	readonly attempts: 'limited' | 'free';
}

export interface ClientFile {
	/** Media type, with its charset. */
	readonly type: string;
	readonly body: Buffer;
	/** Its name changes with its content. */
	readonly immutable: boolean;
}
