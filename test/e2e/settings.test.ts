import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import { befriend } from '../support/people.ts';
import { picture } from '../support/pictures.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { NARROW, PASSWORD, Visitor, WIDE } from './visitor.ts';

const NEW_PASSWORD = 'new12345';

let browser: Browser;
let server: ServerProcess;

beforeAll(async () => {
	[browser, server] = await Promise.all([startChromium(), startServer()]);
});
afterAll(async () => {
	await Promise.all([browser?.close(), server?.remove()]);
});

test('CL130, CL131, CL132, CL135 a head picture is cut and a profile said, seen by friends at once; other devices are signed out', async () => {
	await Visitor.visit(browser, server, 'ann', 'zh', (ann) =>
		Visitor.visit(browser, server, 'ben', 'en', async (ben) => {
			const me = await ann.comeIn();
			await befriend(server, me, await ben.comeIn());
			await ben.open('ann');
			await ann.go('/settings#profile');
			await ann.page.locator('webchat-own-profile').waitFor();
			await ann.inspect('settings-profile');
			await ann.page.setViewportSize(WIDE);
			const chosen = ann.page.locator('webchat-own-profile .chosen');
			await chosen.setInputFiles([{ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') }]);
			await ann.page.locator('webchat-crop .error').waitFor();
			await ann.button('cancel').click();
			await chosen.setInputFiles([{ name: 'me.jpg', mimeType: 'image/jpeg', buffer: await picture('jpeg', 900, 600) }]);
			const part = ann.page.getByRole('application', { name: ann.text('avatar.part') });
			await part.press('ArrowRight');
			await ann.page.getByLabel(ann.text('avatar.zoom')).fill('2');
			await ann.inspect('settings-crop');
			await ann.page
				.locator('webchat-crop')
				.getByRole('button', { name: ann.text('save') })
				.click();
			await ann.page.getByText(ann.text('settings.saved')).waitFor();
			await ann.page.locator('webchat-own-profile img.face').waitFor();
			await ben.page.locator('webchat-conversations img.face').waitFor();
			await ben.page.locator('webchat-conversation header img.face').waitFor();

			await ann.fill('field.nickname', '安安');
			await ann.page.getByLabel(ann.text('gender.label')).selectOption('female');
			await ann.fill('field.city', '杭州');
			await ann.fill('field.signature', '慢慢来');
			await ann.page
				.locator('webchat-own-profile form')
				.getByRole('button', { name: ann.text('save') })
				.click();
			await ann.page.getByText(ann.text('settings.saved')).waitFor();
			await ben.page.getByRole('heading', { name: '安安', exact: true }).waitFor();
			await ben.button('profile.label').click();
			await ben.page.getByText('Female · 杭州').waitFor();
			await ben.page.getByText('慢慢来').waitFor();
			await ben.inspect('profile-card');
			await ben.press('Escape');

			await Visitor.visit(browser, server, '安安', 'en', async (other) => {
				await other.go('/verify/signin');
				await other.fill('field.name', 'ann');
				await other.signIn();
				await ann.page.getByRole('link', { name: ann.text('settings.devices') }).click();
				const end = ann.page.locator('webchat-devices').getByRole('button', { name: /^让 Chrome · Linux/ });
				await end.waitFor();
				await ann.inspect('settings-devices');
				await ann.page.setViewportSize(WIDE);
				await end.click();
				await ann.page.getByText(ann.text('devices.ended')).waitFor();
				await other.page.getByText(other.text('signin.revoked')).waitFor();
				expect(await end.count()).toBe(0);
			});
		}),
	);
});

test('CL131, CL133, CL134 on a phone: e-mail address, phone and password anew, a token and a bot', async () => {
	await Visitor.visit(browser, server, 'cleo', 'en', async (cleo) => {
		await cleo.comeIn();
		await cleo.page.setViewportSize(NARROW);
		await cleo.go('/settings');
		await cleo.page.getByRole('heading', { name: 'cleo' }).waitFor();
		await cleo.inspect('settings-list');
		await cleo.page.setViewportSize(NARROW);
		await cleo.page.getByRole('link', { name: cleo.text('settings.account') }).click();
		expect(new URL(cleo.page.url()).hash).toBe('#account');

		const email = cleo.page.locator('webchat-own-contact[kind="email"]');
		await email.getByRole('button', { name: cleo.text('contact.verify') }).click();
		await email.getByLabel(cleo.text('contact.new-email')).fill('cleo@example.org');
		await email.getByRole('button', { name: cleo.text('code.get') }).click();
		await email.getByText('outbox.ndjson').waitFor();
		await email.getByLabel(cleo.text('field.code'), { exact: true }).fill(server.code('cleo@example.org'));
		await email.getByLabel(cleo.text('field.password'), { exact: true }).fill('wrong123');
		await email.getByRole('button', { name: cleo.text('save') }).click();
		await email.locator('#password-error').getByText(cleo.text('refusal.wrong-password')).waitFor();
		await cleo.inspect('settings-email');
		await cleo.page.setViewportSize(NARROW);
		await email.getByLabel(cleo.text('field.password'), { exact: true }).fill(PASSWORD);
		await email.getByRole('button', { name: cleo.text('save') }).click();
		await email.getByText(cleo.text('settings.saved')).waitFor();
		await email.getByText('cleo@example.org').waitFor();
		expect(await email.getByText(cleo.text('contact.unverified')).count()).toBe(0);

		const password = cleo.page.locator('webchat-own-password');
		await password.getByLabel(cleo.text('field.old-password')).fill(PASSWORD);
		await password.getByLabel(cleo.text('field.new-password'), { exact: true }).fill('short');
		await password.getByRole('button', { name: cleo.text('password.change') }).click();
		await password.locator('#password-error').waitFor();
		await password.getByLabel(cleo.text('field.new-password'), { exact: true }).fill(NEW_PASSWORD);
		await password.getByRole('button', { name: cleo.text('password.change') }).click();
		await password.getByText(cleo.text('password.changed')).waitFor();

		const phone = cleo.page.locator('webchat-own-contact[kind="phone"]');
		await phone.getByRole('button', { name: cleo.text('contact.change') }).click();
		await phone.getByLabel(cleo.text('contact.new-phone')).fill('13912345678');
		await phone.getByRole('button', { name: cleo.text('code.get') }).click();
		await phone.getByText('outbox.ndjson').waitFor();
		await phone.getByLabel(cleo.text('field.code'), { exact: true }).fill(server.code('13912345678'));
		await phone.getByLabel(cleo.text('field.password'), { exact: true }).fill(NEW_PASSWORD);
		await phone.getByRole('button', { name: cleo.text('save') }).click();
		await phone.getByText('+8613912345678').waitFor();

		await cleo.page.getByRole('link', { name: cleo.text('settings.title') }).click();
		await cleo.page.getByRole('link', { name: cleo.text('settings.programs') }).click();
		await cleo.fill('field.username', 'cleobot');
		await cleo.button('bots.make').click();
		await cleo.page.getByText(cleo.text('bots.made')).waitFor();
		await cleo.fill('tokens.name', 'backup');
		await cleo.button('tokens.make').click();
		const token = await cleo.page.getByLabel(cleo.text('tokens.once')).inputValue();
		expect(token).toMatch(/^webchat_/);
		await cleo.inspect('settings-programs');
		const ask = () => fetch(`${server.url}/me`, { headers: { Authorization: `Bearer ${token}` } });
		expect((await ask()).status).toBe(200);
		await cleo.page.setViewportSize(NARROW);
		await cleo.button('tokens.end-of', { name: 'backup' }).click();
		await cleo.button('tokens.end-of', { name: 'backup' }).waitFor({ state: 'detached' });
		expect((await ask()).status).toBe(401);
	});
});

test('CL160, CL161 somebody takes their data along and closes their account; a friend sees that at once', async () => {
	await Visitor.visit(browser, server, 'dora', 'zh', (dora) =>
		Visitor.visit(browser, server, 'emil', 'en', async (emil) => {
			const me = await dora.comeIn();
			await befriend(server, me, await emil.comeIn());
			await dora.open('emil');
			await dora.say('我的话');
			await emil.open('dora');
			await emil.page.getByText('我的话', { exact: true }).first().waitFor();

			await dora.go('/settings#data');
			await dora.page.locator('webchat-data').waitFor();
			await dora.inspect('settings-data');
			await dora.page.setViewportSize(WIDE);
			const coming = dora.page.waitForEvent('download');
			await dora.page.getByRole('link', { name: dora.text('data.export-button') }).click();
			const download = await coming;
			expect(download.suggestedFilename()).toMatch(/^webchat-[-\d]+\.zip$/);
			expect(await download.failure()).toBeNull();

			await dora.button('data.close-button').click();
			await dora.fill('field.password', 'wrong123');
			await dora.button('data.close-sure').click();
			await dora.page.locator('#password-error').getByText(dora.text('refusal.wrong-password')).waitFor();
			await dora.fill('field.password', PASSWORD);
			await dora.button('data.close-sure').click();
			await dora.page.getByText(dora.text('signin.account-closed')).waitFor();

			await emil.page.getByRole('heading', { name: emil.text('closed-account') }).waitFor();
			await emil.page.getByText(emil.text('conversation.closed-account')).waitFor();
			await emil.page.locator('webchat-messages').getByText(emil.text('recall.closed')).waitFor();
			expect(await emil.page.getByText('我的话').count()).toBe(0);
			await emil.button('profile.label').click();
			await emil.inspect('closed-profile');
		}),
	);
});
