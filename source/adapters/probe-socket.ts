/**
 * Connects to a Unix socket once and lets it go. Resolves with why that failed, as connect(2) says it, or undefined.
 * @param milliseconds the longest wait
 */
export async function probeSocket(path: string, milliseconds: number): Promise<NodeJS.ErrnoException | undefined> {
	// 5 ms of a start (Bun 1.4) in which another thread may be reading /proc
	const { connect } = await import('node:net');
	return new Promise((resolve) => {
		const socket = connect({ path });
		const finish = (error?: NodeJS.ErrnoException) => {
			socket.destroy();
			resolve(error);
		};
		socket.setTimeout(milliseconds, () => finish(Object.assign(new Error('no connection'), { code: 'ETIMEDOUT' })));
		socket.once('connect', () => finish());
		socket.once('error', finish);
	});
}
