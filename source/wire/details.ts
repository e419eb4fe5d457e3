import { identifyRecord } from '../core/identity.ts';
import { maskEnvironment } from '../core/mask-environment.ts';
import type { NodeState } from '../core/node-state.ts';
import { runtimeUid } from '../core/runtime-uid.ts';
import type { DetailsTarget } from '../ui/app-contract.ts';
import type { Runtime } from './runtimes.ts';

/**
 * The object behind a row as YAML: a pod as the API server has it, a container as its runtime's inspection tells, with the
 * values of environment variables masked. Rejects with a message for people.
 */
export async function readDetails(
	target: DetailsTarget,
	state: NodeState,
	runtimes: readonly Runtime[],
): Promise<string> {
	const { stringify } = await import('yaml');
	const document = target.kind === 'pod' ? findPod(target.uid, state) : await inspect(target, state, runtimes);
	return stringify(maskEnvironment(document), { aliasDuplicateObjects: false, lineWidth: 0 });
}

async function inspect(
	{ id, runtime: name }: Extract<DetailsTarget, { kind: 'container' }>,
	state: NodeState,
	runtimes: readonly Runtime[],
): Promise<unknown> {
	const runtime = runtimes.find((candidate) => candidate.name === name);
	const record = state.records.get(name)?.get(id);
	if (!runtime || !record) throw new Error('no runtime knows this container (any more)');
	return runtime.inspect(id, identifyRecord(record)?.role ?? 'container');
}

function findPod(uid: string, state: NodeState): unknown {
	const pod = [...(state.pods?.values() ?? [])].find((candidate) => runtimeUid(candidate) === uid);
	if (!pod) throw new Error('the API server does not know this pod (any more)');
	return { apiVersion: 'v1', kind: 'Pod', ...pod };
}
