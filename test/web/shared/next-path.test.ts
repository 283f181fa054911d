import { expect, test } from 'vitest';
import { nextPath } from '../../../web/shared/next-path.ts';

test.each([
	['/c/1?a=b', '/c/1?a=b#x'],
	['//evil.example', '/'],
	['/\\\\evil.example', '/'],
	['/\t/evil.example', '/'],
	['/\n//evil.example', '/'],
	['/..//evil.example', '/'],
	['/./\\evil.example', '/'],
	['/%2e%2e//evil.example', '/'],
	['https://evil.example', '/'],
	['javascript:alert(1)', '/'],
	['', '/'],
])('CL75 after sign-in %j leads to %s', (next, to) => {
	expect(nextPath({ search: `?next=${encodeURIComponent(next)}`, hash: '#x', origin: 'https://chat.example' })).toBe(
		to,
	);
});

test('CL75 without a wish one gets to the chat', () => {
	expect(nextPath({ search: '', hash: '', origin: 'https://chat.example' })).toBe('/');
});
