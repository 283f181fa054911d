/** Messages as the routes make them, for the tests of senders. */
import type { OutgoingMessage } from '../../../transports/senders/sender.ts';
import { compose } from '../../../transports/senders/texts.ts';

const TOLD = { channel: 'sms', to: '+8613800000000', purpose: 'signup', language: 'zh' } as const;

export const CODE: OutgoingMessage = compose({ ...TOLD, key: 'code' }, { code: '012345' });

export const NOTICE: OutgoingMessage = compose({ ...TOLD, key: 'signup-known' }, { code: '012345' });

export const MAIL: OutgoingMessage = { ...CODE, channel: 'mail', to: 'zhang@example.com', purpose: 'reset' };
