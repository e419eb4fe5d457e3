import type { SandboxRecord } from '../cri-record.ts';
import { chooseUid } from '../sandbox-access.ts';
import { formatNanoseconds } from './nanoseconds.ts';

/** An item of ListPodSandbox. */
export function formatSandbox(sandbox: SandboxRecord): object {
	return { ...formatCommon(sandbox), labels: sandbox.labels, annotations: sandbox.annotations };
}

/** `status` of PodSandboxStatus. @param tellsUsers whether the runtime knows user namespaces */
export function formatSandboxStatus(sandbox: SandboxRecord, tellsUsers: boolean): object {
	const { network, ipc, pid, user } = sandbox.modes;
	return {
		...formatCommon(sandbox),
		network: { ip: sandbox.ready ? (sandbox.ip ?? '') : '', additionalIps: [] },
		linux: {
			namespaces: {
				options: { network, ipc, pid, ...(tellsUsers ? { usernsOptions: formatUserNamespace(sandbox, user) } : {}) },
			},
		},
		labels: sandbox.labels,
		annotations: sandbox.annotations,
	};
}

function formatCommon(sandbox: SandboxRecord) {
	const { name, uid, kubeNamespace } = sandbox.pod;
	return {
		id: sandbox.id,
		metadata: { name, uid, namespace: kubeNamespace, attempt: sandbox.attempt },
		state: sandbox.ready ? 'SANDBOX_READY' : 'SANDBOX_NOTREADY',
		createdAt: formatNanoseconds(sandbox.created),
		runtimeHandler: sandbox.handler,
	};
}

function formatUserNamespace(sandbox: SandboxRecord, mode: 'POD' | 'NODE') {
	if (mode === 'NODE') return { mode };
	const mapping = [{ hostId: chooseUid(sandbox), containerId: 0, length: 65_536 }];
	return { mode, uids: mapping, gids: mapping };
}
