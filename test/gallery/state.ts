/** A state of an element, as the gallery shows it: what it is given, what the server says meanwhile, what somebody does in it. */
import type { TemplateResult } from 'lit';
import type { Scene } from './scene.ts';

export interface State {
	/** What of a page is around it; the middle of an empty one where absent. */
	readonly place?: Place;
	readonly server?: StandIn;
	/** Before the element is made: what the browser keeps, the page's address. */
	readonly before?: () => void;
	/** Asked again when another language is chosen. */
	readonly show: () => TemplateResult;
	/** What somebody does until the state is there. */
	readonly after?: (element: HTMLElement) => Promise<void> | void;
}

/** By names in kebab-case; the first one is what the element looks like on a good day. */
export type States = Readonly<Record<string, State>>;

/** `page`: the element is the page. `list`, `rail`, `room`: the parts of the chat page. `dialog`: over an empty page. */
export type Place = 'page' | 'list' | 'rail' | 'room' | 'dialog' | 'middle';

/** What stands in for the server. */
export interface StandIn {
	/** Answers to requests, by method and path: `GET /me`. What is not named is answered 401. */
	readonly http?: Readonly<Record<string, Answer>>;
	/** What there is to chat about; without one the socket says nothing. */
	readonly scene?: () => Scene;
	/** The line breaks once everything was told, and stays broken. */
	readonly cut?: true;
	/** The session is over, for this reason. */
	readonly over?: string;
	/** Commands that are refused, with their codes. */
	readonly refusals?: Readonly<Record<string, string>>;
}

export interface Answer {
	readonly status: number;
	readonly body?: unknown;
}
