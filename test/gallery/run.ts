/** `npm run gallery`: every element in its states, on this machine; with `--pictures` their pictures instead. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { README_FOLDER, takeReadmePictures, takeStatePictures } from './pictures.ts';
import { serveGallery } from './serve.ts';

const PORT = 8001;
const HELP = `npm run gallery -- [--port N] [--pictures <folder>] [--readme]
every element of web/elements in its states, in both themes and languages
  --port N             where it listens on this machine (${PORT}; 0 takes a free one)
  --pictures <folder>  takes a picture of each state into the folder, with the system's Chromium, and ends
  --readme             takes the pictures of the README anew, and ends`;

const { values } = parseArgs({
	options: {
		port: { type: 'string', default: String(PORT) },
		pictures: { type: 'string' },
		readme: { type: 'boolean', default: false },
		help: { type: 'boolean', default: false },
	},
});
const port = Number(values.port);
if (values.help || !Number.isInteger(port) || port < 0 || port > 65_535) {
	console.log(HELP);
	process.exit(values.help ? 0 : 1);
}

const { pictures, readme } = values;
const gallery = await serveGallery(pictures === undefined && !readme ? port : 0);
if (pictures === undefined && !readme) console.log(gallery.url);
else {
	const folder = resolve(pictures ?? README_FOLDER);
	const count = await (readme ? takeReadmePictures : takeStatePictures)(gallery.url, folder);
	console.log(`${count} pictures in ${folder}`);
	await gallery.close();
}
