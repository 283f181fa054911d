/** People, conversations and what was said in them: everything that the gallery shows, in the page's language. */
import type { AccountId, ConversationId, EventId } from '../../core/ids.ts';
import type {
	Body,
	Conversation,
	ConversationSettings,
	Friend,
	FriendRequest,
	HistoryItem,
	Me,
	Member,
	Profile,
} from '../../core/wire.ts';
import type { Parts } from '../../web/client/state.ts';
import { language } from '../../web/shared/i18n.ts';

/** A Thursday afternoon, at which all of this is looked at. */
export const NOW = Date.UTC(2026, 3, 16, 7, 20);
export const LOG = 'gallery';
const MINUTE_MS = 60_000;
const HOUR = 60;
const DAY = 24 * HOUR;

export interface Scene {
	readonly parts: Parts;
	readonly position: number;
	readonly online: readonly AccountId[];
	readonly histories: ReadonlyMap<ConversationId, readonly HistoryItem[]>;
	readonly members: ReadonlyMap<ConversationId, readonly Member[]>;
}

export const inLanguage = (zh: string, en: string): string => (language() === 'zh' ? zh : en);

const id = (kind: string, k: number): string => `00000000-0000-7000-${kind}-${k.toString(16).padStart(12, '0')}`;
export const accountId = (k: number): AccountId => id('8000', k) as AccountId;
export const conversationId = (k: number): ConversationId => id('9000', k) as ConversationId;
export const messageId = (k: number): EventId => id('a000', k) as EventId;

export const ME = accountId(1);
/** Who runs the installation. */
export const OPERATOR = accountId(999);
export const ANNA = accountId(2);
export const CHEN = accountId(3);
export const LI = accountId(4);
export const WANG = accountId(5);
export const LONG = accountId(6);
export const STRANGER = accountId(60);
export const ASKED = accountId(61);
export const ASKING = accountId(62);
export const NOTES = conversationId(1);
/** The conversation with a friend. */
export const pairWith = (account: AccountId): ConversationId =>
	`${account.slice(0, 19)}9${account.slice(20)}` as ConversationId;
export const HIKE = conversationId(900);
export const SCHOOL = conversationId(901);
export const LEFT = conversationId(902);

export const LONG_NAME = 'Maximiliane-Alexandra Hohenlohe-W';
export const LONG_WORD =
	'https://example.org/a-very-long-address-without-any-place-to-break-it/0123456789/abcdefghijklmnopqrstuvwxyz';
export const LONG_TEXT = `${'很长的一段话，一行放不下，要折成好几行。'.repeat(6)}\n\n${'A long answer that has to wrap on any screen. '.repeat(6)}\n${LONG_WORD}`;

/** Nicknames of friends, Chinese and other, from 2 on. */
const NAMES = [
	...[
		'Anna',
		'陈晨',
		'李雷',
		'王伟',
		LONG_NAME,
		'白鹭',
		'David',
		'方圆',
		'高远',
		'Hannah',
		'江涛',
		'Kim',
		'梅子',
		'宁静',
	],
	...['欧阳明', 'Paula', '秦岭', '任真', '苏打', 'Tom', '吴越', '许愿', '杨柳', '周周', '0号选手'],
];

export function profile(account: AccountId, nickname: string): Profile {
	const username = `user_${Number.parseInt(account.slice(-4), 16)}`;
	return { id: account, version: 1, username, nickname, avatar: null, gender: 'unknown', city: '', signature: '' };
}

export const me = (): Me => ({
	...profile(ME, inLanguage('林晓', 'Lin Xiao')),
	username: 'linxiao',
	self: NOTES,
	blocked: [],
});
const nicknameOf = (account: AccountId): string => NAMES[Number.parseInt(account.slice(-4), 16) - 2] ?? '';
const personOf = (account: AccountId): Profile => profile(account, nicknameOf(account));

/** How many friends there are. */
export function friends(count: number): Friend[] {
	return NAMES.slice(0, count).map((_, k) => {
		const account = accountId(k + 2);
		const online = k % 3 === 0 || k < 2;
		const lastSeen = online ? null : NOW - k * k * 23 * MINUTE_MS;
		return { account: personOf(account), remark: '', conversation: pairWith(account), online, lastSeen };
	});
}

/** Somebody who asks, somebody who was asked. */
export function requests(): FriendRequest[] {
	const { self: _, blocked: __, ...own } = me();
	const asking = profile(ASKING, inLanguage('三班的赵雪', 'Zoe from class 3'));
	const asked = profile(ASKED, inLanguage('田园', 'Tian Yuan'));
	const note = inLanguage(
		'你好，我是三班的赵雪，一起做作业吧',
		'Hello, I am Zoe from class 3. Shall we study together?',
	);
	return [
		{ from: asking, to: own, note, at: NOW - 3 * HOUR * MINUTE_MS },
		{ from: own, to: asked, note: '', at: NOW - 2 * DAY * MINUTE_MS },
	];
}

