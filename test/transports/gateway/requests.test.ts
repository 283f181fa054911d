import { describe, expect, test } from 'vitest';
import { pairId } from '../../../core/ids.ts';
import { LogError } from '../../../core/log/port.ts';
import { type NodeOptions, type Somebody, World, watched } from '../../support/chat-world.ts';

async function friends(options: NodeOptions = {}) {
	const world = new World();
	const node = await world.node(options);
	const [anna, boris] = (await world.people(node, 'anna', 'boris')) as [Somebody, Somebody];
	const a = await world.online(node, anna);
	const b = await world.online(node, boris);
	await world.befriend(a, b);
	return { world, node, anna, boris, a, b, pair: pairId(anna.account, boris.account) };
}

const text = (words: string) => ({ type: 'text', text: words });

describe('malformed frames', () => {
	test('SY13 what is no JSON closes with 1007, what has no number to answer under with 1008', async () => {
		for (const [frame, code] of [
			['{', 1007],
			['', 1007],
			['null', 1008],
			['[]', 1008],
			['"re"', 1008],
			['{"do":"ping"}', 1008],
			['{"re":"1","do":"ping"}', 1008],
		] as const) {
			const { world, a } = await friends();
			a.text(frame);
			await world.until(() => a.closeCode !== undefined);
			expect([frame, a.closeCode]).toEqual([frame, code]);
		}
	});

	test('SY13 a request of the wrong shape is refused with the field at fault, in words of its language', async () => {
		const { world, a, pair } = await friends();
		const cases = [
			['nothing.such', {}, { code: 'unknown-command', field: 'do' }],
			['message.send', { conversation: pair, body: text('x') }, { code: 'bad-request', field: 'id' }],
			['message.send', { conversation: 'nowhere', id: world.newId(), body: text('x') }, { code: 'bad-request' }],
			['history', { conversation: pair, limit: 101 }, { code: 'too-large', field: 'limit', max: 100 }],
			['ping', { id: world.newId() }, { code: 'bad-request', field: 'id' }],
		] as const;
		for (const [command, fields, error] of cases) {
			const answer = await world.reply(a, command, fields);
			expect(answer.error).toMatchObject({ ...error, message: expect.stringMatching(/^[A-Z].+/) });
		}
	});
});

describe('limits', () => {
	/** A node whose commits wait until `go`. */
	async function stuck() {
		const gate = Promise.withResolvers<void>();
		let holding = false;
		const all = await friends({ faults: (point) => (holding && point === 'begin' ? gate.promise : undefined) });
		holding = true;
		return { ...all, go: gate.resolve };
	}

	test('SY13 beyond a hundred open requests a further one is refused too-often; room comes back with the answers', async () => {
		const { world, a, pair, go } = await stuck();
		const send = () => a.request('message.send', { conversation: pair, id: world.newId(), body: text('x') });
		const sent = Array.from({ length: 100 }, send);
		const refused = send();
		await world.until(() => a.answers.has(refused));
		expect(a.answers.get(refused)!.error).toMatchObject({ code: 'too-often', max: 100 });
		expect(sent.some((re) => a.answers.has(re))).toBe(false);
		go();
		await world.until(() => sent.every((re) => a.answers.get(re)?.ok !== undefined));
		expect(await world.say(a, pair, 'room again')).toMatchObject({ n: 101 });
	});

	test('SY13 who goes on asking in spite of a thousand refusals is closed with 1008', async () => {
		const { world, a, pair } = await stuck();
		const send = () => a.request('message.send', { conversation: pair, id: world.newId(), body: text('x') });
		for (let k = 0; k < 1100; k++) send();
		await world.pass(10);
		expect(a.closeCode).toBeUndefined();
		send();
		await world.until(() => a.closeCode !== undefined);
		expect(a.closeCode).toBe(1008);
	});

	test.each([
		['nothing.such', {}],
		['message.send', {}],
	])('SY13 who sends nothing but malformed requests is closed with 1008: %s', async (command, fields) => {
		const { world, a } = await friends();
		for (let k = 0; k < 1000; k++) a.request(command, fields);
		await world.pass(10);
		expect(a.closeCode).toBeUndefined();
		await world.ask(a, 'ping');
		for (let k = 0; k < 1001; k++) a.request(command, fields);
		await world.until(() => a.closeCode !== undefined);
		expect(a.closeCode).toBe(1008);
	});

	test('SY13 a number that still waits for its answer is refused for another request', async () => {
		const { world, a, pair, go } = await stuck();
		const re = a.request('message.send', { conversation: pair, id: world.newId(), body: text('x') });
		a.text(JSON.stringify({ re, do: 'ping' }));
		await world.until(() => a.answers.has(re));
		expect(a.answers.get(re)!.error).toMatchObject({ code: 'bad-request', field: 're' });
		go();
		await world.until(() => a.answers.get(re)!.ok !== undefined);
	});

	test('SY13 an account sends only so many messages in a second, over all its connections; who waits as told may go on', async () => {
		const { world, node, anna, a, b, pair } = await friends({ limits: { messagesPerSecond: 5 } });
		const second = await world.online(node, anna);
		await world.pass(1000);
		for (let k = 0; k < 3; k++) await world.say(a, pair, `a ${k}`);
		for (let k = 0; k < 2; k++) await world.say(second, pair, `b ${k}`);
		const fields = { conversation: pair, id: world.newId(), body: text('too much') };
		const { error } = await world.reply(a, 'message.send', fields);
		expect(error).toMatchObject({ code: 'too-often', max: 5 });
		expect(error!.wait).toBeGreaterThan(0);
		expect(error!.wait).toBeLessThanOrEqual(200);
		await world.say(b, pair, 'boris is somebody else');
		await world.ask(a, 'conversation.read', { conversation: pair, version: 3 });
		await world.pass(error!.wait!);
		expect(await world.ask(a, 'message.send', fields)).toMatchObject({ n: 7 });
	});
});

