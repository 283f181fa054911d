/** The system's Chromium, driven by playwright-core. One browser has as many profiles as it has contexts. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts it without a window; the caller closes it. Throws one sentence with the command to run when there is none. */
export async function startChromium(): Promise<Browser> {
	const executablePath = PLACES.find((place) => existsSync(place));
	if (executablePath === undefined) throw new Error('No Chromium here: sudo apt-get install -y chromium');
	return chromium.launch({
		executablePath,
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
