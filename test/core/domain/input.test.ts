import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskEmail, parseEmail } from '../../../core/domain/email.ts';
import { parseAlias, parseGroupName, parseNickname, parseNote, parseRemark } from '../../../core/domain/line.ts';
import { parsePassword } from '../../../core/domain/password.ts';
import { maskPhone, parsePhone } from '../../../core/domain/phone.ts';
import { parseAnnouncement, parseText } from '../../../core/domain/text.ts';
import { foldUsername, parseUsername } from '../../../core/domain/username.ts';

/** Not text at all: what JSON can hold beside it. */
const NO_TEXTS = [undefined, null, 7, true, [], {}, ['abc12345']];
/** U+20000, of Han extension B: two UTF-16 units, one code point, four bytes. */
const ASTRAL_HAN = '𠀀';
const HALF = '\ud840';

test.each([
	['ab', 'ab'],
	['李雷', '李雷'],
	['李a', '李a'],
	['a1_', 'a1_'],
	['Person_123', 'Person_123'],
	['一二三四五六七八九十', '一二三四五六七八九十'],
	[ASTRAL_HAN.repeat(10), ASTRAL_HAN.repeat(10)],
	[`${ASTRAL_HAN}_`, `${ASTRAL_HAN}_`],
	['ａｂｃ１', 'abc1'],
	['李＿雷', '李_雷'],
	['豈何', '豈何'],
	['ﬁn', 'fin'],
	['李々', '李々'],
	['〇一', '〇一'],
])('AC1 %j is a user name: %j', (input, name) => {
	expect(parseUsername(input)).toEqual({ ok: name });
});

test.each([
	...['', 'a', '李', ASTRAL_HAN, 'elevenchars', '一二三四五六七八九十一', ASTRAL_HAN.repeat(11)],
	...['1ab', '_ab', '１ab', '＿李', 'a b', ' ab', 'ab ', 'ab\n', 'ab\u0000', '李　雷', 'a-b', 'a.b', 'a@b', 'a+b'],
	...[
		'é1',
		'e\u0301a',
		'李\u0301',
		'аb',
		'привет',
		'αβγ',
		'ひらがな',
		'カタ',
		'한국',
		'李😀',
		'😀😀',
		'李‍雷',
		'a\u200bb',
		'a\u202eb',
	],
	...[
		'李·雷',
		'１２３',
		`${HALF}a`,
		`a${HALF}`,
		'ab٣',
		'ﷺ',
		'friend_id',
		'Friend_ID',
		'ｆriend_id',
		'a'.repeat(100_000),
	],
])('AC1 %j is no user name', (input) => {
	expect(parseUsername(input)).toEqual({ rejection: { code: 'bad-username', field: 'username' } });
});

test('AC1 the form of a user name is stable: parsed again it is the same', () => {
	const character = fc.constantFrom('a', 'Z', '9', '_', '李', ASTRAL_HAN, 'ｂ', '豈', 'ﬁ', '⺀', '㈱', '①', 'é');
	fc.assert(
		fc.property(fc.array(character, { minLength: 1, maxLength: 11 }), (characters) => {
			const parsed = parseUsername(characters.join(''));
			if ('rejection' in parsed) return;
			expect(parseUsername(parsed.ok)).toEqual(parsed);
			expect(foldUsername(characters.join(''))).toBe(foldUsername(parsed.ok));
		}),
	);
});

test.each([
	['LiLei', 'lilei'],
	['ＬｉＬｅｉ', 'LILEI'],
	['李LEI', '李lei'],
	['豈a', '豈A'],
])('AC2 %j and %j are the same name', (one, other) => {
	expect(foldUsername(one)).toBe(foldUsername(other));
});

test.each([
	['lilei', 'lilei1'],
	['李雷', '李蕾'],
	['a_b', 'ab'],
])('AC2 %j and %j are two names', (one, other) => {
	expect(foldUsername(one)).not.toBe(foldUsername(other));
});

test.each([
	['李', '李'],
	['  Li Lei  ', 'Li Lei'],
	['\u3000李雷\n', '李雷'],
	['👨‍👩‍👧', '👨‍👩‍👧'],
	['e\u0301', 'e\u0301'],
	['<b>&', '<b>&'],
	[ASTRAL_HAN.repeat(32), ASTRAL_HAN.repeat(32)],
])('AC3 %j is a nickname: %j', (input, nickname) => {
	expect(parseNickname(input)).toEqual({ ok: nickname });
});

