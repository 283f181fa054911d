/**
 * Runs in any browser, as a script of the old kind, to say so in one that is too old for the page instead of leaving
 * it blank. It asks for what the page cannot do without; Chrome 100, Safari 16.4 and Firefox 115 have all of it.
 */

function isTooOld(): boolean {
	return !(
		'noModule' in HTMLScriptElement.prototype &&
		'customElements' in window &&
		'showModal' in (window.HTMLDialogElement || Object).prototype &&
		// Without these the styles of elements would be inline, which the content policy forbids.
		'adoptedStyleSheets' in Document.prototype &&
		'replaceSync' in CSSStyleSheet.prototype &&
		'findLast' in Array.prototype &&
		'hasOwn' in Object
	);
}

if (isTooOld()) {
	// Before the page's own script runs, which waits for the end of the document: nothing is left that it could bring to life.
	document.body.innerHTML = `<p class="plain">${document.getElementById('too-old')?.innerHTML}</p>`;
}
