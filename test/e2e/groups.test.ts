import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import { befriend } from '../support/people.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { NARROW, type TextKey, Visitor, WIDE } from './visitor.ts';

let browser: Browser;
let server: ServerProcess;

beforeAll(async () => {
	[browser, server] = await Promise.all([startChromium(), startServer()]);
});
afterAll(async () => {
	await Promise.all([browser?.close(), server?.remove()]);
});

const panel = (who: Visitor) => who.page.locator('webchat-group header');
const line = (who: Visitor, text: string | RegExp) =>
	who.page.locator('webchat-messages .system').getByText(text).last();

async function openPanel(who: Visitor): Promise<void> {
	await who.button('group.members').click();
	await panel(who).waitFor();
	await who.page.locator('webchat-group-members .person .icon').first().waitFor();
}

/** Changes a text of the group in its panel. */
async function rewrite(who: Visitor, label: TextKey, value: string): Promise<void> {
	await who.button('group.edit', { what: who.text(label) }).click();
	const text = who.page.locator('webchat-group-text').getByLabel(who.text(label), { exact: true });
	await text.fill(value);
	await who.page
		.locator('webchat-group-text')
		.getByRole('button', { name: who.text('save') })
		.click();
	await text.waitFor({ state: 'detached' });
	await who.page.locator('webchat-group-text').getByText(value, { exact: true }).waitFor();
}

async function about(who: Visitor, name: string, deed: TextKey): Promise<void> {
	await who.button('group.about', { name }).click();
	await who.page.getByRole('menuitem', { name: who.text(deed), exact: true }).click();
}

test('CL140, CL141, CL142, CL143, CL144, CL145 a group is led from its panel: names, roles, mutes, a link, and the ways out', async () => {
	await Visitor.visit(browser, server, 'olga', 'zh', (olga) =>
		Visitor.visit(browser, server, 'pete', 'en', (pete) =>
			Visitor.visit(browser, server, 'quin', 'en', async (quin) => {
				const [me, other] = [await olga.comeIn(), await pete.comeIn()];
				await befriend(server, me, other);
				await olga.button('group.new').click();
				await olga.fill('group.name', '读书会');
				await olga.page.getByRole('checkbox', { name: 'pete' }).check();
				await olga.button('group.create').click();
				await olga.page.getByRole('heading', { name: '读书会' }).waitFor();
				await pete.open('读书会');

				await openPanel(olga);
				await rewrite(olga, 'group.name', '周六读书会');
				await pete.page.getByRole('heading', { name: '周六读书会' }).waitFor();
				await rewrite(olga, 'group.announcement', '这周读《城南旧事》');
				await pete.page.locator('webchat-conversation .announcement').getByText('这周读《城南旧事》').waitFor();
				await rewrite(olga, 'group.alias', '老师');
				await olga.press('Escape');
				await panel(olga).waitFor({ state: 'detached' });
				await olga.say('大家好');
				await pete.page.locator('webchat-messages').getByText('老师', { exact: true }).first().waitFor();

				await openPanel(olga);
				await olga.button('group.link-make').click();
				const url = new URL(await olga.page.getByLabel(olga.text('group.link-once')).inputValue());
				await olga.inspect('group-panel');
				await olga.page.setViewportSize(WIDE);
				await quin.comeIn();
				await quin.go(url.pathname + url.hash);
				await quin.button('join.submit').click();
				await quin.page.getByRole('heading', { name: '周六读书会' }).waitFor();
				await line(olga, 'quin').waitFor();
				await olga.button('group.link-take').click();
				await olga.button('group.link-take').waitFor({ state: 'detached' });

				await about(olga, 'quin', 'group.mute-hour');
				await olga.page.locator('webchat-group-members').getByText(olga.text('role.muted')).waitFor();
				await quin.page.locator('webchat-conversation .closed').waitFor();
				expect(await quin.page.locator('webchat-composer').count()).toBe(0);
				await about(olga, 'quin', 'group.unmute');
				await quin.page.locator('webchat-composer').waitFor();

				await about(olga, 'pete', 'group.promote');
				await line(pete, pete.text('system.you')).waitFor();
				await openPanel(pete);
				await about(pete, 'quin', 'group.remove');
				await pete.button('group.remove').click();
				await quin.page.locator('webchat-conversation .closed').waitFor();
				await pete.page.setViewportSize(NARROW);
				await pete.inspect('group-panel-admin');

				await olga.button('group.leave').click();
				await olga.page.getByText(olga.text('group.hand-on-hint')).waitFor();
				await olga.button('back').last().click();
				await about(olga, 'pete', 'group.transfer');
				await olga.button('group.transfer').click();
				await line(olga, olga.text('system.transferred', { name: 'pete' })).waitFor();
				await olga.button('group.dissolve').waitFor({ state: 'detached' });
				await olga.button('group.leave').click();
				await olga.button('group.leave').click();
				await panel(olga).waitFor({ state: 'detached' });
				await olga.page.locator('webchat-conversation .closed').waitFor();

				await pete.page.setViewportSize(NARROW);
				await pete.button('group.dissolve').click();
				await pete.button('group.dissolve').click();
				await panel(pete).waitFor({ state: 'detached' });
				await pete.page.locator('webchat-conversation .closed').waitFor();
			}),
		),
	);
});

test('CL146 a link into a group waits for who has to sign in first, and says where it leads nowhere', async () => {
	await Visitor.visit(browser, server, 'rosa', 'en', async (rosa) => {
		await rosa.comeIn();
		await rosa.button('group.new').click();
		await rosa.fill('group.name', 'Alone');
		expect(await rosa.button('group.create').isDisabled()).toBe(true);
		await rosa.press('Escape');
		await rosa.choose('app.sign-out');
		await rosa.page.getByText(rosa.text('signin.signed-out')).waitFor();
		await rosa.go('/join#not-a-token');
		await rosa.fill('field.name', 'rosa');
		await rosa.page.getByLabel(rosa.text('field.password'), { exact: true }).fill('abc12345');
		await rosa.button('signin.submit').click();
		await rosa.button('join.submit').click();
		await rosa.page.getByText(rosa.text('join.over')).waitFor();
	});
});
