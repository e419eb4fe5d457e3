import type { KubeNode } from '../kube-node.ts';
import type { FindingStep } from './finding.ts';
import { say } from './finding-text.ts';
import { shellWord } from './shell-word.ts';

/** The systemd unit that the kubelet runs in: k3s, RKE2 and k0s, which say so in its version, have it in their own. */
export function selectKubeletUnit(node: KubeNode | undefined): string {
	const [, distribution] = /\+(k3s|rke2|k0s)/.exec(node?.status?.nodeInfo?.kubeletVersion ?? '') ?? [];
	if (distribution === undefined) return 'kubelet';
	const isServer = Object.keys(node?.metadata.labels ?? {}).some((label) =>
		/^node-role\.kubernetes\.io\/(?:control-plane|master)$/.test(label),
	);
	if (distribution === 'k0s') return isServer ? 'k0scontroller' : 'k0sworker';
	if (distribution === 'k3s') return isServer ? 'k3s' : 'k3s-agent';
	return isServer ? 'rke2-server' : 'rke2-agent';
}

/** The step that starts the kubelet, or starts it anew, and what goes down meanwhile. `why` begins the sentence. */
export function restartKubelet(node: KubeNode | undefined, why: string): FindingStep {
	const unit = selectKubeletUnit(node);
	const isServer = unit === 'k3s' || unit === 'rke2-server' || unit === 'k0scontroller';
	const loss = isServer ? `; the API server of this node is in ${unit} too and is away until it is up` : '';
	return {
		text: say`${why}: the containers of the node's pods stay as they are${loss}`,
		command: `systemctl restart ${unit}`,
	};
}

/** What the kubelet has to say about something: its log on this node, searched for a word where there is one. */
export function readKubeletLog(node: KubeNode | undefined, word?: string): FindingStep {
	const search = word === undefined ? '' : ` | grep -F ${shellWord(word)}`;
	return {
		text: say`Read what the kubelet says`,
		command: `journalctl -u ${selectKubeletUnit(node)} --since -15min --no-pager${search} | tail -n 50`,
	};
}

/** The step that comes before all others while the kubelet is down. */
export const repairKubeletFirst: FindingStep = {
	text: say`Bring the kubelet back first: see the finding kubelet-down`,
};
