/** Hands over to another program and stays in between: its signals, its exit code, its end. Plain JavaScript for any Node ≥ 18. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How often a launcher under npm looks whether npm still lives (ms). */
const PARENT_POLL_MS = 200;

/**
 * Runs `file` in the foreground. SIGTERM, SIGINT and SIGHUP are passed on and this process ends as the child ended. When
 * npm, which started this process, is killed, this process ends too; the child sees its channel to it close
 * (`disconnect`) and must end at once: kill -9 of `npm start` leaves nothing behind that holds the port.
 */
export function handOver(file, args, options = {}) {
	const child = spawn(file, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], ...options });
	for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));
	child.on('error', (error) => {
		process.stderr.write(`webchat: ${error.message}\n`);
		process.exit(1);
	});
	child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
	if (process.env.npm_lifecycle_event !== undefined) {
		const parents = elders();
		setInterval(() => {
			if (elders() !== parents) process.exit(1);
		}, PARENT_POLL_MS).unref();
	}
	return child;
}

/** Our parent and, where the system tells (proc(5), `stat`), its parent: between npm and us there is a shell. */
function elders() {
	try {
		const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
		return `${process.ppid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]}`;
	} catch {
		return `${process.ppid}`;
	}
}
