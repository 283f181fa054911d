/**
 * Files on their way to the server, one at a time, in the order chosen. What breaks off is tried again by itself, from
 * the beginning; what is refused for good is told, and so is what did not come through after several tries.
 */
import type { Clock } from '../../core/clock.ts';
import type { EventId } from '../../core/ids.ts';
import { backOffMs } from './back-off.ts';
import type { Refusal } from './requests.ts';

/** Times that an upload is begun before its person is asked whether to go on. */
export const UPLOAD_TRIES_MAX = 5;

/** What the server knows of a file that it keeps. */
export interface UploadedFile {
	readonly id: EventId;
	readonly name: string;
	readonly type: string;
	readonly size: number;
	/** Of a picture. */
	readonly width?: number;
	readonly height?: number;
}

export type Uploaded =
	| { readonly state: 'done'; readonly file: UploadedFile }
	| { readonly state: 'refused'; readonly error: UploadRefusal };

/** `away`: the server was not reached. */
export type UploadRefusal = Omit<Refusal, 'code'> & { readonly code: Refusal['code'] | 'away' };

/** Brings bytes to the server under a name; `onSent` is told how many have left. Ends soon once `signal` is aborted. */
export type BringFile = (
	bytes: Blob,
	name: string,
	onSent: (bytes: number) => void,
	signal: AbortSignal,
) => Promise<Uploaded>;

export interface UploadsPorts {
	readonly bring: BringFile;
	readonly clock: Pick<Clock, 'after'>;
	readonly random: () => number;
	onSent(id: EventId, bytes: number): void;
	onEnd(id: EventId, uploaded: Uploaded): void;
}

export interface Uploads {
	add(id: EventId, bytes: Blob, name: string): void;
	/** Nothing more of it is brought or told. */
	cancel(id: EventId): void;
	/** Somebody is signed in again: goes on with what waited for that. */
	resume(): void;
}

interface Job {
	readonly id: EventId;
	readonly bytes: Blob;
	readonly name: string;
	readonly ended: AbortController;
	tries: number;
}

export function createUploads(ports: UploadsPorts): Uploads {
	const jobs: Job[] = [];
	/** The first job is under way, or waits to be tried again. */
	let busy = false;
	let held = false;

	function next(): void {
		const [job] = jobs;
		if (busy || job === undefined) return;
		busy = true;
		void bring(job);
	}

	async function bring(job: Job): Promise<void> {
		job.tries += 1;
		const onSent = (bytes: number) => {
			if (!job.ended.signal.aborted) ports.onSent(job.id, bytes);
		};
		const uploaded = await ports.bring(job.bytes, job.name, onSent, job.ended.signal);
		if (job.ended.signal.aborted) return;
		const wait = uploaded.state === 'refused' ? waitFor(uploaded.error, job.tries) : undefined;
		if (wait === 'session') held = true;
		else if (wait === undefined) end(job, uploaded);
		else ports.clock.after(wait, () => void (job.ended.signal.aborted || bring(job)));
	}

	/** How long until it is tried again, ms; undefined where that would not help. */
	function waitFor({ code, wait = 0 }: { code: string; wait?: number }, tries: number): number | 'session' | undefined {
		if (code === 'no-session') return 'session';
		const passing = code === 'away' || code === 'unavailable' || code === 'too-often' || code === 'too-slow';
		return passing && tries < UPLOAD_TRIES_MAX ? wait + backOffMs(tries, ports.random) : undefined;
	}

	function end(job: Job, uploaded: Uploaded): void {
		leave(job);
		ports.onEnd(job.id, uploaded);
		next();
	}

	function leave(job: Job): void {
		if (jobs[0] === job) [busy, held] = [false, false];
		jobs.splice(jobs.indexOf(job), 1);
	}

	return {
		add(id, bytes, name) {
			jobs.push({ id, bytes, name, ended: new AbortController(), tries: 0 });
			next();
		},
		cancel(id) {
			const job = jobs.find((one) => one.id === id);
			if (job === undefined) return;
			job.ended.abort();
			leave(job);
			next();
		},
		resume() {
			const [job] = jobs;
			if (!held || job === undefined) return;
			held = false;
			job.tries = 0;
			void bring(job);
		},
	};
}