export interface Said {
	readonly by: AccountId;
	/** Minutes ago. */
	readonly ago: number;
	readonly text?: string;
	/** What it is if it is no text. */
	readonly body?: Body;
	readonly system?: { readonly type: string; readonly data: Readonly<Record<string, unknown>> };
}

export function say(by: AccountId, ago: number, zh: string, en = zh): Said {
	return { by, ago, text: inLanguage(zh, en) };
}

/** A file that a message carries. */
export const carried = (name: string, mime: string, size: number) => ({ file: messageId(7_000_000), name, mime, size });

export function pictureOf(name: string): Extract<Body, { type: 'image' }> {
	return { type: 'image', ...carried(name, 'image/jpeg', 1_234_567), width: 1200, height: 900 };
}

/** The lines of a history from what was said; versions and ordinals from 1. */
export function history(conversation: ConversationId, said: readonly Said[]): HistoryItem[] {
	let n = 0;
	return said.map(({ by, ago, text, body: other, system }, k) => {
		const at = NOW - ago * MINUTE_MS;
		const line = {
			id: messageId(numberOf(conversation) * 1000 + k),
			conversation,
			version: k + 1,
			position: positionOf(at),
			at,
			by,
		};
		if (system !== undefined) return { ...line, system };
		n += 1;
		const body: Body | undefined = text === undefined ? other : { type: 'text', text };
		return { ...line, n, reactions: [], ...(body === undefined ? { recalled: true } : { body }) };
	});
}

const numberOf = (conversation: ConversationId): number => Number.parseInt(conversation.slice(-6), 16);
/** Later is further on in the log. */
const positionOf = (at: number): number => 1_000_000 - Math.round((NOW - at) / 1000);

const PLAIN: ConversationSettings = { mute: false, pin: false, hide: false };

/** A conversation as its history makes it. `unread`: of the last messages. */
export function conversation(
	told: Pick<Conversation, 'id' | 'kind'> & Partial<Conversation>,
	lines: readonly HistoryItem[],
): Conversation {
	const newest = lines.at(-1);
	const messages = lines.filter((line) => 'n' in line);
	const last = messages.at(-1);
	const unread = told.unread ?? 0;
	const version = newest?.version ?? 0;
	const read = unread === 0 ? version : (messages.at(-unread)?.version ?? 1) - 1;
	return {
		...{ version, n: messages.length, read, unread, mentions: 0, settings: PLAIN, since: 0 },
		...(newest === undefined ? {} : { active: newest.position }),
		...(last === undefined ? {} : { last }),
		...told,
	};
}

export const withAnna = (): Said[] => [
	{ by: ANNA, ago: DAY + 5 * HOUR, system: { type: 'FriendAccepted', data: {} } },
	say(ANNA, DAY + 4 * HOUR, '你好，林晓！很高兴在这里见到你。', 'Hi Lin Xiao! Nice to find you here.'),
	say(ME, DAY + 4 * HOUR - 2, '嗨 Anna，谢谢你加我 😀', 'Hello Anna, thanks for adding me 😀'),
	say(
		ME,
		DAY + 4 * HOUR - 3,
		'周六的读书会你来吗？这次读《城南旧事》。',
		'Will you come to the book club on Saturday? We read “My Memories of Old Beijing”.',
	),
	say(ANNA, 96, '来！还是在图书馆吗？', 'I will! Is it still at the library?'),
	say(ANNA, 95, '我可以带茶，大家一起喝。', 'I can bring tea for everybody.'),
	say(
		ME,
		41,
		'对，图书馆二楼，下午三点。\n从东门进，电梯在左手边。',
		'Yes, second floor, 3 pm.\nTake the east entrance; the lift is on your left.',
	),
	say(ANNA, 12, '收到，到时见！', 'Got it, see you there!'),
	say(
		ANNA,
		11,
		'对了，上次说的那本书我找到了，周六带给你。',
		'By the way, I found the book we talked about. I will bring it along.',
	),
	say(ME, 4, '太好了，谢谢你！', 'Wonderful, thank you!'),
];

