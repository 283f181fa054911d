import { expect, test } from 'vitest';
import type { Proposal } from '../../../core/domain/events.ts';
import { changeProfile, parseProfile } from '../../../core/domain/profile.ts';
import type { Rejection } from '../../../core/domain/rejection.ts';
import type { AccountId } from '../../../core/ids.ts';
import type { ProfileDetails } from '../../../core/wire.ts';
import { factsOf } from '../../support/facts.ts';
import { ANN, BEN, decide, NOBODY, registered } from './people.ts';

const good: readonly (readonly [string, object, Partial<ProfileDetails>])[] = [
	['nothing', {}, {}],
	['a nickname, trimmed', { nickname: ' Li Lei ' }, { nickname: 'Li Lei' }],
	['a gender', { gender: 'other' }, { gender: 'other' }],
	['no gender any more', { gender: 'unknown' }, { gender: 'unknown' }],
	['a city of 50 characters', { city: '𠮷'.repeat(50) }, { city: '𠮷'.repeat(50) }],
	['a signature of 100 characters', { signature: '字'.repeat(100) }, { signature: '字'.repeat(100) }],
	['what is taken away', { city: ' ', signature: '' }, { city: '', signature: '' }],
];

test.each(good)('AC20 %s can be said', (_, input, ok) => {
	expect(parseProfile({ ...input })).toEqual({ ok });
});

const bad: readonly (readonly [object, string, string])[] = [
	[{ nickname: '' }, 'bad-nickname', 'nickname'],
	[{ nickname: 'x'.repeat(33) }, 'bad-nickname', 'nickname'],
	[{ nickname: null }, 'bad-nickname', 'nickname'],
	[{ gender: 'f' }, 'bad-request', 'gender'],
	[{ gender: '' }, 'bad-request', 'gender'],
	[{ gender: ['male'] }, 'bad-request', 'gender'],
	[{ city: 'x'.repeat(51) }, 'too-large', 'city'],
	[{ city: 'Hang\nzhou' }, 'bad-request', 'city'],
	[{ city: null }, 'bad-request', 'city'],
	[{ signature: 'x'.repeat(101) }, 'too-large', 'signature'],
	[{ signature: '\ud83d' }, 'bad-request', 'signature'],
	[{ signature: 7 }, 'bad-request', 'signature'],
	[{ nickname: 'Li Lei', username: 'lilei' }, 'bad-request', 'username'],
	[{ constructor: 'x' }, 'bad-request', 'constructor'],
];

test.each(bad)('AC20 %j cannot', (input, code, field) => {
	expect(parseProfile({ ...input })).toMatchObject({ rejection: { code, field } });
});

const changed = (account: AccountId, data: Partial<ProfileDetails>): Proposal => {
	return { stream: account, type: 'ProfileChanged', by: account, data };
};
const SAID: ProfileDetails = { nickname: 'Annie', gender: 'female', city: '杭州', signature: 'hi' };
const said = changed(ANN, SAID);

const table: readonly (readonly [string, readonly Proposal[], Partial<ProfileDetails>, readonly Proposal[]])[] = [
	['everything', [], SAID, [said]],
	['the nickname of the registration', [], { nickname: 'Person 0' }, []],
	['what was not said already', [], { gender: 'unknown', city: '', signature: '' }, []],
	['one thing, the others stay', [said], { city: '北京' }, [changed(ANN, { city: '北京' })]],
	['some as it is, some new', [said], { ...SAID, signature: '' }, [changed(ANN, { signature: '' })]],
	['all of it again', [said], SAID, []],
	['nothing', [said], {}, []],
	['of somebody else', [changed(BEN, { city: '北京' })], { city: '北京' }, [changed(ANN, { city: '北京' })]],
];

test.each(table)('AC21 saying %s', (_, given, wanted, events) => {
	expect(decide(changeProfile(ANN, wanted), factsOf([...registered, ...given]))).toEqual({ events });
});

test('AC21 who is not there says nothing', () => {
	const rejection: Rejection = { code: 'no-session' };
	expect(decide(changeProfile(NOBODY, { city: 'x' }), factsOf(registered))).toEqual({ rejection });
});
