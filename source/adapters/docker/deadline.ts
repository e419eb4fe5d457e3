/**
 * Runs `work` until it is done, `signal` aborts or `milliseconds` have passed; in the last case it rejects with what
 * `tooLate` makes. Work that ignores its signal is left behind: nothing here can hang.
 */
export async function withDeadline<T>(
	work: (signal: AbortSignal) => Promise<T>,
	{ milliseconds, signal, tooLate }: { milliseconds: number; signal?: AbortSignal; tooLate: () => Error },
): Promise<T> {
	signal?.throwIfAborted();
	const own = new AbortController();
	const abort = () => own.abort(signal?.reason);
	signal?.addEventListener('abort', abort, { once: true });
	const timer = setTimeout(() => own.abort(tooLate()), milliseconds);
	try {
		const aborted = new Promise<never>((_, reject) => {
			own.signal.addEventListener('abort', () => reject(own.signal.reason), { once: true });
		});
		return await Promise.race([work(own.signal), aborted]);
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', abort);
	}
}
