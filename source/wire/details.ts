import type { DockerEndpoint } from '../adapters/docker/docker-endpoint.ts';
import { inspectContainer } from '../adapters/docker/inspect-container.ts';
import { maskEnvironment } from '../core/mask-environment.ts';
import type { NodeState } from '../core/node-state.ts';
import { runtimeUid } from '../core/runtime-uid.ts';
import type { DetailsTarget } from '../ui/app-contract.ts';

/**
 * The object behind a row as YAML: a pod as the API server has it, a container as its runtime's inspection tells, with the
 * values of environment variables masked. Rejects with a message for people.
 */
export async function readDetails(
	target: DetailsTarget,
	state: NodeState,
	findEndpoint: () => Promise<DockerEndpoint>,
): Promise<string> {
	const { stringify } = await import('yaml');
	const document =
		target.kind === 'pod' ? findPod(target.uid, state) : await inspectContainer(await findEndpoint(), target.id);
	return stringify(maskEnvironment(document), { aliasDuplicateObjects: false, lineWidth: 0 });
}

function findPod(uid: string, state: NodeState): unknown {
	const pod = [...(state.pods?.values() ?? [])].find((candidate) => runtimeUid(candidate) === uid);
	if (!pod) throw new Error('the API server does not know this pod (any more)');
	return { apiVersion: 'v1', kind: 'Pod', ...pod };
}
