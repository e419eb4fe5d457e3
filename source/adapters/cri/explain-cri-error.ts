import { wireObject, wireString } from '../../core/docker-wire.ts';
import { SourceError } from '../../core/source.ts';
import type { CriEndpoint } from './cri-endpoint.ts';

/** gRPC's status codes, those that are told apart (google.golang.org/grpc/codes). */
export const grpcCode = {
	cancelled: 1,
	deadlineExceeded: 4,
	notFound: 5,
	permissionDenied: 7,
	resourceExhausted: 8,
	unimplemented: 12,
	internal: 13,
	unavailable: 14,
	unauthenticated: 16,
} as const;

export type FailedCall = {
	endpoint: CriEndpoint;
	/** `containerd`, `cri-o`; `the runtime` until it has said what it is. */
	runtime?: string;
	/** How long was waited, milliseconds. */
	milliseconds?: number;
};

const otherSocket = 'is it a CRI socket? name another one: --runtime containerd://PATH, crio://PATH or cri://PATH';
const start =
	'start the runtime (systemctl start containerd, or crio), or name its socket: --runtime containerd://PATH';

/** gRPC's status code of whatever was thrown; undefined when it is no gRPC error. */
export function selectGrpcCode(error: unknown): number | undefined {
	const { code } = wireObject(error instanceof Error ? { ...error } : error);
	return typeof code === 'number' ? code : undefined;
}

/** Turns whatever failed while talking to a CRI runtime into words: what it is, and what to do about it. */
export function explainCriError(error: unknown, call: FailedCall): SourceError {
	if (error instanceof SourceError) return error;
	const { code, details } = wireObject(error instanceof Error ? { ...error } : error);
	const [message, remedy] =
		typeof code === 'number'
			? explainStatus(code, wireString(details) ?? '', call)
			: explainSystemError(wireString(code) ?? '', call);
	return new SourceError(message, { remedy, cause: error });
}

function explainStatus(code: number, details: string, call: FailedCall): [message: string, remedy: string] {
	const { endpoint, runtime = 'the runtime', milliseconds } = call;
	const who = `${runtime} at ${endpoint.path}`;
	const look = `look at the runtime: crictl --runtime-endpoint unix://${endpoint.path} info, journalctl -u containerd (or crio)`;
	switch (code) {
		case grpcCode.deadlineExceeded:
			return [
				`${who} has not answered within ${milliseconds === undefined ? 'its time' : `${milliseconds / 1000} s`}`,
				look,
			];
		case grpcCode.cancelled:
			// not by us: a server that shuts down ends its streams so
			return [`${who} closed the connection`, look];
		case grpcCode.unavailable:
			return explainUnavailable(details, call, look);
		case grpcCode.unimplemented:
			return [`${who} does not offer this: ${tidy(details)}`, otherSocket];
		case grpcCode.permissionDenied:
		case grpcCode.unauthenticated:
			return [`${who} refuses to answer: ${tidy(details)}`, 'run it with sudo'];
		case grpcCode.internal:
			if (/parsing error|deserializ|illegal|index out of range|invalid wire type/i.test(details))
				return [`${who} sent an answer that cannot be read`, otherSocket];
			return [`${who} failed: ${tidy(details)}`, look];
		case grpcCode.resourceExhausted:
			return [`${who} sent more than can be taken: ${tidy(details)}`, 'remove what has ended: crictl rmp, crictl rm'];
		default:
			return [`${who} answers: ${tidy(details) || `gRPC code ${code}`}`, look];
	}
}

/** grpc-js says what happened to a connection only in its sentence: `No connection established. Last error: …`. */
function explainUnavailable(details: string, call: FailedCall, look: string): [message: string, remedy: string] {
	const { endpoint, runtime = 'the runtime' } = call;
	const code = /\b(?:connect|read|write) (E[A-Z]+)/.exec(details)?.[1];
	if (code) return explainSystemError(code, call);
	if (/protocol error|parse error|http2 error|invalid frame|bad http/i.test(details)) {
		return [`${endpoint.path} does not speak gRPC`, otherSocket];
	}
	const closed = /connection (?:dropped|closed)|no connection|transport|goaway|session/i.test(details);
	const what = closed ? 'closed the connection' : `is not available: ${tidy(details)}`;
	return [`${runtime} at ${endpoint.path} ${what}`, look];
}

/** By the system's error codes, as connect(2) gives them. */
function explainSystemError(code: string, { endpoint, runtime = 'the runtime' }: FailedCall): [string, string] {
	const where = endpoint.path;
	switch (code) {
		case 'ENOENT':
		case 'ENOTDIR':
			return [`no CRI socket at ${where}`, start];
		case 'EACCES':
		case 'EPERM':
			return [`no permission to open ${where}`, 'run it with sudo'];
		case 'ECONNREFUSED':
			return [`nobody listens at ${where}`, start];
		case 'ENOTSOCK':
		case 'EPROTOTYPE':
		case 'EINVAL':
			return [`${where} is not a socket that can be used`, otherSocket];
		case 'ETIMEDOUT':
		case 'EAGAIN':
			return [
				`${where} does not accept connections`,
				'look whether the runtime hangs: journalctl -u containerd (or crio)',
			];
		case 'ECONNRESET':
		case 'EPIPE':
			return [`${runtime} at ${where} closed the connection`, start];
		default:
			return [`${runtime} at ${where} failed${code ? ` (${code})` : ''}`, otherSocket];
	}
}

/** A server's words as one line without a full stop. */
function tidy(text: string): string {
	return text.trim().replace(/\s+/g, ' ').replace(/\.$/, '').slice(0, 300);
}
