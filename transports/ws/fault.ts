import { CLOSE } from '../../core/wire.ts';

/** What a peer did wrong, and the close code that tells it so (RFC 6455 section 7.4.1). */
export interface FrameFault {
	readonly code: number;
	readonly reason: string;
}

const fault = (code: number, reason: string): FrameFault => ({ code, reason });

/** Reasons are protocol terms for whoever debugs a client, not sentences for people. */
export const FAULT = {
	reservedBits: fault(CLOSE.protocolError, 'reserved-bits'),
	reservedOpcode: fault(CLOSE.protocolError, 'reserved-opcode'),
	notMasked: fault(CLOSE.protocolError, 'not-masked'),
	longControl: fault(CLOSE.protocolError, 'long-control-frame'),
	fragmentedControl: fault(CLOSE.protocolError, 'fragmented-control-frame'),
	nothingToContinue: fault(CLOSE.protocolError, 'nothing-to-continue'),
	messageUnfinished: fault(CLOSE.protocolError, 'message-unfinished'),
	lengthNotMinimal: fault(CLOSE.protocolError, 'length-not-minimal'),
	lengthSigned: fault(CLOSE.protocolError, 'length-over-63-bits'),
	closePayload: fault(CLOSE.protocolError, 'close-payload-of-one-byte'),
	closeCode: fault(CLOSE.protocolError, 'close-code'),
	notUtf8: fault(CLOSE.notUtf8, 'not-utf-8'),
	messageTooBig: fault(CLOSE.tooBig, 'message-too-big'),
	tooManyFragments: fault(CLOSE.tooBig, 'too-many-fragments'),
} as const;
