/** What a message says in a line: its text, or in brackets what else it is. */
import type { Body } from '../../core/wire.ts';
import { t } from './i18n.ts';

export function previewOf(body: Body): string {
	switch (body.type) {
		case 'text':
			return body.text;
		case 'image':
			return t('preview.image');
		case 'file':
			return t('preview.file', { name: body.name });
		case 'voice':
			return t('preview.voice');
		default:
			body satisfies never;
			return t('preview.unknown');
	}
}
