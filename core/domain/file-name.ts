/** What a file is called: by whoever uploads it, in a form that is safe to show and to save under, anywhere. */

/** In UTF-8: what file systems take. */
const NAME_BYTES_MAX = 255;
/** Of an extension, dot and all; what is longer is none. */
const EXTENSION_CHARS_MAX = 16;
const NAMELESS = 'file';

/**
 * What says nothing or something else than it shows: controls, line breaks, marks that turn the direction of writing
 * (`gpj.exe` for `exe.jpg`), characters that cannot be seen, halves of characters. Joiners stay: some scripts need them.
 */
const UNSEEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu;
/** What some system takes for more than a part of a name. */
const SPECIAL = /[<>:"|?*]/g;
const utf8 = new TextEncoder();

/**
 * The last part of a path, without what cannot be seen, in one form (NFC) and at most 255 bytes, its extension kept; never
 * empty, `.` or `..`, and not hidden.
 */
export function fileName(input: string): string {
	const last = input.split(/[/\\]/).at(-1) ?? '';
	const name = last
		.normalize('NFC')
		.replaceAll(UNSEEN, '')
		.replaceAll(SPECIAL, '_')
		.replaceAll(/\s+/g, ' ')
		.replace(/^[. ]+/, '');
	return shortened(name).replace(/[. ]+$/, '') || NAMELESS;
}

/** `.jpg` of `a.jpg`; empty where there is none. */
export function extensionOf(name: string): string {
	const dot = name.lastIndexOf('.');
	return dot <= 0 || name.length - dot > EXTENSION_CHARS_MAX ? '' : name.slice(dot);
}

function shortened(name: string): string {
	if (bytesOf(name) <= NAME_BYTES_MAX) return name;
	const extension = extensionOf(name);
	const stem = [...name.slice(0, name.length - extension.length)];
	let room = NAME_BYTES_MAX - bytesOf(extension);
	let kept = '';
	for (const character of stem) {
		room -= bytesOf(character);
		if (room < 0) break;
		kept += character;
	}
	return kept + extension;
}

function bytesOf(text: string): number {
	return utf8.encode(text).length;
}
