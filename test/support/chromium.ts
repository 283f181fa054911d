/** The system's Chromium, driven by playwright-core. One browser has as many profiles as it has contexts. */
import { type Browser, chromium } from 'playwright-core';
import { programOf } from '../system.ts';

/** Starts it without a window; the caller closes it. Throws one sentence with the command to run when there is none. */
export async function startChromium(): Promise<Browser> {
	return chromium.launch({
		executablePath: programOf('chromium'),
		headless: true,
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
	});
}
