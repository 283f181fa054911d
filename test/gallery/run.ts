/** `npm run gallery`: every element in its states, on this machine; with `--pictures` their pictures instead. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { takePictures } from './pictures.ts';
import { serveGallery } from './serve.ts';

const PORT = 8001;
const HELP = `npm run gallery -- [--port N] [--pictures <folder>]
every element of web/elements in its states, in both themes and languages
  --port N             where it listens on this machine (${PORT}; 0 takes a free one)
  --pictures <folder>  takes the README's pictures and one of each state into the folder, with the system's Chromium, and ends`;

const { values } = parseArgs({
	options: {
		port: { type: 'string', default: String(PORT) },
		pictures: { type: 'string' },
		help: { type: 'boolean', default: false },
	},
});
const port = Number(values.port);
if (values.help || !Number.isInteger(port) || port < 0 || port > 65_535) {
	console.log(HELP);
	process.exit(values.help ? 0 : 1);
}

const gallery = await serveGallery(values.pictures === undefined ? port : 0);
if (values.pictures === undefined) console.log(gallery.url);
else {
	const count = await takePictures(gallery.url, resolve(values.pictures));
	console.log(`${count} pictures in ${values.pictures}`);
	await gallery.close();
}