test.each([
	...['', ' ', '\u3000', '\t\n', '\u200b', '\u2060\u00ad', 'ㅤ', 'a\nb', 'a\tb', 'a\u0000', 'a\u007fb', 'a\u0085b'],
	...['a\u2028b', HALF, `a${HALF}b`, 'x'.repeat(33), ASTRAL_HAN.repeat(33), 'x'.repeat(1_000_000), ...NO_TEXTS],
])('AC3 %j is no nickname', (input) => {
	expect(parseNickname(input)).toEqual({ rejection: { code: 'bad-nickname', field: 'nickname' } });
});

test.each(['abc123', '1abcde', 'ABCDE1', 'abcdef123456', '00000a'])('AC4 %j is a password', (input) => {
	expect(parsePassword(input)).toEqual({ ok: input });
});

test.each([
	...[
		'',
		'abc12',
		'abcdefg123456',
		'abcdef',
		'123456',
		'abc 123',
		'abc-123',
		' abc123',
		'abc123\n',
		'ａｂｃ123',
		'abc１２３',
	],
	...['密码abc123', 'abc123\u0000', 'é12345', ...NO_TEXTS],
])('AC4 %j is no password', (input) => {
	expect(parsePassword(input)).toEqual({ rejection: { code: 'bad-password', field: 'password' } });
});

test.each([
	['13800138000', '+8613800138000'],
	['19912345678', '+8619912345678'],
	['+8613800138000', '+8613800138000'],
	['+12025550123', '+12025550123'],
	['+85291234567', '+85291234567'],
	['+12345678', '+12345678'],
	['+123456789012345', '+123456789012345'],
])('AC5 %j is a phone: %j', (input, phone) => {
	expect(parsePhone(input)).toEqual({ ok: phone });
});

test.each([
	...['', '12800138000', '10086', '1380013800', '138001380000', '8613800138000', '008613800138000', '+8612800138000'],
	...[
		'+861380013800',
		'+1234567',
		'+1234567890123456',
		'+02025550123',
		'+',
		'++12025550123',
		'138 0013 8000',
		'138-0013-8000',
	],
	...[
		' 13800138000',
		'13800138000\n',
		'１３８００１３８０００',
		'١٣٨٠٠١٣٨٠٠٠',
		'+1(202)5550123',
		'1380013800a',
		13_800_138_000,
		...NO_TEXTS,
	],
])('AC5 %j is no phone', (input) => {
	expect(parsePhone(input)).toEqual({ rejection: { code: 'bad-phone', field: 'phone' } });
});

