/** Which square of a picture is seen through a window, in the window's own pixels. */

export interface View {
	/** Pixels of the picture. */
	readonly width: number;
	readonly height: number;
	/** Side of the window, CSS pixels. */
	readonly side: number;
	/** 1: the picture's shorter side fills the window; at most `ZOOM_MAX`. */
	readonly zoom: number;
	/** How far the picture's middle is from the window's, CSS pixels. */
	readonly x: number;
	readonly y: number;
}

export const ZOOM_MAX = 5;

/** CSS pixels of the window for a pixel of the picture. */
export function scaleOf({ width, height, side, zoom }: View): number {
	return (side * zoom) / Math.min(width, height);
}

/** The same, moved back so far that the picture fills the window. */
export function within(view: View): View {
	const zoom = Math.min(ZOOM_MAX, Math.max(1, view.zoom));
	const scale = scaleOf({ ...view, zoom });
	const clamp = (shift: number, length: number) => {
		const most = Math.max(0, (length * scale - view.side) / 2);
		return Math.min(most, Math.max(-most, shift));
	};
	return { ...view, zoom, x: clamp(view.x, view.width), y: clamp(view.y, view.height) };
}

/** Nearer or farther by a factor, about the window's middle. */
export function zoomed(view: View, zoom: number): View {
	const nearer = Math.min(ZOOM_MAX, Math.max(1, zoom)) / view.zoom;
	return within({ ...view, zoom, x: view.x * nearer, y: view.y * nearer });
}

/** The square that is seen, in pixels of the picture. */
export function squareOf(view: View): { readonly left: number; readonly top: number; readonly side: number } {
	const scale = scaleOf(view);
	const side = view.side / scale;
	return { left: view.width / 2 - view.x / scale - side / 2, top: view.height / 2 - view.y / scale - side / 2, side };
}
