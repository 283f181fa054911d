import fc from 'fast-check';
import { expect, test } from 'vitest';
import { squareOf, type View, within, ZOOM_MAX, zoomed } from '../../../../web/elements/webchat-crop/view.ts';

const wide: View = { width: 900, height: 600, side: 300, zoom: 1, x: 0, y: 0 };

test('CL130 at first the middle is seen, as large as may be', () => {
	expect(squareOf(wide)).toEqual({ left: 150, top: 0, side: 600 });
});

test('CL130 what is moved stays within the picture', () => {
	expect(squareOf(within({ ...wide, x: 1e6, y: 40 }))).toEqual({ left: 0, top: 0, side: 600 });
	expect(squareOf(within({ ...wide, x: -1e6 }))).toEqual({ left: 300, top: 0, side: 600 });
});

test('CL130 twice as near shows half as much, about the same middle', () => {
	expect(squareOf(zoomed(wide, 2))).toEqual({ left: 300, top: 150, side: 300 });
});

test('CL130 whatever is done, the square lies in the picture', () => {
	const px = fc.integer({ min: 1, max: 6000 });
	const shift = fc.double({ min: -1e4, max: 1e4, noNaN: true });
	const zoom = fc.double({ min: -2, max: 2 * ZOOM_MAX, noNaN: true });
	fc.assert(
		fc.property(px, px, shift, shift, zoom, zoom, (width, height, x, y, first, second) => {
			const { left, top, side } = squareOf(zoomed(within({ ...wide, width, height, x, y, zoom: first }), second));
			for (const edge of [left, top, width - left - side, height - top - side])
				expect(edge).toBeGreaterThan(-1e-6 * Math.max(width, height));
			expect(side).toBeGreaterThan(0);
		}),
	);
});
