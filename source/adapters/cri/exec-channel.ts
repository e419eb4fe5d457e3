import { parseExecStatus } from '../../core/shell/exec-status.ts';
import type { ShellResult } from '../../core/shell/shell-target.ts';
import { SourceError } from '../../core/source.ts';
import type { ShellChannel } from '../shell-terminal.ts';

/**
 * Between the interrupt and the end of input, milliseconds: a shell that is interrupted sets its terminal up anew, and what it had been sent
 * by then is lost (seen with busybox and a containerd on a busy machine).
 */
const interruptPause = 150;

/** The streams of an exec, each message's first byte (apimachinery's remotecommand, v4.channel.k8s.io). */
const channels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4 } as const;

/**
 * Starts an exec at the address that the runtime's Exec gave and connects with it. Every streaming server takes WebSockets beside
 * SPDY: they share one library (k8s.io/kubelet/pkg/cri/streaming). Rejects with a SourceError.
 */
export async function openExecChannel(
	url: string,
	{ milliseconds, signal }: { milliseconds: number; signal: AbortSignal },
): Promise<ShellChannel> {
	const socket = new WebSocket(url.replace(/^http/, 'ws'), ['v4.channel.k8s.io']);
	socket.binaryType = 'arraybuffer';
	const early: Uint8Array[] = [];
	let listen = (bytes: Uint8Array): void => {
		early.push(bytes);
	};
	let result: ShellResult = { message: 'the runtime has closed the connection' };
	const closed = new Promise<void>((resolve) => socket.addEventListener('close', () => resolve(), { once: true }));
	socket.addEventListener('message', ({ data }) => {
		const [channel, bytes] = readMessage(data);
		if (channel === channels.stdout || channel === channels.stderr) listen(bytes);
		if (channel === channels.error) result = parseExecStatus(new TextDecoder().decode(bytes));
	});
	await waitForOpen(socket, closed, { url, milliseconds, signal });
	const send = (channel: number, bytes: Uint8Array) => {
		if (socket.readyState === WebSocket.OPEN) socket.send(new Uint8Array([channel, ...bytes]));
	};
	return {
		send: (bytes) => send(channels.stdin, bytes),
		resize: (columns, rows) =>
			send(channels.resize, new TextEncoder().encode(JSON.stringify({ Width: columns, Height: rows }))),
		receive(listener) {
			listen = listener;
			for (const bytes of early.splice(0)) listener(bytes);
		},
		ended: closed.then(() => result),
		hangUp() {
			// a closed connection does not end what runs: interrupted, and at the end of its input, a shell leaves
			send(channels.stdin, new Uint8Array([0x03]));
			result = {};
			setTimeout(() => {
				send(channels.stdin, new Uint8Array([0x04]));
				socket.close();
			}, interruptPause);
		},
	};
}

function readMessage(data: unknown): [channel: number | undefined, bytes: Uint8Array] {
	const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(0);
	return [bytes[0], bytes.subarray(1)];
}

/** Nothing of the address but its host is said: its last part is a secret. */
async function waitForOpen(
	socket: WebSocket,
	closed: Promise<void>,
	{ url, milliseconds, signal }: { url: string; milliseconds: number; signal: AbortSignal },
): Promise<void> {
	const giveUp = () => socket.close();
	const timer = setTimeout(giveUp, milliseconds);
	signal.addEventListener('abort', giveUp, { once: true });
	const opened = new Promise<'open'>((resolve) =>
		socket.addEventListener('open', () => resolve('open'), { once: true }),
	);
	// an error is always followed by a close
	socket.addEventListener('error', () => {});
	try {
		if ((await Promise.race([opened, closed])) === 'open') return;
		signal.throwIfAborted();
		throw new SourceError(`the runtime’s streaming server at ${selectHost(url)} cannot be reached`, {
			remedy: 'it listens on the node’s own loopback: run pausetop on the node, or with hostNetwork: true',
		});
	} finally {
		clearTimeout(timer);
		signal.removeEventListener('abort', giveUp);
	}
}

function selectHost(url: string): string {
	try {
		return new URL(url).host;
	} catch {
		return 'an unreadable address';
	}
}
