/** Bodies of answers: decoded, and read up to a limit that counts what comes out, not what came in. */
import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createUnzip } from 'node:zlib';

/** The whole body, or why it is not to be had. Nothing is read beyond the limit, and never rejects. */
export async function readBody(
	response: IncomingMessage,
	bytesMax: number,
): Promise<Buffer | 'too-large' | 'malformed' | 'unreachable'> {
	if (Number(response.headers['content-length'] ?? 0) > bytesMax) return end(response, 'too-large');
	const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
	const body = decoded(response, encoding);
	if (body === undefined) return end(response, 'malformed');
	const chunks: Buffer[] = [];
	let size = 0;
	try {
		for await (const chunk of body) {
			const bytes: Buffer = chunk;
			size += bytes.length;
			if (size > bytesMax) return 'too-large';
			chunks.push(bytes);
		}
	} catch {
		return body === response || response.errored ? 'unreachable' : 'malformed';
	} finally {
		response.destroy();
	}
	return Buffer.concat(chunks);
}

function end<Why>(response: IncomingMessage, why: Why): Why {
	response.destroy();
	return why;
}

/** RFC 9110 8.4: one coding of those we ask for. */
function decoded(response: IncomingMessage, encoding: string): Readable | undefined {
	switch (encoding) {
		case 'identity':
			return response;
		case 'gzip':
		case 'x-gzip':
		case 'deflate':
			return pipeline(response, createUnzip(), () => {});
		case 'br':
			return pipeline(response, createBrotliDecompress(), () => {});
		default:
			return undefined;
	}
}
