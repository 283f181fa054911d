import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseLogUrl } from '../../../core/log/log-url.ts';

const mysql = { kind: 'mysql', host: 'db', port: 3306, user: 'u', password: '', database: 'wechat_db' };

describe('the URL of a log', () => {
	const right: [string, object][] = [
		['sqlite:', { kind: 'sqlite', path: '/data/webchat.db' }],
		['sqlite:chat.db', { kind: 'sqlite', path: resolve('chat.db') }],
		['sqlite:/var/lib/chat.db', { kind: 'sqlite', path: '/var/lib/chat.db' }],
		['mysql://u@db', mysql],
		['mysql://u@db/', mysql],
		['mysql://u:p@db:3307/chat', { ...mysql, password: 'p', port: 3307, database: 'chat' }],
		['mysql://u%40x:p%2F%3A%25%20w@db', { ...mysql, user: 'u@x', password: 'p/:% w' }],
		['mysql://u@[::1]:3306/chat', { ...mysql, host: '::1', database: 'chat' }],
	];
	test.each(right)('EL22 %s is understood', (url, target) => {
		expect(parseLogUrl(url, '/data')).toEqual(target);
	});

	const wrong = [
		'',
		'postgres://u:hunter2@db/chat',
		'mysql://u:hunter2@',
		'mysql:u:hunter2@db',
		'mysql://:hunter2@db/chat',
		'mysql://u:hunter2@db:99999/chat',
		'mysql://u:hunter2@db/chat`; DROP',
		'mysql://u:hunter2@db/a/b',
		`mysql://u:hunter2@db/${'x'.repeat(65)}`,
		'mysql://u:hunter2@db/chat?multipleStatements=true',
		'mysql://u:hunter2%@db/chat',
		'mysql://u:hunter2/@db/chat',
	];
	test.each(wrong)('EL22 %s is refused in a sentence without the password', (url) => {
		const refused = () => parseLogUrl(url, '/data');
		expect(refused).toThrow(expect.objectContaining({ name: 'LogError', kind: 'failed' }));
		expect(refused).toThrow(/^The URL of the log is wrong: (?!.*hunter2).*\.$/);
	});
});
