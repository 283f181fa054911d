/**
 * A node's life and the sessions that have a socket on it: what presence is derived from. A node lives once; after
 * `NodeStopped` nothing more enters its stream, so its sessions' presence ended with it.
 */
import type { AccountId, NodeId, SessionId } from '../ids.ts';
import type { Decidable } from '../loop/command.ts';
import { NOTHING, reject } from './decisions.ts';
import { connectedKey, exclusive, nodeKey, sessionsKey, shared } from './keys.ts';

/** Records that a node runs. A stopped one is refused (`not-allowed`): it starts again under a new id. */
export function startNode(node: NodeId): Decidable {
	return {
		keys: [exclusive(nodeKey(node))],
		decide(facts) {
			const state = facts.node(node);
			switch (state) {
				case 'unknown':
					return { events: [{ stream: node, type: 'NodeStarted', by: null, data: {} }] };
				case 'running':
					return NOTHING;
				case 'stopped':
					return reject('not-allowed');
				default:
					return state satisfies never;
			}
		},
	};
}

/** Declares a node stopped, itself or one that is silent. One that is stopped, or never started, is left as it is. */
export function stopNode(node: NodeId): Decidable {
	return {
		keys: [exclusive(nodeKey(node))],
		decide(facts) {
			if (facts.node(node) !== 'running') return NOTHING;
			return { events: [{ stream: node, type: 'NodeStopped', by: null, data: {} }] };
		},
	};
}

/** The session has its first socket on this node. Refused on a node that does not run, and for a session that is not open. */
export function connectSession(node: NodeId, session: SessionId, account: AccountId): Decidable {
	return {
		keys: [shared(nodeKey(node)), shared(sessionsKey(account)), exclusive(connectedKey(node, session))],
		decide(facts) {
			if (facts.node(node) !== 'running') return reject('not-allowed');
			if (!facts.sessionOpen(session)) return reject('no-session');
			if (facts.sessionConnected(node, session)) return NOTHING;
			return { events: [{ stream: node, type: 'SessionConnected', by: null, data: { session, account } }] };
		},
	};
}

/** The session has had no socket on this node for a while. On a stopped node that is true already. */
export function disconnectSession(node: NodeId, session: SessionId, account: AccountId): Decidable {
	return {
		keys: [shared(nodeKey(node)), exclusive(connectedKey(node, session))],
		decide(facts) {
			if (facts.node(node) !== 'running' || !facts.sessionConnected(node, session)) return NOTHING;
			return { events: [{ stream: node, type: 'SessionDisconnected', by: null, data: { session, account } }] };
		},
	};
}
