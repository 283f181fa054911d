/** Events as they leave the server: their public shape as JSON, encoded once, whoever gets it. */
import { publicEvent } from '../../core/domain/codec.ts';
import type { LogEvent } from '../../core/domain/events.ts';
import type { PublicEvent } from '../../core/wire.ts';
import type { Encoded } from './frames.ts';

export type Encode = (event: LogEvent) => Encoded | null;

/** The event's public shape, or null when nobody is told of it. */
export function encodeOnce(event: LogEvent): Encoded | null {
	const shape = publicEvent(event);
	return shape === undefined ? null : { position: event.position, json: Buffer.from(JSON.stringify(shape)) };
}

/** Takes the content out of an event that was redacted, for all who hold it. */
export function withdraw(encoded: Encoded): void {
	const shape: PublicEvent = JSON.parse(encoded.json.toString());
	encoded.json = Buffer.from(JSON.stringify({ ...shape, data: { redacted: true } }));
}
