import { expect, test } from 'vitest';
import type { LogEvent } from '../../core/domain/events.ts';
import { type AccountId, pairId } from '../../core/ids.ts';
import { createViews } from '../../projections/create-views.ts';

const ann = '11111111-1111-7111-8111-111111111111' as AccountId;
const bob = '22222222-2222-7222-8222-222222222222' as AccountId;

test('PJ9 the end of a friendship takes both remarks away, and a new one starts without', () => {
	const views = createViews();
	let position = 0;
	const versions = new Map<string, number>();
	const apply = (type: string, stream: string, data: object) => {
		position += 1;
		const version = (versions.get(stream) ?? 0) + 1;
		versions.set(stream, version);
		const id = `00000000-0000-7000-8000-${String(position).padStart(12, '0')}`;
		views.apply({ position, stream, version, id, type, schema: 1, at: position, by: ann, data } as LogEvent);
	};
	const pair = pairId(ann, bob);
	apply('AccountRegistered', ann, { username: 'ann', nickname: 'ann' });
	apply('AccountRegistered', bob, { username: 'bob', nickname: 'bob' });
	apply('FriendRequested', pair, { from: ann, to: bob, note: '' });
	apply('FriendAccepted', pair, { from: ann, to: bob });
	apply('RemarkChanged', ann, { account: bob, remark: 'Bobby' });
	apply('RemarkChanged', bob, { account: ann, remark: 'Annie' });
	expect([views.facts.remark(ann, bob), views.facts.remark(bob, ann)]).toEqual(['Bobby', 'Annie']);
	apply('FriendRemoved', pair, { from: bob, to: ann });
	expect([views.facts.remark(ann, bob), views.facts.remark(bob, ann)]).toEqual(['', '']);
	apply('FriendRequested', pair, { from: bob, to: ann, note: '' });
	apply('FriendAccepted', pair, { from: bob, to: ann });
	expect(views.friends(ann)).toEqual([{ account: bob, remark: '', conversation: pair }]);
});
