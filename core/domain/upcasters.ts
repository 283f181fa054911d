/**
 * How data of an older schema becomes data of the next one: `UPCASTERS[type][schema]` takes what was written under
 * `schema` to the shape of `schema + 1`. Every schema number ever written stays reachable from here, for ever; redacted
 * data never comes by. Each has a stored sample in `test/core/domain/samples`.
 */
export type Data = Readonly<Record<string, unknown>>;
export type Upcaster = (data: Data) => Data;
export type Upcasters = Readonly<Record<string, Readonly<Record<number, Upcaster>>>>;

export const UPCASTERS: Upcasters = {
	/** A text stays what it is; other kinds of body came with schema 2. */
	MessageSent: { 1: (data) => data },
};
