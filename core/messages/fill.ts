/** Fills `{name}` in a sentence of a message file; a name that is not given stays as it is. */
export function fill(sentence: string, fields: Readonly<Record<string, string | number>>): string {
	return sentence.replace(/\{(\w+)\}/g, (hole, name: string) => String(fields[name] ?? hole));
}
