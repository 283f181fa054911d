/**
 * Signs in as many times at once as is asked for, wave after wave, in a process of its own: `node sign-in-storm.ts <url>
 * <username> <password> <at once> <seconds>`. Prints how often each status came, as JSON.
 */
import { Agent, request } from 'node:http';

const [url = '', username = '', password = '', atOnce = '500', seconds = '10'] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: Number(atOnce) });
const body = JSON.stringify({ username, password });
const headers = { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) };
const counts: Record<string, number> = {};
const end = performance.now() + Number(seconds) * 1000;

while (performance.now() < end) {
	await Promise.all(Array.from({ length: Number(atOnce) }, signIn));
}
agent.destroy();
process.stdout.write(`${JSON.stringify(counts)}\n`);

function signIn(): Promise<void> {
	return new Promise((resolve, reject) => {
		const sent = request(`${url}/verify/signin`, { method: 'POST', agent, headers }, (response) => {
			const { statusCode } = response;
			counts[String(statusCode)] = (counts[String(statusCode)] ?? 0) + 1;
			response.resume().on('end', resolve);
		});
		sent.on('error', reject).end(body);
	});
}
