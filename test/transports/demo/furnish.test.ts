import { expect, test } from 'vitest';
import { parseEmail } from '../../../core/domain/email.ts';
import { parseGroupName, parseNickname, parseNote } from '../../../core/domain/line.ts';
import { parsePassword } from '../../../core/domain/password.ts';
import { parsePhone } from '../../../core/domain/phone.ts';
import { parseText } from '../../../core/domain/text.ts';
import { parseUsername } from '../../../core/domain/username.ts';
import type { AccountId } from '../../../core/ids.ts';
import { furnishDemo } from '../../../transports/demo/furnish.ts';
import scene from '../../../transports/demo/scene.json' with { type: 'json' };
import { startHttpServer } from '../../support/http-server.ts';

test('DE1 two friends and a group with messages are there, and both sign in with what is told', async () => {
	const server = await startHttpServer();
	const signIns = await furnishDemo(server.ports);
	expect(signIns).toHaveLength(2);
	const { views } = server.engine.node;
	const people: AccountId[] = [];
	for (const signIn of signIns) {
		const answer = await server.post('/verify/signin', signIn);
		expect(answer.status).toBe(200);
		people.push((answer.json.account as { id: AccountId }).id);
	}
	expect(views.facts.relation(people[0]!, people[1]!)).toEqual({ state: 'friends' });
	for (const person of people) {
		const kinds = views.conversations(person).filter(({ n }) => n > 0);
		expect(kinds.map(({ kind, unread }) => [kind, unread > 0])).toEqual(
			expect.arrayContaining([
				['pair', true],
				['group', true],
			]),
		);
	}
	await server.stop();
});

test('DE2 every start has passwords of its own, by the rules and nowhere in the log', async () => {
	const passwords: string[] = [];
	for (let start = 0; start < 3; start++) {
		const server = await startHttpServer();
		const signIns = await furnishDemo(server.ports);
		const log = JSON.stringify(await server.engine.events());
		for (const { password } of signIns) {
			expect(parsePassword(password)).toEqual({ ok: password });
			expect(log).not.toContain(password);
		}
		passwords.push(...signIns.map(({ password }) => password));
		await server.stop();
	}
	expect(new Set(passwords).size).toBe(6);
});

test('DE1 the scene keeps the rules that people are held to, in both languages', () => {
	const texts = [...scene.talk, ...scene.group.talk].map(({ text }) => text);
	for (const { username, nickname, phone, email } of scene.people) {
		expect([parseUsername(username), parsePhone(phone), parseEmail(email)]).toEqual([
			{ ok: username },
			{ ok: phone },
			{ ok: email },
		]);
		expect(parseNickname(nickname)).toEqual({ ok: nickname });
	}
	expect([parseNote(scene.note), parseGroupName(scene.group.name)]).toEqual([
		{ ok: scene.note },
		{ ok: scene.group.name },
	]);
	for (const text of texts) expect(parseText(text, 'text')).toEqual({ ok: text });
	expect(texts.some((text) => /\p{Script=Han}/u.test(text))).toBe(true);
	expect(texts.some((text) => /[a-z]{4}/.test(text))).toBe(true);
});
