/** A small picture of whatever comes from outside, made anew, so that nothing of the bytes that came is handed on. */
import sharp from 'sharp';
// Says which formats are read at all, for the whole process.
import '../files/pictures.ts';

/** Width times height of a picture that is looked at. */
const PIXELS_MAX = 32 * 1024 * 1024;
const WIDTH_PX = 320;
const HEIGHT_PX = 180;
const QUALITY = 72;
const SECONDS_MAX = 5;
/** A small picture beyond this is left out. */
const BYTES_MAX = 128 * 1024;

/** A WebP, or undefined for what is no picture that can be shown. Never rejects. */
export type SmallPicture = (bytes: Buffer) => Promise<Buffer | undefined>;

export const smallPicture: SmallPicture = async (bytes) => {
	try {
		const small = await sharp(bytes, { limitInputPixels: PIXELS_MAX, failOn: 'error', pages: 1 })
			.timeout({ seconds: SECONDS_MAX })
			.autoOrient()
			.resize({ width: WIDTH_PX, height: HEIGHT_PX, fit: 'cover', withoutEnlargement: true })
			.webp({ quality: QUALITY })
			.toBuffer();
		return small.length > BYTES_MAX ? undefined : small;
	} catch {
		return undefined;
	}
};
