/** Spreads a burst of requests over turns of the event loop, so that what else goes on (chat above all) has its turns in between. */

/** Requests begun in one turn; further ones begin in the next turns, in their order. About two milliseconds' worth. */
export const REQUESTS_PER_TURN_MAX = 8;

/** What waits is bounded by the connections: each has at most the requests that it may have open. */
export function createPace(): (begin: () => void) => void {
	let begun = 0;
	let waiting: (() => void)[] = [];
	let turning = false;

	function turn(): void {
		const now = waiting.slice(0, REQUESTS_PER_TURN_MAX);
		waiting = waiting.slice(REQUESTS_PER_TURN_MAX);
		begun = now.length;
		turning = begun > 0;
		if (turning) setImmediate(turn);
		for (const begin of now) begin();
	}

	return (begin) => {
		if (!turning) {
			turning = true;
			setImmediate(turn);
		}
		if (begun < REQUESTS_PER_TURN_MAX && waiting.length === 0) {
			begun++;
			begin();
		} else waiting.push(begin);
	};
}