describe('commands', () => {
	test('SY5 the events of a command ride in its answer, in order with what others said', async () => {
		const { world, node, anna, a, b, pair } = await friends();
		const second = await world.online(node, anna, node.views.applied);
		a.frames.length = 0;
		for (const [k, who] of [b, a, b, a, a].entries()) {
			who.request('message.send', { conversation: pair, id: world.newId(), body: text(`text ${k}`) });
		}
		await world.until(() => a.texts.length === 5 && second.texts.length === 5);
		expect(a.texts.toSorted()).toEqual(['text 0', 'text 1', 'text 2', 'text 3', 'text 4']);
		expect(a.positions).toEqual(a.positions.toSorted((x, y) => x - y));
		for (const frame of a.frames.filter(({ re }) => re !== undefined)) {
			expect(frame).toMatchObject({
				ok: { position: frame.position },
				events: [{ by: anna.account, position: frame.position }],
			});
		}
		expect(second.positions).toEqual(a.positions);
		expect(second.frames.slice(2).every(({ re }) => re === undefined)).toBe(true);
	});

	test('SY5 a repeat gets the first answer, and no event a second time', async () => {
		const { world, a, pair } = await friends();
		const fields = { conversation: pair, id: world.newId(), body: text('once') };
		const first = await world.ask(a, 'message.send', fields);
		const { ok, events } = await world.reply(a, 'message.send', fields);
		expect(ok).toEqual(first);
		expect(events).toBeUndefined();
		expect(a.texts).toEqual(['once']);
		expect(await world.reply(a, 'message.send', { ...fields, body: text('other') })).toMatchObject({
			error: { code: 'id-taken' },
		});
	});

	test('SY17 commands of a connection are recorded in the order asked, although one has to be looked up first', async () => {
		const gate = Promise.withResolvers<void>();
		let looking = false;
		const { world, a, pair } = await friends({
			log: (log) =>
				watched(log, (method) => {
					if (method !== 'readStream') return;
					looking = true;
					return gate.promise;
				}),
		});
		for (const words of ['one', 'two', 'three']) await world.say(a, pair, words);
		const read = a.request('conversation.read', { conversation: pair, version: 4 });
		const send = a.request('message.send', { conversation: pair, id: world.newId(), body: text('later') });
		await world.until(() => looking);
		await world.pass(50);
		expect(a.answers.has(send)).toBe(false);
		gate.resolve();
		await world.until(() => a.answers.has(send));
		expect(a.answers.get(read)).toMatchObject({ ok: {}, events: [{ data: { version: 4, n: 2 } }] });
		expect(a.answers.get(read)!.position).toBeLessThan(a.answers.get(send)!.position!);
	});

	test('SY17 a mark that cannot be looked up now is unavailable, and what was asked behind it goes on', async () => {
		let broken = false;
		const { world, a, pair } = await friends({
			log: (log) =>
				watched(log, (method) => {
					if (broken && method === 'readStream') throw new LogError('lost', 'no connection');
				}),
		});
		await world.say(a, pair, 'one');
		await world.say(a, pair, 'two');
		broken = true;
		const read = a.request('conversation.read', { conversation: pair, version: 3 });
		const send = a.request('message.send', { conversation: pair, id: world.newId(), body: text('three') });
		await world.until(() => a.answers.has(send) && a.answers.has(read));
		expect(a.answers.get(read)).toMatchObject({ error: { code: 'unavailable' } });
		expect(a.answers.get(send)).toMatchObject({ ok: { n: 3 } });
	});

	test('SY13 queries of a connection are answered one at a time, and none while it does not take what it got', async () => {
		let asking = 0;
		let most = 0;
		const { world, b, a, pair } = await friends({
			log: (log) =>
				watched(log, async (method) => {
					if (method !== 'readStream') return;
					most = Math.max(most, ++asking);
					await Promise.resolve();
					asking -= 1;
				}),
		});
		for (let k = 0; k < 60; k++) await world.say(a, pair, 'x'.repeat(8000));
		const asked = Array.from({ length: 5 }, () => b.request('history', { conversation: pair }));
		await world.until(() => asked.every((re) => b.answers.has(re)));
		expect(most).toBe(1);
		b.blocked = true;
		const more = Array.from({ length: 5 }, () => b.request('history', { conversation: pair }));
		await world.pass(1000);
		expect(b.paused).toBe(true);
		const waiting = b.unsentBytes;
		expect(waiting).toBeLessThan(2 * 60 * 8200);
		b.blocked = false;
		b.drain();
		await world.until(() => more.every((re) => b.answers.has(re)));
		expect(b.paused).toBe(false);
	});
});
