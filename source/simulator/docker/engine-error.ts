/** An answer of Docker that is not what was asked for, with its HTTP status and its own words. */
export class EngineError extends Error {
	readonly status: number;

	constructor(status: number, message: string) {
		super(message);
		this.name = 'EngineError';
		this.status = status;
	}
}
