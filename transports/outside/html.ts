/** Documents of others, walked without recursion, so that none is nested too deep. */
import { parseDocument } from 'htmlparser2';

export type Root = ReturnType<typeof parseDocument>;
export type Node = Root['children'][number];
export type Element = Extract<Node, { readonly attribs: object }>;

/** Elements looked at in one document; what comes after them is not. */
const ELEMENTS_MAX = 50_000;
/** https://dom.spec.whatwg.org/#dom-node-nodetype. */
const TEXT_NODE = 3;
/** Their text is not text. */
const SILENT: ReadonlySet<string> = new Set(['script', 'style', 'noscript', 'template']);

/** In the charset that the answer or the document names, UTF-8 without. */
export function decodeText(bytes: Buffer, charset: string): string {
	const named = charset || /charset=["']?([\w-]+)/i.exec(bytes.toString('latin1', 0, 2_048))?.[1] || 'utf-8';
	try {
		return new TextDecoder(named).decode(bytes);
	} catch {
		return new TextDecoder().decode(bytes);
	}
}

/** Whatever it is, it is read as HTML, or as XML; entities that a document makes up itself stay what they are. */
export function parseMarkup(text: string, xmlMode = false): Root {
	return parseDocument(text, { xmlMode });
}

/** All elements below, in the order of the document. */
export function* elementsIn(root: Root | Element): Generator<Element> {
	const stack: Node[] = root.children.toReversed();
	for (let count = 0; count < ELEMENTS_MAX; ) {
		const node = stack.pop();
		if (node === undefined) return;
		if (!('attribs' in node)) continue;
		count += 1;
		yield node;
		for (let k = node.children.length - 1; k >= 0; k--) stack.push(node.children[k]!);
	}
}

/** The first element below that is so. */
export function findIn(root: Root | Element, is: (element: Element) => boolean): Element | undefined {
	return elementsIn(root).find(is);
}

export function hasClass({ attribs }: Element, name: string): boolean {
	return (attribs.class ?? '').split(/\s+/).includes(name);
}

/** What one reads of it. */
export function textOf(element: Element): string {
	const parts: string[] = [];
	const stack: Node[] = [element];
	for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
		if (node.nodeType === TEXT_NODE) parts.push('data' in node ? node.data : '');
		else if ('children' in node && !('name' in node && SILENT.has(node.name))) {
			for (let k = node.children.length - 1; k >= 0; k--) stack.push(node.children[k]!);
		}
	}
	return parts.join('');
}
