/** gRPC's status codes, those that a runtime answers with (google.golang.org/grpc/codes). */
export const statusCode = {
	unknown: 2,
	invalidArgument: 3,
	notFound: 5,
	failedPrecondition: 9,
	unimplemented: 12,
	unavailable: 14,
} as const;

/** An answer that is not what was asked for, with gRPC's code and the runtime's own words. */
export class CriError extends Error {
	readonly code: number;

	constructor(code: number, message: string) {
		super(message);
		this.name = 'CriError';
		this.code = code;
	}
}
