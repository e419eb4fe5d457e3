import type { CriEndpoint } from '../adapters/cri/cri-endpoint.ts';
import type { DockerEndpoint } from '../adapters/docker/docker-endpoint.ts';
import type { ActionRequest } from '../core/action/action.ts';
import type { Delivery } from '../core/action/delivery.ts';
import { NothingDoneError } from '../core/action/nothing-done-error.ts';
import type { LookOptions } from './fresh-record.ts';

/** Sends a signal to the first process of a container, to this very one or to none. Rejects with a SourceError. */
export type SendSignal = (process: SignalTarget) => Promise<Delivery>;

export type SignalTarget = { pid: number; startTicks: number; containerId: string; signal: 'TERM' | 'KILL' };

/** Signals of this machine's own kernel. What acts is loaded when something is to be done, and not before. */
export function createSendSignal(hostRoot: string | undefined): SendSignal {
	return async (process) => {
		const { sendSignal } = await import('../adapters/proc/send-signal.ts');
		return sendSignal({ ...process, hostRoot });
	};
}

/** Hands an action over to Docker. */
export async function actThroughDocker(
	endpoint: DockerEndpoint,
	{ means, target, graceSeconds }: ActionRequest,
	options: LookOptions,
): Promise<Delivery> {
	if (means !== 'docker-stop' && means !== 'docker-kill') throw createMismatch(means, target.runtime);
	const { actDocker } = await import('../adapters/docker/act-docker.ts');
	return actDocker(endpoint, { id: target.id, means, graceSeconds }, options);
}

/** Hands an action over to a CRI runtime, or past it to the process where CRI has no call for it. */
export async function actThroughCri(
	endpoint: CriEndpoint,
	{ means, target, graceSeconds }: ActionRequest,
	options: LookOptions,
	sendSignal: SendSignal,
): Promise<Delivery> {
	const { id, role, pid, startTicks } = target;
	switch (means) {
		case 'docker-stop':
		case 'docker-kill':
			throw createMismatch(means, target.runtime);
		case 'signal-term':
		case 'signal-kill':
			if (pid === undefined || startTicks === undefined) throw createUnknownProcess();
			return sendSignal({ pid, startTicks, containerId: id, signal: means === 'signal-term' ? 'TERM' : 'KILL' });
		default: {
			const { actCri } = await import('../adapters/cri/act-cri.ts');
			return actCri(endpoint, { id, role, means, graceSeconds }, options);
		}
	}
}

function createMismatch(means: string, runtime: string): NothingDoneError {
	return new NothingDoneError(`${runtime} cannot do it by ${means}`, { remedy: 'choose it again in the menu' });
}

/** A pid alone may be another process's by now. */
function createUnknownProcess(): NothingDoneError {
	return new NothingDoneError('the process to be signalled is not known by pid and start time', {
		remedy: 'run where /proc of the node can be read: as root, in a container with hostPID and --host-root',
	});
}
