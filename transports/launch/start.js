/** `npm start`: installs what is missing, then runs the server on the Node that came with it. */
import { join } from 'node:path';
import { ensureInstalled, root } from './install.js';
import { handOver } from './run.js';

const node = ensureInstalled({ dev: false });
handOver(node, [join(root, 'transports/main.ts'), ...process.argv.slice(2)]);
