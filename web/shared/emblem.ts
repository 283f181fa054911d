/** The product's mark in the page's own colours: two who talk. */
import { html } from 'lit';

export const emblem = html`<svg class="emblem" viewBox="0 0 32 32" aria-hidden="true"><path d="M4 8a5 5 0 0 1 5-5h10a5 5 0 0 1 5 5v5a5 5 0 0 1-5 5h-7l-5 4v-4.4A5 5 0 0 1 4 13z" /><path d="M14 20h6a6 6 0 0 0 6-6v-1.6a4.6 4.6 0 0 1 3 4.3v3.6A4.7 4.7 0 0 1 26 24.7V29l-4.6-4H18a4.4 4.4 0 0 1-4-5z" /></svg>`;
