/**
 * The signature of Alibaba Cloud's RPC requests, version 1.0:
 * https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism.
 */
import { createHmac } from 'node:crypto';

/** The parameters as a form, with their `Signature`. Pure. */
export function signedForm(
	method: 'GET' | 'POST',
	parameters: Readonly<Record<string, string>>,
	accessKeySecret: string,
): string {
	// "Alphabetical order" there is that of bytes.
	const canonical = Object.keys(parameters)
		.toSorted((a, b) => (a < b ? -1 : 1))
		.map((name) => `${percentEncode(name)}=${percentEncode(parameters[name] ?? '')}`)
		.join('&');
	const toSign = [method, percentEncode('/'), percentEncode(canonical)].join('&');
	const signature = createHmac('sha1', `${accessKeySecret}&`).update(toSign).digest('base64');
	return `Signature=${percentEncode(signature)}&${canonical}`;
}

/** RFC 3986: everything but letters, digits and `-_.~`, which leaves four more to encode than JavaScript does. */
function percentEncode(text: string): string {
	return encodeURIComponent(text).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}
