import { describe, expect, test } from 'vitest';
import { createViews } from '../../projections/views.ts';
import { History, testId } from '../support/events.ts';

function world() {
	const history = new History();
	const [ann, bob] = [history.register('ann'), history.register('bob')];
	const [one, two] = [history.startNode(), history.startNode()];
	const [phone, laptop] = [history.openSession(ann), history.openSession(ann)];
	const views = createViews();
	const update = () => {
		for (const event of history.events.slice(views.applied)) views.apply(event);
		return views;
	};
	return { history, ann, bob, one, two, phone, laptop, update };
}

describe('presence', () => {
	test('PR1 an account is online while any of its sessions is connected on any node', () => {
		const { history, ann, bob, one, two, phone, laptop, update } = world();
		expect(update().online(ann)).toBe(false);
		history.connect(one, ann, phone);
		history.connect(two, ann, laptop);
		expect([update().online(ann), update().online(bob)]).toEqual([true, false]);
		history.disconnect(one, ann, phone);
		expect(update().online(ann)).toBe(true);
		history.disconnect(two, ann, laptop);
		expect(update().online(ann)).toBe(false);
	});

	test('PR2 last seen is the time at which the last session ended, nothing while online or never seen', () => {
		const { history, ann, bob, one, two, phone, laptop, update } = world();
		history.connect(one, ann, phone);
		history.connect(two, ann, laptop);
		history.disconnect(one, ann, phone);
		expect(update().lastSeen(ann)).toBeNull();
		const { at } = history.disconnect(two, ann, laptop);
		history.note(bob);
		expect([update().lastSeen(ann), update().lastSeen(bob)]).toEqual([at, null]);
		history.connect(one, ann, phone);
		expect(update().lastSeen(ann)).toBeNull();
	});

	test('PR3 a node that stops ends the presence of its sessions and of no others', () => {
		const { history, ann, bob, one, two, phone, laptop, update } = world();
		const bobs = history.openSession(bob);
		history.connect(one, ann, phone);
		history.connect(two, ann, laptop);
		history.connect(one, bob, bobs);
		const { at } = history.stopNode(one);
		const views = update();
		expect([views.online(ann), views.online(bob), views.lastSeen(bob)]).toEqual([true, false, at]);
		expect(views.facts.sessionConnected(one, phone)).toBe(false);
		expect(views.facts.sessionConnected(two, laptop)).toBe(true);
		history.stopNode(two);
		expect(update().online(ann)).toBe(false);
	});

	test('PR4 a session that is closed ends everywhere', () => {
		const { history, ann, one, two, phone, laptop, update } = world();
		history.connect(one, ann, phone);
		history.connect(two, ann, phone);
		history.connect(two, ann, laptop);
		history.closeSession(ann, phone);
		const views = update();
		expect([views.facts.sessionConnected(one, phone), views.facts.sessionConnected(two, phone)]).toEqual([
			false,
			false,
		]);
		expect(views.online(ann)).toBe(true);
		const { at } = history.closeSession(ann, laptop);
		expect([update().online(ann), update().lastSeen(ann)]).toEqual([false, at]);
		history.disconnect(two, ann, laptop);
		expect([update().online(ann), update().lastSeen(ann)]).toEqual([false, at]);
	});

	test('PR5 a session that is not open, or a node that does not run, makes nobody online', () => {
		const { history, ann, one, two, phone, update } = world();
		history.connect(one, ann, testId('session', 9));
		history.connect(testId('node', 9), ann, phone);
		history.stopNode(two);
		history.connect(two, ann, phone);
		const views = update();
		expect(views.online(ann)).toBe(false);
		expect(views.facts.sessionConnected(two, phone)).toBe(false);
		history.closeSession(ann, phone);
		history.connect(one, ann, phone);
		expect(update().online(ann)).toBe(false);
	});

	test('PR6 changes are taken once; whoever is back in the state of the last call has not changed', () => {
		const { history, ann, bob, one, phone, update } = world();
		const bobs = history.openSession(bob);
		const { at } = history.connect(one, ann, phone);
		history.connect(one, bob, bobs);
		history.disconnect(one, bob, bobs);
		expect(update().takePresenceChanges()).toEqual([{ account: ann, online: true, state: 'online', at }]);
		expect(update().takePresenceChanges()).toEqual([]);
		history.disconnect(one, ann, phone);
		history.connect(one, ann, phone);
		expect(update().takePresenceChanges()).toEqual([]);
		history.connect(one, ann, phone);
		const stopped = history.stopNode(one);
		expect(update().takePresenceChanges()).toEqual([{ account: ann, online: false, state: 'offline', at: stopped.at }]);
	});

	test('PR7 presence is shown to friends', () => {
		const { history, ann, bob, update } = world();
		const cyd = history.register('cyd');
		history.befriend(ann, bob);
		history.request(cyd, ann);
		history.group(ann, 'club', [cyd]);
		expect([...update().presenceAudience(ann)]).toEqual([bob]);
		history.unfriend(bob, ann);
		expect([...update().presenceAudience(ann)]).toEqual([]);
	});

	test('PR8 a node is unknown, then running, then stopped for good', () => {
		const { history, one, update } = world();
		expect([update().facts.node(testId('node', 9)), update().facts.node(one)]).toEqual(['unknown', 'running']);
		history.stopNode(one);
		history.record('NodeStarted', one, null, {});
		expect(update().facts.node(one)).toBe('stopped');
	});

	test('PR9 a connection recorded twice ends with one disconnection', () => {
		const { history, ann, one, phone, update } = world();
		history.connect(one, ann, phone);
		history.connect(one, ann, phone);
		expect(update().facts.sessionConnected(one, phone)).toBe(true);
		history.disconnect(one, ann, phone);
		expect([update().online(ann), update().facts.sessionConnected(one, phone)]).toEqual([false, false]);
	});
});
