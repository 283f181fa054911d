/** Changed copies of maps and sets; what does not change stays the same object. */

export function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
	return map.get(key) === value ? map : new Map(map).set(key, value);
}

export function withoutEntry<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
	if (!map.has(key)) return map;
	const copy = new Map(map);
	copy.delete(key);
	return copy;
}

export function withMembers<T>(set: ReadonlySet<T>, members: readonly T[]): ReadonlySet<T> {
	return members.every((member) => set.has(member)) ? set : new Set([...set, ...members]);
}

export function withoutMembers<T>(set: ReadonlySet<T>, members: readonly T[]): ReadonlySet<T> {
	if (!members.some((member) => set.has(member))) return set;
	const copy = new Set(set);
	for (const member of members) copy.delete(member);
	return copy;
}
