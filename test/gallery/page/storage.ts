/** What the browser would keep lasts as long as the page, and no other page is told anything: states know nothing of each other. */
export function forgetfulStorage(): void {
	Reflect.deleteProperty(window, 'BroadcastChannel');
	for (const name of ['localStorage', 'sessionStorage']) {
		const kept = new Map<string, string>();
		const storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = {
			getItem: (key) => kept.get(key) ?? null,
			setItem: (key, value) => void kept.set(key, value),
			removeItem: (key) => void kept.delete(key),
		};
		Object.defineProperty(window, name, { value: storage });
	}
}
