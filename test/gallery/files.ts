/** Files as somebody chose them on their device. */

export function fileOf(name: string, size: number): File {
	return new File([new Uint8Array(size)], name, { type: 'application/octet-stream' });
}

/** A picture that browsers draw, of few bytes. */
export function pictureFile(name: string): File {
	const hills = '<rect width="12" height="9" fill="#8ecae6"/><path d="M0 9l4-5 3 3 2-2 3 4z" fill="#588157"/>';
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="900" viewBox="0 0 12 9">${hills}</svg>`;
	return new File([svg], name, { type: 'image/svg+xml' });
}
