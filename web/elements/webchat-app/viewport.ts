/**
 * Keeps the page as high as what is really seen of it: some browsers lay an on-screen keyboard over the page instead of
 * making room for it, and the composer would be under it. Tells by `--view-height` and `--view-top` on the document.
 */
export function followViewport(): void {
	const { visualViewport: view } = window;
	if (view === null) return;
	const { style } = document.documentElement;
	const follow = () => {
		// Somebody who looks closer at a part of the page wants the page to stay.
		const zoomed = view.scale > 1.01;
		style.setProperty('--view-height', zoomed ? '100dvh' : `${view.height}px`);
		style.setProperty('--view-top', zoomed ? '0px' : `${view.offsetTop}px`);
	};
	view.addEventListener('resize', follow);
	view.addEventListener('scroll', follow);
	follow();
}