export const inHike = (): Said[] => [
	{ by: LI, ago: 3 * DAY, system: { type: 'GroupCreated', data: {} } },
	{ by: LI, ago: 3 * DAY, system: { type: 'MemberJoined', data: { accounts: [ME, ANNA, CHEN, WANG] } } },
	say(LI, 3 * DAY - 2, '周六去爬香山，谁来？', 'Fragrant Hills on Saturday, who is in?'),
	say(CHEN, 3 * DAY - 20, '我来！几点出发？', 'Me! When do we leave?'),
	say(ANNA, 3 * DAY - 22, '算我一个', 'Count me in'),
	{ by: WANG, ago: DAY, system: { type: 'MemberLeft', data: { account: WANG } } },
	say(LI, 70, '早上八点，东门见，记得带水。', 'Eight in the morning at the east gate. Bring water.'),
	say(ME, 66, '好，我带零食。', 'Fine, I bring snacks.'),
	say(CHEN, 31, '天气预报说有小雨，大家带伞吧。', 'The forecast says light rain, take umbrellas.'),
	say(ANNA, 30, '没问题 ☂️', 'No problem ☂️'),
	say(LI, 28, '要是下大了就改去博物馆。', 'If it pours we go to the museum instead.'),
];

const members = (accounts: readonly AccountId[]): Member[] =>
	accounts.map((account, k) => ({
		account: account === ME ? profile(ME, me().nickname) : personOf(account),
		role: k === 0 ? 'owner' : k === 1 ? 'admin' : 'member',
		since: k + 1,
	}));

/** An afternoon in the middle of things. */
export function everyday(): Scene {
	const all = friends(NAMES.length);
	const histories = new Map<ConversationId, HistoryItem[]>();
	const told: Conversation[] = [];
	const add = (one: Pick<Conversation, 'id' | 'kind'> & Partial<Conversation>, said: readonly Said[]) => {
		const lines = history(one.id, said);
		histories.set(one.id, lines);
		told.push(conversation(one, lines));
	};
	const pair = (account: AccountId, more: Partial<Conversation>, said: readonly Said[]) =>
		add({ id: pairWith(account), kind: 'pair', peer: personOf(account), ...more }, said);
	add({ id: NOTES, kind: 'self', settings: { ...PLAIN, pin: true } }, [
		say(ME, 2 * DAY, '买茶叶、还书、给奶奶打电话', 'Buy tea, return books, call grandma'),
	]);
	pair(ANNA, {}, withAnna());
	const hike = { name: inLanguage('周末爬山', 'Weekend hike'), memberCount: 4, role: 'member', unread: 3 } as const;
	add({ id: HIKE, kind: 'group', ...hike }, inHike());
	const school = {
		name: inLanguage('高二三班家长群', 'Parents of class 3'),
		memberCount: 46,
		role: 'member',
		unread: 128,
	} as const;
	add(
		{ id: SCHOOL, kind: 'group', ...school, settings: { ...PLAIN, mute: true } },
		Array.from({ length: 140 }, (_, k) =>
			say(accountId(8 + (k % 9)), 400 - k * 2, '收到，谢谢老师', 'Noted, thank you'),
		),
	);
	pair(CHEN, { unread: 2 }, [
		say(ME, 200, '作业写完了吗？', 'Done with the homework?'),
		say(CHEN, 52, '还差最后一题', 'All but the last one'),
		say(CHEN, 51, '你那题怎么做的？', 'How did you solve it?'),
	]);
	pair(LI, {}, [say(LI, DAY + 30, '照片我发到相册了', 'I put the photos into the album')]);
	pair(LONG, {}, [say(LONG, 2 * DAY, LONG_TEXT)]);
	pair(WANG, {}, [say(WANG, 4 * DAY, '好的，下周见', 'All right, see you next week')]);
	const left = {
		name: inLanguage('去年的项目组', 'Last year’s project'),
		left: { version: 2, reason: 'left' },
	} as const;
	add({ id: LEFT, kind: 'group', ...left }, [say(CHEN, 40 * DAY, '项目结束，辛苦大家！', 'Done! Thank you all.')]);
	for (const { account, conversation: id } of all) if (!histories.has(id)) pair(account.id, {}, []);
	return {
		parts: { me: me(), friends: all, requests: requests(), conversations: told },
		position: 1_000_000,
		online: all.flatMap(({ account, online }) => (online ? [account.id] : [])),
		histories,
		members: new Map([[HIKE, members([LI, CHEN, ME, ANNA])]]),
	};
}

/** Somebody has just signed up: there is nothing but their notes. */
export function firstDay(): Scene {
	const notes = conversation({ id: NOTES, kind: 'self' }, []);
	return {
		parts: { me: me(), friends: [], requests: [], conversations: [notes] },
		...{ position: 1, online: [], histories: new Map([[NOTES, []]]), members: new Map() },
	};
}

/** So many members, with names of every length. */
export function crowd(count: number): Member[] {
	return members([ME, ...Array.from({ length: count - 1 }, (_, k) => accountId(2 + (k % NAMES.length)))]).map(
		(member, k) =>
			k <= NAMES.length
				? member
				: { ...member, account: profile(accountId(1000 + k), `${member.account.nickname} ${k}`) },
	);
}
