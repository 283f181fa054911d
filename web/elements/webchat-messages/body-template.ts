/** How each kind of body looks. What the server shows in a page it shows by itself; everything else is fetched. */
import { html } from 'lit';
import type { Body } from '../../../core/wire.ts';
import { t } from '../../shared/i18n.ts';
import { icons } from '../../shared/icons.ts';
import { fitted, sizeText } from '../../shared/sizes.ts';
import type { RowParts } from './row-template.ts';

type Of<T extends Body['type']> = Extract<Body, { readonly type: T }>;

/** Of a picture's longer side in a row; narrower where the row is. */
export const PICTURE_PX = 300;

export function bodyTemplate(body: Body, parts: RowParts) {
	switch (body.type) {
		case 'text':
			return html`<p class="text">${body.text}</p>`;
		case 'image':
			return picture(body, parts);
		case 'voice':
			return sound(body);
		case 'file':
			return file(body);
		default:
			body satisfies never;
			return html`<p class="text recalled">${t('preview.unknown')}</p>`;
	}
}

function picture(body: Of<'image'>, { intend }: RowParts) {
	const { width, height } = fitted(body.width, body.height, PICTURE_PX);
	const label = t('file.picture', { name: body.name });
	return html`<button class="picture" type="button" aria-label=${label} @click=${() => intend({ do: 'show', dialog: { name: 'picture', picture: body } })}>
		<img src=${`/files/${body.file}/thumbnail`} alt="" width=${width} height=${height} decoding="async" draggable="false" />
	</button>`;
}

function file(body: Of<'file'>) {
	if (body.mime.startsWith('audio/')) return sound(body);
	if (body.mime.startsWith('video/'))
		return html`<div class="played">
			<video src=${`/files/${body.file}`} controls preload="metadata" playsinline></video>
			${link(body)}
		</div>`;
	return link(body);
}

function sound(body: Of<'voice'> | Of<'file'>) {
	return html`<div class="played">
		<audio src=${`/files/${body.file}`} controls preload="none"></audio>
		${link(body)}
	</div>`;
}

function link({ file, name, size }: Of<'voice'> | Of<'file'>) {
	return html`<a class="file" href=${`/files/${file}`} download=${name} title=${t('file.download')}>
		${icons.file}<span class="name">${name}</span> <span class="size">${sizeText(size)}</span>
	</a>`;
}
