import { selectFlavour } from '../action/runtime-flavour.ts';
import type { NodeState } from '../node-state.ts';
import type { FindingStep } from './finding.ts';
import { say } from './finding-text.ts';
import { shellWord } from './shell-word.ts';

/** The tool that asks this runtime at the command line: `docker`, else `crictl`, which is right for any that speaks CRI. */
export function selectTool(runtime: string): 'docker' | 'crictl' {
	return selectFlavour(runtime) === 'docker' ? 'docker' : 'crictl';
}

/** The systemd unit that a runtime runs in. */
function selectUnit(runtime: string): string {
	const flavour = selectFlavour(runtime);
	if (flavour === 'docker' || flavour === 'dockershim') return 'docker';
	return flavour === 'cri-o' ? 'crio' : 'containerd';
}

/** k3s and RKE2 have a containerd of their own that writes into a file; both have its socket in the same place. */
function selectLogFile({ node, sources }: NodeState, runtime: string): string | undefined {
	if (!sources.get(runtime)?.endpoint?.includes('/run/k3s/')) return undefined;
	const home = /\+rke2/.test(node?.status?.nodeInfo?.kubeletVersion ?? '') ? 'rke2' : 'k3s';
	return `/var/lib/rancher/${home}/agent/containerd/containerd.log`;
}

/** What the runtime's log has to say. */
export function readRuntimeLog(runtime: string, state: NodeState): FindingStep {
	const file = selectLogFile(state, runtime);
	const command = file
		? `tail -n 50 ${file}`
		: `journalctl -u ${selectUnit(runtime)} --since -15min --no-pager | tail -n 50`;
	return { text: say`Read what ${runtime} says`, command };
}

/** The command that prints one field of what a CRI runtime says of a sandbox: `.status.network.ip`. */
export function askSandbox({ id }: { id?: string }, field: string): string | undefined {
	return id && `crictl inspectp -o go-template --template '{{${field}}}' ${shellWord(id.slice(0, 12))}`;
}
