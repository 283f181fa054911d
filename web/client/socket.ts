/** A WebSocket as the connection sees it: the browser's, Node's own, or a simulated one. */

export interface ClientSocket {
	send(text: string): void;
	/** Begins to close; the handlers may still be called. */
	close(code?: number, reason?: string): void;
}

/** None of these is called before the factory has returned; nothing is called after `onClosed`. */
export interface ClientSocketHandlers {
	onText(text: string): void;
	/** 1006 and '' where the other side said nothing. Also called for a socket that never opened. */
	onClosed(code: number, reason: string): void;
}

/** Opens a socket to the server's `/ws`. Does not throw for a server that is away: that is an `onClosed`. */
export type SocketFactory = (handlers: ClientSocketHandlers) => ClientSocket;

/** Sockets of the platform's WebSocket. `headers` (cookie, origin) are for Node alone: a browser sends its own. */
export function webSockets(url: string, headers?: Readonly<Record<string, string>>): SocketFactory {
	return (handlers) => {
		// The types are the browser's and know no headers, which Node's WebSocket takes as its second argument.
		const socket: WebSocket = Reflect.construct(WebSocket, headers === undefined ? [url] : [url, { headers }]);
		socket.addEventListener('message', (event) => handlers.onText(String(event.data)));
		socket.addEventListener('close', (event) => handlers.onClosed(event.code, event.reason));
		return {
			send: (text) => socket.send(text),
			close: (code, reason) => socket.close(code, reason),
		};
	};
}
