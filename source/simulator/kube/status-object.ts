/** The API server's answer when it is not what was asked for: an HTTP status and a Status object. */
export class KubeStatusError extends Error {
	readonly code: number;
	readonly reason: string;

	constructor(code: number, reason: string, message: string) {
		super(message);
		this.name = 'KubeStatusError';
		this.code = code;
		this.reason = reason;
	}
}

/** The Status object for it. */
export function formatKubeStatus(error: KubeStatusError) {
	return {
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Failure',
		message: error.message,
		reason: error.reason,
		code: error.code,
	};
}

/** 410: the changes since a resource version are not remembered any more. */
export function createExpiredError(wanted: number, oldest: number): KubeStatusError {
	return new KubeStatusError(410, 'Expired', `too old resource version: ${wanted} (${oldest})`);
}
