/** Brings a file to the server. By XMLHttpRequest, for `fetch` does not tell how much of a body has left. */
import type { AccountId } from '../../core/ids.ts';
import type { Uploaded, UploadedFile } from '../client/uploads.ts';
import { spoken } from './http.ts';

const CREATED = 201;
const AWAY: Uploaded = { state: 'refused', error: { code: 'away' } };

/** `account`: whom the page believes to be signed in; the server keeps nothing for anybody else. */
export function bringFile(
	bytes: Blob,
	name: string,
	account: AccountId | undefined,
	onSent: (bytes: number) => void,
	signal: AbortSignal,
): Promise<Uploaded> {
	return new Promise((resolve) => {
		const request = new XMLHttpRequest();
		request.responseType = 'json';
		request.open('POST', `/files?name=${encodeURIComponent(name)}`);
		const headers = { 'Content-Type': bytes.type || 'application/octet-stream', ...spoken() };
		if (account !== undefined) request.setRequestHeader('X-Webchat-Account', account);
		for (const [header, value] of Object.entries(headers)) request.setRequestHeader(header, value);
		request.upload.onprogress = ({ loaded }) => onSent(loaded);
		request.onload = () => resolve(answerOf(request));
		request.onerror = request.onabort = () => resolve(AWAY);
		signal.addEventListener('abort', () => request.abort());
		request.send(bytes);
	});
}

function answerOf({ status, response }: XMLHttpRequest): Uploaded {
	const body: { file?: UploadedFile; error?: Extract<Uploaded, { state: 'refused' }>['error'] } = response ?? {};
	if (status === CREATED && body.file !== undefined) return { state: 'done', file: body.file };
	// Something in between answered by itself.
	return body.error === undefined ? AWAY : { state: 'refused', error: body.error };
}
