import { expect, test } from 'vitest';
import { compareNames, initialsOf, letterOf, matches } from '../../../web/client/pinyin.ts';

/** The commonest surnames of each letter. */
const SURNAMES = {
	A: '安艾敖',
	B: '白包毕',
	C: '陈蔡曹程',
	D: '邓丁杜董',
	E: '鄂',
	F: '方范冯傅',
	G: '高郭顾龚',
	H: '何黄胡韩',
	J: '江贾蒋金',
	K: '康孔',
	L: '李刘林罗梁',
	M: '马毛孟梅',
	N: '倪聂宁',
	O: '欧区'.slice(0, 1),
	P: '潘彭裴',
	Q: '钱秦邱',
	R: '任阮荣',
	S: '孙宋苏沈',
	T: '唐田谭陶',
	W: '王吴魏汪',
	X: '徐许谢萧',
	Y: '杨叶于袁',
	Z: '张赵周郑朱',
};

test('CL25 each name stands under the letter of its pinyin', () => {
	for (const [letter, surnames] of Object.entries(SURNAMES))
		for (const surname of surnames) expect([surname, letterOf(`${surname}小明`)]).toEqual([surname, letter]);
	expect(['anna', 'Émile', ' zoe', '9527', '😀', 'ありさ', ''].map(letterOf)).toEqual([
		'A',
		'E',
		'Z',
		'#',
		'#',
		'#',
		'#',
	]);
});

test('CL25 names are sorted as in an address book, what has no letter last', () => {
	const names = ['周杰', '9527', '阿姨', 'bob', '王伟', '白雪', '李雷', '李明', '李10', '李9', 'Émile'];
	const sorted = ['阿姨', '白雪', 'bob', 'Émile', '李9', '李10', '李雷', '李明', '王伟', '周杰', '9527'];
	const letters = (list: readonly string[]) => list.map(letterOf).join('');
	const result = [...names].sort(compareNames);
	expect(letters(result)).toBe(letters(sorted));
	expect(result.filter((name) => name.startsWith('李'))).toEqual(['李9', '李10', '李雷', '李明']);
});

test('CL24 a part of a name or the first letters of its pinyin find it', () => {
	expect(initialsOf('王小梅ok')).toBe('wxmok');
	expect(['小梅', 'wx', 'WXM', ' 王 ', 'xm', 'mei'].map((query) => matches('王小梅', query))).toEqual([
		true,
		true,
		true,
		true,
		false,
		false,
	]);
	expect(['AN', 'nn', 'b'].map((query) => matches('Anna', query))).toEqual([true, true, false]);
});
