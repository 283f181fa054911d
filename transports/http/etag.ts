/** RFC 9110 13.1.2: whether `If-None-Match`, a list of tags, compared weakly, or `*`, holds for what has this tag. */
export function holds(ifNoneMatch: string | null, tag: string): boolean {
	return (ifNoneMatch ?? '').split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === tag);
}
