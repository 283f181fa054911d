/** Messages begun and not sent, by account and conversation; they outlive the page. */
import type { AccountId, ConversationId } from '../../core/ids.ts';
import { keep, kept } from './kept.ts';

const listeners = new Set<() => void>();

export function draftOf(account: AccountId, conversation: ConversationId): string {
	return kept(nameOf(account, conversation)) ?? '';
}

export function keepDraft(account: AccountId, conversation: ConversationId, text: string): void {
	if (text === draftOf(account, conversation)) return;
	keep(nameOf(account, conversation), text);
	for (const listener of [...listeners]) listener();
}

/** Calls back after every change of a draft in this page; returns the end of it. */
export function onDrafts(listener: () => void): () => void {
	listeners.add(listener);
	return () => void listeners.delete(listener);
}

function nameOf(account: AccountId, conversation: ConversationId): string {
	return `draft.${account}.${conversation}`;
}
