import { CriError, statusCode } from './cri-error.ts';
import type { SandboxConfig, SandboxRecord } from './cri-record.ts';

/** On the host: root in the pod's own user namespace is somebody else outside. */
export function chooseUid({ modes, pod }: Pick<SandboxConfig, 'modes' | 'pod'>): number {
	return modes.user === 'POD' ? (1 + (Number.parseInt(pod.uid.slice(0, 4), 16) % 1000)) * 65_536 : 0;
}

/** @throws CriError when the sandbox is not there, or has ended */
export function requireReady(sandbox: SandboxRecord | undefined, id: string): SandboxRecord {
	if (sandbox === undefined) {
		throw new CriError(statusCode.notFound, `failed to find sandbox id "${id}": not found`);
	}
	if (!sandbox.ready) throw new CriError(statusCode.unknown, `sandbox container "${id}" is not running`);
	return sandbox;
}
