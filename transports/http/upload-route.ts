/** `POST /files`: the body is the file, taken as it comes. */
import type { HttpPorts } from './ports.ts';
import { refusal } from './refusal.ts';
import type { Route } from './route.ts';

export function uploadRoute({ upload }: Pick<HttpPorts, 'upload'>): Route {
	return {
		method: 'POST',
		path: '/files',
		kind: 'data',
		who: 'account',
		async handle({ request, url, language }, { account }) {
			const announced = request.headers.get('Content-Length');
			const uploaded = await upload({
				account,
				name: url.searchParams.get('name') ?? '',
				type: request.headers.get('Content-Type') ?? '',
				size: announced === null ? undefined : Number(announced),
				open: () => request.body ?? nothing(),
			});
			if ('rejection' in uploaded) return refusal(uploaded.rejection, language);
			return Response.json({ file: uploaded.ok }, { status: 201 });
		},
	};
}

async function* nothing(): AsyncIterable<Uint8Array> {}
