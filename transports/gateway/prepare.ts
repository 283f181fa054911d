/** What a command's decision needs that neither its request nor the facts tell: looked up or made before it is queued. */
import type { RecordingRequest } from '../../core/domain/commands.ts';
import type { DecisionContext } from '../../core/domain/deciders.ts';
import { knownPoint, versionToResolve } from '../../core/domain/reads.ts';
import type { AccountId, ConversationId, EventId, NewId } from '../../core/ids.ts';
import type { EventLog } from '../../core/log/port.ts';
import { linkRead } from '../../core/vault/group-links.ts';
import { rowsOf } from '../../core/vault/rows.ts';
import type { SentBody } from '../../core/wire.ts';
import type { Views } from '../../projections/views.ts';
import { sightOf } from '../files/rights.ts';
import type { NodePorts } from '../node.ts';
import { readPoint } from './queries/points.ts';

export interface PreparePorts {
	readonly log: Pick<EventLog, 'readStream' | 'select' | 'findIds'>;
	readonly views: Views;
	readonly newId: NewId;
	readonly invitation: NodePorts['invitation'];
}

export type Prepared = Pick<DecisionContext, 'readPoint' | 'seenIn' | 'token' | 'joins'>;

/** Most commands need nothing, and some only what is at hand; whoever has to wait for the log is told so by a promise. */
export function prepare(
	ports: PreparePorts,
	author: AccountId,
	request: RecordingRequest,
): Prepared | Promise<Prepared> {
	switch (request.do) {
		case 'conversation.read':
			return prepareRead(ports, author, request.fields);
		case 'message.send':
			return prepareSend(ports, author, request.fields.body);
		case 'group.link':
			return { token: ports.invitation(author, request.id ?? (ports.newId() as EventId)) };
		case 'group.join':
			return prepareJoin(ports, request.fields.token);
		default:
			return {};
	}
}

function prepareRead(
	{ log, views }: PreparePorts,
	author: AccountId,
	{ conversation, version }: { readonly conversation: ConversationId; readonly version: number },
): Prepared | Promise<Prepared> {
	const known = knownPoint(views.facts, author, conversation, version);
	if (known !== undefined) return { readPoint: known };
	if (views.conversation(author, conversation) === undefined) return { readPoint: { version: 0, n: 0 } };
	const target = versionToResolve(views.facts, author, conversation, version);
	return readPoint(log, conversation, target).then((point) => ({ readPoint: point }));
}

function prepareSend(ports: PreparePorts, author: AccountId, body: SentBody): Prepared | Promise<Prepared> {
	if (body.type === 'text') return {};
	return sightOf(ports, author, body.file).then((sight) =>
		sight?.seenIn === undefined ? {} : { seenIn: sight.seenIn },
	);
}

async function prepareJoin({ log }: PreparePorts, token: string): Promise<Prepared> {
	const [rows] = await log.select([linkRead(token)]);
	const found = rowsOf('group_links', rows)[0];
	return found === undefined ? {} : { joins: found.conversation as ConversationId };
}