const label = 'a'.repeat(63);
test.each([
	['a@b.cn', 'a@b.cn'],
	['Li.Lei+chat@Example.COM', 'Li.Lei+chat@example.com'],
	["o'neil_1-2@mail.example.co.uk", "o'neil_1-2@mail.example.co.uk"],
	['123456@qq.com', '123456@qq.com'],
	['a@xn--fiq228c.xn--fiqs8s', 'a@xn--fiq228c.xn--fiqs8s'],
	[`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
	[`ab@${label}.${label}.${label}.${'b'.repeat(59)}`, `ab@${label}.${label}.${label}.${'b'.repeat(59)}`],
])('AC6 %j is an e-mail address: %j', (input, email) => {
	expect(parseEmail(input)).toEqual({ ok: email });
});

test.each([
	...[
		'',
		'@',
		'a',
		'a@',
		'@b.cn',
		'a@b',
		'a@b.',
		'a@.cn',
		'a@b..cn',
		'.a@b.cn',
		'a.@b.cn',
		'a..b@b.cn',
		'a b@b.cn',
		'a@b c.cn',
	],
	...[
		'a@@b.cn',
		'a@b@c.cn',
		'a@-b.cn',
		'a@b-.cn',
		'a@b_c.cn',
		'a@127.0.0.1',
		'a@[127.0.0.1]',
		'"a b"@b.cn',
		'a@b.c',
		'a@b.1',
	],
	...[' a@b.cn', 'a@b.cn\n', 'a@b.cn\r\nBcc: c@d.cn', 'a,b@c.cn', 'a<b@c.cn>', '李@b.cn', 'a@中国.cn', 'a@b.cn\u0000'],
	...[
		`${'a'.repeat(65)}@b.cn`,
		`a@${'b'.repeat(64)}.cn`,
		`abc@${label}.${label}.${label}.${'b'.repeat(59)}`,
		...NO_TEXTS,
	],
	'a'.repeat(1_000_000),
])('AC6 %j is no e-mail address', (input) => {
	expect(parseEmail(input)).toEqual({ rejection: { code: 'bad-email', field: 'email' } });
});

test.each([
	['a note', parseNote, '  hello  ', { ok: 'hello' }],
	['an empty note', parseNote, '', { ok: '' }],
	['a note at its limit', parseNote, ASTRAL_HAN.repeat(100), { ok: ASTRAL_HAN.repeat(100) }],
	['a note past it', parseNote, 'x'.repeat(101), tooLarge('note', 100)],
	['a note far past it', parseNote, 'x'.repeat(60_000), tooLarge('note', 100)],
	['a note of two lines', parseNote, 'a\nb', bad('note')],
	['half a character', parseNote, `a${HALF}`, bad('note')],
	['no text', parseNote, 7, bad('note')],
	['a remark', parseRemark, '同桌', { ok: '同桌' }],
	['no remark', parseRemark, ' ', { ok: '' }],
	['a remark past its limit', parseRemark, ASTRAL_HAN.repeat(33), tooLarge('remark', 32)],
	['a name in a group', parseAlias, ' 班长 ', { ok: '班长' }],
	['no name in a group', parseAlias, '', { ok: '' }],
	['a name in a group past its limit', parseAlias, 'x'.repeat(33), tooLarge('alias', 32)],
	['a name', parseGroupName, ' 三年二班 ', { ok: '三年二班' }],
	['a name at its limit', parseGroupName, 'x'.repeat(50), { ok: 'x'.repeat(50) }],
	['a name past it', parseGroupName, 'x'.repeat(51), tooLarge('name', 50)],
	['no name', parseGroupName, ' ', bad('name')],
	['a name that is not to be seen', parseGroupName, '\u200b', bad('name')],
	['a name of two lines', parseGroupName, 'a\u2029b', bad('name')],
])('AC7 a line: %s', (_, parse, input, then) => {
	expect(parse(input)).toEqual(then);
});

test.each([
	...['a', ' ', '\t\n', 'two\nlines', '你好', ASTRAL_HAN, '\u007f\u0085', '<script>', '"\\'],
	...['x'.repeat(8192), '\u00e9'.repeat(4096), `${'李'.repeat(2730)}ab`, ASTRAL_HAN.repeat(2048)],
])('MS10 %j is a text', (input) => {
	expect(parseText(input)).toEqual({ ok: input });
});

test.each(['x'.repeat(8193), '\u00e9'.repeat(4097), '李'.repeat(2731), ASTRAL_HAN.repeat(2049)])(
	'MS10 a text past its bytes is too large',
	(input) => {
		expect(parseText(input, 'body.text')).toEqual(tooLarge('body.text', 8192));
	},
);

test.each([
	'',
	'\u0000',
	'a\u0007',
	'a\r\nb',
	'\u000b',
	'\u000c',
	'\u001b[31m',
	'\u001f',
	HALF,
	`a${HALF}b`,
	'\udc00',
	...NO_TEXTS,
])('MS10 %j is no text', (input) => {
	expect(parseText(input)).toEqual(bad('text'));
});

test.each([
	['of several lines', ' a\n\tb\n', { ok: 'a\n\tb' }],
	['none', ' \n', { ok: '' }],
	['at its limit', ASTRAL_HAN.repeat(2000), { ok: ASTRAL_HAN.repeat(2000) }],
	['past it', 'x'.repeat(2001), tooLarge('text', 2000)],
	['far past it', 'x'.repeat(60_000), tooLarge('text', 2000)],
	['with a control', 'a\u0007b', bad('text')],
	['with half a character', `a${HALF}`, bad('text')],
	['no text', 7, bad('text')],
])('GR30 an announcement: %s', (_, input, then) => {
	expect(parseAnnouncement(input)).toEqual(then);
});

function bad(field: string) {
	return { rejection: { code: 'bad-request', field } };
}

function tooLarge(field: string, max: number) {
	return { rejection: { code: 'too-large', field, max } };
}

test.each([
	[maskPhone('+8613812345678'), '138****5678'],
	[maskPhone('+14155550123'), '+1********23'],
	[maskPhone('+12345678'), '+1*****78'],
	[maskEmail('zhang@example.com'), 'z***@example.com'],
	[maskEmail('z@example.com'), 'z***@example.com'],
])('AC23 masked it is %j', (masked, expected) => {
	expect(masked).toBe(expected);
});
