import { type Delivery, stopDeadline, wholeGraceSeconds } from '../../core/action/delivery.ts';
import { NothingDoneError, requireFullId } from '../../core/action/nothing-done-error.ts';
import { wireObject, wireString } from '../../core/docker-wire.ts';
import { type CriCall, type CriClient, connectCri } from './cri-client.ts';
import { type CriEndpoint, resolveEndpoint } from './cri-endpoint.ts';
import { explainCriOrder, hasEndedAlready } from './explain-cri-order.ts';

/** What is to be done to which sandbox or container. */
export type CriOrder = {
	/** Full id. */
	id: string;
	role: 'sandbox' | 'container';
	means: 'stop-pod-sandbox' | 'stop-container' | 'task-term' | 'task-kill';
	/** Seconds between TERM and KILL of a stop; 10 unless given. */
	graceSeconds?: number;
};

export type ActCriOptions = {
	signal?: AbortSignal;
	/** Longest wait for an answer, milliseconds; a stop has its grace period on top. 10 s unless given. */
	requestTimeout?: number;
};

/**
 * Does what `crictl stopp`, `crictl stop -t N` or `ctr -n k8s.io task kill -s TERM|KILL` does to the one with this id, and resolves
 * when the runtime has answered. Rejects with a SourceError, and with a NothingDoneError where there is nothing to do it to.
 */
export async function actCri(
	endpoint: CriEndpoint | (() => Promise<CriEndpoint>),
	order: CriOrder,
	{ signal, requestTimeout = 10_000 }: ActCriOptions = {},
): Promise<Delivery> {
	requireFullId(order.id);
	signal?.throwIfAborted();
	const where = await resolveEndpoint(endpoint);
	const call = createCall(order);
	const client = await connectCri(where, { requestTimeout, signal });
	try {
		if (call.method !== 'Kill' && (await hasEnded(client, order, signal))) return 'already-ended';
		const isStop = call.method !== 'Kill';
		const grace = wholeGraceSeconds(order.graceSeconds);
		// CRI-O reads a grace period for the containers of a sandbox out of this deadline (server/sandbox_stop_linux.go)
		const milliseconds = isStop ? stopDeadline(grace, requestTimeout) : requestTimeout;
		await client.order(call, { milliseconds, signal });
		return 'sent';
	} catch (error) {
		if (signal?.aborted) throw signal.reason;
		if (call.method === 'Kill' && hasEndedAlready(error)) return 'already-ended';
		throw explainCriOrder(error, { order, method: call.method, endpoint: where, runtime: client.version.runtime });
	} finally {
		client.close();
	}
}

const term = 15;
const kill = 9;

function createCall({ id, means, graceSeconds }: CriOrder): CriCall {
	switch (means) {
		case 'stop-pod-sandbox':
			return { method: 'StopPodSandbox', request: { podSandboxId: id } };
		case 'stop-container':
			return { method: 'StopContainer', request: { containerId: id, timeout: wholeGraceSeconds(graceSeconds) } };
		case 'task-term':
			return { method: 'Kill', request: { containerId: id, signal: term } };
		case 'task-kill':
			return { method: 'Kill', request: { containerId: id, signal: kill } };
	}
}

/**
 * Runtimes answer a stop of what is gone, or has ended, as if they had done it; asked before, they tell. And a sandbox that is not
 * ready any more is in the kubelet's hands: to stop it then would only take the grace period from its containers.
 */
async function hasEnded(client: CriClient, { id, means }: CriOrder, signal?: AbortSignal): Promise<boolean> {
	const role = means === 'stop-pod-sandbox' ? 'sandbox' : 'container';
	const answer = await client.status(role, id, signal);
	if (answer === undefined) {
		const remedy = 'choose its successor in the list';
		throw new NothingDoneError(`${role} ${id.slice(0, 13)} is gone`, { remedy });
	}
	const state = wireString(wireObject(wireObject(answer).status).state);
	if (state === 'CONTAINER_CREATED') {
		const remedy = 'look at its state in the list: it has not been started';
		throw new NothingDoneError(`container ${id.slice(0, 13)} is not running`, { remedy });
	}
	return state === 'SANDBOX_NOTREADY' || state === 'CONTAINER_EXITED';
}
