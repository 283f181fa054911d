import { expect, test } from 'vitest';
import type { Proposal } from '../../../core/domain/events.ts';
import { connectSession, disconnectSession, startNode, stopNode } from '../../../core/domain/presence.ts';
import type { RejectionCode } from '../../../core/domain/rejection.ts';
import type { Decidable } from '../../../core/loop/command.ts';
import { factsOf } from '../../support/facts.ts';
import { ANN, casesOf, decide, NODE, registered, SESSION } from './people.ts';

const started: Proposal = { stream: NODE, type: 'NodeStarted', by: null, data: {} };
const stopped: Proposal = { stream: NODE, type: 'NodeStopped', by: null, data: {} };
const opened: Proposal = { stream: ANN, type: 'SessionOpened', by: ANN, data: { session: SESSION } };
const closed: Proposal = { stream: ANN, type: 'SessionClosed', by: ANN, data: { session: SESSION, reason: 'revoked' } };
const there = { session: SESSION, account: ANN };
const connected: Proposal = { stream: NODE, type: 'SessionConnected', by: null, data: there };
const disconnected: Proposal = { stream: NODE, type: 'SessionDisconnected', by: null, data: there };

const connect = connectSession(NODE, SESSION, ANN);
const disconnect = disconnectSession(NODE, SESSION, ANN);
const table: readonly (readonly [string, readonly Proposal[], Decidable, readonly Proposal[] | RejectionCode])[] = [
	['EV11 a node starts', [], startNode(NODE), [started]],
	['EV11 starting again records nothing', [started], startNode(NODE), []],
	['EV11 a stopped node does not start again', [started, stopped], startNode(NODE), 'not-allowed'],
	['EV11 a node is declared stopped', [started], stopNode(NODE), [stopped]],
	['EV11 stopping again records nothing', [started, stopped], stopNode(NODE), []],
	['EV11 nor stopping what never started', [], stopNode(NODE), []],
	['EV11 a session connects', [started, opened], connect, [connected]],
	['EV11 connecting again records nothing', [started, opened, connected], connect, []],
	['EV11 a session comes back', [started, opened, connected, disconnected], connect, [connected]],
	['EV11 nobody connects to a node that never started', [opened], connect, 'not-allowed'],
	['EV11 nor to a stopped one', [started, opened, stopped], connect, 'not-allowed'],
	['EV11 nor with a session that was never opened', [started], connect, 'no-session'],
	['EV11 nor with a closed one', [started, opened, closed], connect, 'no-session'],
	['EV11 a session disconnects', [started, opened, connected], disconnect, [disconnected]],
	['EV11 disconnecting again records nothing', [started, opened, connected, disconnected], disconnect, []],
	['EV11 nor once the session was closed', [started, opened, connected, closed], disconnect, []],
	['EV11 nor after the node stopped', [started, opened, connected, stopped], disconnect, []],
	['EV11 nor of who was not there', [started, opened], disconnect, []],
];

test.each(casesOf(table, 'EV11'))('EV11 %s', (_, given, when, then) => {
	const decision = decide(when, factsOf([...registered, ...given]));
	expect(decision).toEqual(typeof then === 'string' ? { rejection: { code: then } } : { events: then });
});
