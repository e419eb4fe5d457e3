/** An answer that is no success, or none at all. `describeKubeError` puts it into words for the operator. */
export class KubeRequestError extends Error {
	/** `status`: an HTTP error. `timeout`: nothing came in time. `malformed`: what came is no JSON of the API. */
	readonly kind: 'status' | 'timeout' | 'malformed';
	/** The HTTP status, for `status`. */
	readonly status?: number;
	/** The server's own message, one line of its Status object. */
	readonly serverMessage?: string;

	constructor(
		kind: KubeRequestError['kind'],
		message: string,
		options: { status?: number; serverMessage?: string; cause?: unknown } = {},
	) {
		super(message, { cause: options.cause });
		this.kind = kind;
		this.status = options.status;
		this.serverMessage = options.serverMessage;
	}
}

/** Whether an error is the HTTP status asked for. */
export function isStatus(error: unknown, ...statuses: number[]): boolean {
	return error instanceof KubeRequestError && error.status !== undefined && statuses.includes(error.status);
}
