/** A message whose file is still on its way to the server: what it is, as this device has it, and how far it has come. */
import { html, nothing } from 'lit';
import type { OutboxEntry, Upload } from '../../client/state.ts';
import { t } from '../../shared/i18n.ts';
import { icons } from '../../shared/icons.ts';
import { fitted, sizeText } from '../../shared/sizes.ts';
import '../webchat-thumb/webchat-thumb.ts';
import { PICTURE_PX } from './body-template.ts';
import type { RowParts } from './row-template.ts';

export function uploadTemplate(entry: OutboxEntry, upload: Upload, { intend }: RowParts) {
	const { body, id, state } = entry;
	if (body.type === 'text') return nothing;
	const percent = Math.min(100, Math.floor((100 * upload.sent) / Math.max(1, body.size)));
	const cancel = t('upload.cancel', { name: body.name });
	return html`<div class="upload">
		${body.type === 'image' ? picture(body, upload) : file(body)}
		${
			state !== 'uploading'
				? nothing
				: html`<div class="progress">
						<progress max="100" value=${percent} aria-label=${t('upload.progress', { name: body.name })}></progress>
						<button class="icon" type="button" aria-label=${cancel} title=${cancel} @click=${() => intend({ do: 'discard', message: id })}>${icons.remove}</button>
					</div>`
		}
	</div>`;
}

function picture({ width, height }: { readonly width: number; readonly height: number }, { bytes }: Upload) {
	const size = fitted(width, height, PICTURE_PX);
	return html`<webchat-thumb .bytes=${bytes} .width=${size.width} .height=${size.height}></webchat-thumb>`;
}

function file({ name, size }: { readonly name: string; readonly size: number }) {
	return html`<div class="file">
		${icons.file}<span class="name">${name}</span> <span class="size">${sizeText(size)}</span>
	</div>`;
}
