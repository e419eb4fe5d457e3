import { NothingDoneError } from '../../core/action/nothing-done-error.ts';
import { wireObject, wireString } from '../../core/docker-wire.ts';
import { SourceError } from '../../core/source.ts';
import { tidyRemark } from '../../core/tidy-remark.ts';
import type { CriEndpoint } from './cri-endpoint.ts';
import { explainCriError, grpcCode, selectGrpcCode } from './explain-cri-error.ts';

export type FailedOrder = {
	order: { id: string; role: 'sandbox' | 'container' };
	/** `StopContainer`, `Kill`. */
	method: string;
	endpoint: CriEndpoint;
	runtime: string;
};

/** gRPC's code and the runtime's own words, of what the client has already put into a sentence. */
function selectRefusal(error: unknown): { code?: number; details: string } {
	const cause = error instanceof SourceError ? error.cause : error;
	const { details } = wireObject(cause instanceof Error ? { ...cause } : cause);
	return { code: selectGrpcCode(cause), details: wireString(details) ?? '' };
}

/** Whether containerd refuses to signal a task because it runs no more (services/tasks/local.go; runtime/v2/runc/…/utils.go). */
export function hasEndedAlready(error: unknown): boolean {
	const { code, details } = selectRefusal(error);
	return code === grpcCode.notFound && /no running task|already finished|\btask\b.*not found/i.test(details);
}

/** Turns the runtime's answer that an action was not carried out into words: why, and what to do about it. */
export function explainCriOrder(error: unknown, { order, method, endpoint, runtime }: FailedOrder): SourceError {
	if (error instanceof NothingDoneError) return error;
	const { code, details } = selectRefusal(error);
	const who = `${runtime} at ${endpoint.path}`;
	const said = tidyRemark(details);
	switch (code) {
		case undefined:
			return error instanceof SourceError ? error : explainCriError(error, { endpoint, runtime });
		case grpcCode.deadlineExceeded:
			// it has the time that was waited
			return error instanceof SourceError ? error : explainCriError(error, { endpoint, runtime });
		case grpcCode.notFound:
			return new NothingDoneError(`${order.role} ${order.id.slice(0, 13)} is gone`, {
				remedy: 'choose its successor in the list',
				cause: error,
			});
		case grpcCode.unimplemented:
			return new SourceError(`${who} has no ${method}`, { remedy: suggestOther(method, order), cause: error });
		case grpcCode.permissionDenied:
		case grpcCode.unauthenticated:
			return new SourceError(`${who} does not allow ${method}${said ? `: ${said}` : ''}`, {
				remedy: 'run it with sudo, and name a socket without a proxy that lets only reading through',
				cause: error,
			});
		default:
			return explainCriError({ code, details: said }, { endpoint, runtime });
	}
}

/** Of other runtimes than containerd only CRI is known. */
function suggestOther(method: string, { id, role }: FailedOrder['order']): string {
	if (method !== 'Kill')
		return 'is it a CRI socket? name another one: --runtime containerd://PATH, crio://PATH or cri://PATH';
	return `only containerd can signal by id; use crictl ${role === 'sandbox' ? 'stopp' : 'stop'} ${id.slice(0, 13)}`;
}
