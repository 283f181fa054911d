/** Pictures as people's devices make them. */
import sharp from 'sharp';

export type Format = 'jpeg' | 'png' | 'webp' | 'gif';

/** A place in Nepal, as EXIF has it. */
const GPS = {
	GPSLatitudeRef: 'N',
	GPSLatitude: '27/1 59/1 17/1',
	GPSLongitudeRef: 'E',
	GPSLongitude: '86/1 55/1 31/1',
};

/** A picture whose pixels differ, so that it does not become tiny. */
export function picture(format: Format, width = 120, height = 80): Promise<Buffer> {
	return drawn(width, height).toFormat(format).toBuffer();
}

/** The same with the place where it was taken, in EXIF; `orientation` as EXIF has it. */
export function placedPicture(format: Exclude<Format, 'gif'>, orientation = 1): Promise<Buffer> {
	return drawn(120, 80)
		.toFormat(format)
		.withMetadata({ orientation })
		.withExifMerge({ IFD0: { Copyright: 'kept' }, IFD3: GPS })
		.toBuffer();
}

function drawn(width: number, height: number) {
	const pixels = Buffer.alloc(width * height * 3);
	for (let k = 0; k < pixels.length; k++) pixels[k] = (k * 31 + (k >> 7) * 17) & 255;
	return sharp(pixels, { raw: { width, height, channels: 3 } });
}
