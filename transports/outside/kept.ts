/**
 * Answers from outside, kept for a while: asked for only when somebody wants them, once at a time, and the last good one
 * serves on while there is no newer one.
 */
import type { Clock } from '../../core/clock.ts';

export interface KeptLimits {
	/** How long an answer is as good as new; a tenth more or less, so that many do not grow old at once. */
	readonly freshMs: number;
	/** How long it is better than none. */
	readonly keepMs: number;
	/** How long it is remembered that there is nothing. */
	readonly nothingMs: number;
	/** Keys remembered; past it the one loaded longest ago is forgotten. */
	readonly keysMax: number;
	/** Keys being loaded at once; one more is `failed`. */
	readonly loadsMax: number;
}

/** How long somebody waits for an answer, where there is none and where there is an old one. */
const PATIENCE_MS = 8_000;
const PATIENCE_WITH_OLD_MS = 1_500;

/** `nothing`: there is none, for sure. `failed`: it could not be found out. */
export type Loaded<Value> = { readonly value: Value } | 'nothing' | 'failed';
export type Got<Value> = { readonly value: Value; readonly at: number; readonly stale: boolean } | 'nothing' | 'failed';

export interface Kept<Value> {
	/** Never rejects. */
	get(key: string): Promise<Got<Value>>;
}

interface Entry<Value> {
	readonly loaded: { readonly value: Value } | 'nothing';
	readonly at: number;
	readonly freshUntil: number;
}

export interface KeptPorts {
	readonly clock: Clock;
	/** In [0, 1). */
	readonly random: () => number;
}

/** `load` must not reject. */
export function createKept<Value>(
	load: (key: string) => Promise<Loaded<Value>>,
	limits: KeptLimits,
	{ clock, random }: KeptPorts,
): Kept<Value> {
	const entries = new Map<string, Entry<Value>>();
	const loading = new Map<string, Promise<void>>();

	return {
		async get(key) {
			const known = entries.get(key);
			if (known !== undefined && clock.now() < known.freshUntil) return shown(known);
			const under = loading.get(key) ?? begin(key);
			if (under !== undefined) {
				const isOldGood = known !== undefined && isKept(known);
				await within(under, isOldGood ? PATIENCE_WITH_OLD_MS : PATIENCE_MS);
			}
			const now = entries.get(key);
			return now !== undefined && isKept(now) ? shown(now) : 'failed';
		},
	};

	function begin(key: string): Promise<void> | undefined {
		if (loading.size >= limits.loadsMax) return undefined;
		const under = load(key).then((loaded) => {
			loading.delete(key);
			if (loaded === 'failed') return;
			remember(key, loaded);
		});
		loading.set(key, under);
		return under;
	}

	function remember(key: string, loaded: Entry<Value>['loaded']): void {
		const at = clock.now();
		const fresh = loaded === 'nothing' ? limits.nothingMs : limits.freshMs * (0.9 + random() / 5);
		entries.delete(key);
		entries.set(key, { loaded, at, freshUntil: at + fresh });
		// A map keeps the order of insertion.
		for (const [oldest] of entries) {
			if (entries.size <= limits.keysMax) break;
			entries.delete(oldest);
		}
	}

	function isKept({ loaded, at, freshUntil }: Entry<Value>): boolean {
		return clock.now() < (loaded === 'nothing' ? freshUntil : at + limits.keepMs);
	}

	function shown({ loaded, at, freshUntil }: Entry<Value>): Got<Value> {
		return loaded === 'nothing' ? 'nothing' : { value: loaded.value, at, stale: clock.now() >= freshUntil };
	}

	/** Waits for it, but no longer than so. */
	async function within(under: Promise<void>, ms: number): Promise<void> {
		const late = Promise.withResolvers<void>();
		const timer = clock.after(ms, late.resolve);
		await Promise.race([under, late.promise]);
		clock.clear(timer);
	}
}
