/** `npm test`: installs what is missing, then runs every suite on the Node that came with it. */
import { join } from 'node:path';
import { ensureInstalled, root } from '../transports/launch/install.js';
import { handOver } from '../transports/launch/run.js';

const node = ensureInstalled({ dev: true });
handOver(node, [join(root, 'test/run.ts'), ...process.argv.slice(2)], { cwd: root });
