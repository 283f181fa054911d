/** What a file is, by its content. What its sender says counts only where the content is text, which has no marks. */
import { fileTypeFromBuffer } from 'file-type';

/** As many first bytes as are looked at. */
export const HEAD_BYTES = 64 * 1024;
const BYTES = 'application/octet-stream';
const PLAIN = 'text/plain';
/** Kinds of text by which people and programs know what to open it with; none of them is ever shown in the page. */
const TEXTS = /^(text\/[a-z0-9][a-z0-9.+-]{0,60}|application\/(json|xml|javascript|rtf)|image\/svg\+xml)$/;
const XML = /^(application\/xml|text\/xml|image\/svg\+xml|text\/html)$/;
/** What does not stand in text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for
const NOT_TEXT = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/;

/** The media type, in lower case and without parameters. `said`: what the sender's `Content-Type` says. */
export async function contentType(head: Uint8Array, said: string): Promise<string> {
	const hint = said.split(';')[0]!.trim().toLowerCase();
	const known = await fileTypeFromBuffer(head).catch(() => undefined);
	if (known !== undefined) {
		const type = known.mime.split(';')[0]!.toLowerCase();
		return XML.test(type) && XML.test(hint) ? hint : type;
	}
	if (!isText(head)) return BYTES;
	return TEXTS.test(hint) ? hint : PLAIN;
}

function isText(head: Uint8Array): boolean {
	try {
		// The last character may be cut off where there is more than the head.
		const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: head.length === HEAD_BYTES });
		return !NOT_TEXT.test(text);
	} catch {
		return false;
	}
}
