/**
 * What a process was writing when it was killed. Several may share a folder, on several machines: a file is given up
 * when the process that its name tells is gone, or when nobody has written to it for so long that nobody can be at it.
 */
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** Of another machine's processes nothing else is known; an upload that is silent is given up long before. */
const SILENT_MS_MAX = 60 * 60_000;

/** Names this process in the names of the files that it writes. */
export function writerName(): string {
	return `${hostname().replaceAll('.', '-')}.${process.pid}`;
}

export async function removeLeftovers(folder: string): Promise<void> {
	for (const name of await readdir(folder)) {
		const path = join(folder, name);
		const found = await stat(path).catch(() => undefined);
		if (found !== undefined && isLeft(name, found.mtimeMs)) await rm(path, { force: true });
	}
}

function isLeft(name: string, writtenAt: number): boolean {
	const now = performance.timeOrigin + performance.now();
	if (now - writtenAt > SILENT_MS_MAX) return true;
	const [host, pid] = name.split('.');
	if (host !== writerName().split('.')[0]) return false;
	// Numbers of processes come again, in a container the same one at each start.
	return Number(pid) === process.pid ? writtenAt < performance.timeOrigin : !isRunning(Number(pid));
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// Somebody else's process is one that runs.
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}
