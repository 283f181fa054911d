import { expect, test } from 'vitest';
import en from '../../../web/messages/en.json' with { type: 'json' };
import zh from '../../../web/messages/zh.json' with { type: 'json' };

type Message = string | Record<string, string>;

test('CL16 both languages have the same sentences with the same gaps', () => {
	expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
	const [chinese, english]: Record<string, Message>[] = [zh, en];
	for (const key of Object.keys(zh)) expect([key, gaps(english![key]!)]).toEqual([key, gaps(chinese![key]!)]);
});

test.each([
	['zh', zh],
	['en', en],
])('CL16 every plural of %s has the forms of its language', (language, messages) => {
	const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();
	for (const [key, message] of Object.entries(messages))
		if (typeof message !== 'string') expect([key, Object.keys(message).sort()]).toEqual([key, forms]);
});

function gaps(message: Message): string[] {
	const forms = typeof message === 'string' ? [message] : Object.values(message);
	return [...new Set(forms.flatMap((form) => form.match(/\{\w+\}/g) ?? []))].sort();
}
