import { joinNames } from '../action/join-words.ts';
import type { NodeState } from '../node-state.ts';
import type { NetworkLook } from '../node-survey.ts';
import type { PodView } from '../node-view.ts';
import type { FindingEvidence } from './finding.ts';
import type { FindingFacts, FindingRule, Suspicion } from './finding-rule.ts';
import { clock, say } from './finding-text.ts';
import { kubectlDeletePod, kubectlGetPod } from './kubectl-command.ts';
import { type LivePod, selectApiIps, selectIpSince, selectLivePods } from './live-pod.ts';
import { nameIncarnation } from './name-incarnation.ts';
import { namePod, podSubject } from './pod-subject.ts';
import { restartPod } from './runtime-command.ts';
import { selectAliveSince } from './sandbox-times.ts';
import { isSeenReady } from './seen-alive.ts';

/** Milliseconds after a recycle within which the API server may still have the IP of before: the kubelet tells it at its next sync. */
const syncTime = 10_000;
/**
 * Milliseconds that a sandbox's network may take to be set up once its pause lives, while the API server still has the IP of before: Docker
 * starts the pause first. An IP that the API server was told after that is one that is set up.
 */
const setUpTime = 10_000;

export const podIpMissingRule: FindingRule = {
	id: 'pod-ip-missing',
	title: "Pod's IP is not in its network namespace",
	meaning:
		'The API server has an IP for the pod that no interface of its network namespace has: Services and other pods send to an address where nobody is, while kubectl shows Running. It comes of a pause that was restarted with `docker restart` (kubernetes#69723), or of a network plugin that has taken the address away.',
	needs: ['api', 'runtime', 'namespaces', 'survey'],
	find(facts) {
		// with a kubelet that is down nobody corrects the API server: that is the finding then
		if (facts.kubelet.fault !== undefined) return [];
		return selectLivePods(facts.view, facts.state).flatMap((live) => judgePod(live, facts));
	},
};

function judgePod(live: LivePod, facts: FindingFacts): Suspicion[] {
	const { pod, sandbox } = live;
	const look = findFreshLook(live, facts);
	// a guest's addresses are inside the guest
	if (!look || sandbox.isolated || hasOlderReady(pod, facts.state)) return [];
	const has = new Set(look.addresses.map(({ address }) => address));
	const missing = selectApiIps(pod).filter((ip) => !has.has(ip));
	if (missing.length === 0) return [];
	return [
		{
			key: `${pod.uid}/${sandbox.id ?? ''}`,
			severity: 'critical',
			subject: podSubject(pod, { id: sandbox.id }),
			patience: syncTime,
			summary: say`${namePod(pod)} cannot be reached at ${joinNames(missing)}: the API server has this IP for it, its network namespace does not`,
			evidence: collectEvidence(live, look, facts),
			todo: [
				{
					text: say`Have the kubelet make the pod's sandbox anew: all its containers restart, and it gets a new IP`,
					command: restartPod(pod),
				},
				{ text: say`Or delete it, if something makes it again`, command: kubectlDeletePod(pod) },
			],
			avoid: [say`Do not restart its containers alone, or the pause with docker restart: the network stays as it is`],
		},
	];
}

/** With several ready sandboxes the IP can be the older one's, which still serves: that there are several is told by another rule. */
function hasOlderReady({ sandboxes }: PodView, state: NodeState): boolean {
	return sandboxes.slice(1).some((sandbox) => isSeenReady(sandbox, state));
}

/** What the newest survey saw of the pod's network, if both the sandbox and the IP were there for long enough by then. */
function findFreshLook({ pod, sandbox }: LivePod, { state }: FindingFacts): NetworkLook | undefined {
	const { survey } = state;
	const readAt = survey?.networksReadAt ?? survey?.readAt;
	const inode = sandbox.linuxNamespaces?.net;
	const aliveSince = selectAliveSince(state, sandbox);
	const ipSince = selectIpSince(state, pod);
	if (readAt === undefined || inode === undefined || aliveSince === undefined || ipSince === undefined)
		return undefined;
	// the number of a namespace that is gone can be this one's by now
	const isSetUp = ipSince > aliveSince || readAt >= aliveSince + setUpTime;
	if (!isSetUp || readAt < Math.max(aliveSince, ipSince)) return undefined;
	return survey?.networks?.get(inode);
}

function collectEvidence({ pod, sandbox }: LivePod, look: NetworkLook, { state }: FindingFacts): FindingEvidence[] {
	const outside = look.addresses.filter(({ loopback }) => !loopback).map(({ address }) => address);
	const enter = `nsenter -t ${look.pid} -n ip -o addr`;
	const readAt = state.survey?.networksReadAt ?? state.survey?.readAt;
	const aliveSince = selectAliveSince(state, sandbox);
	return [
		{
			what: "the API server's pod IPs",
			value: say`${selectApiIps(pod).join(', ')}`,
			source: 'kube',
			command: kubectlGetPod(pod, '{.status.podIPs}'),
		},
		{
			what: 'addresses in its network namespace',
			value: say`${outside.length > 0 ? outside.join(', ') : 'none but the loopback'}${readAt === undefined ? '' : say`, read at ${clock(readAt)}`}`,
			source: 'proc',
			command: enter,
		},
		{
			what: 'interfaces there',
			value: say`${look.interfaces.map(({ name }) => name).join(', ')}`,
			source: 'proc',
			command: `cat /proc/${look.pid}/net/dev`,
		},
		...(aliveSince === undefined
			? []
			: [
					{
						what: `pause ${nameIncarnation(sandbox)} runs since`,
						value: say`${clock(aliveSince)}`,
						source: sandbox.runtime ?? 'proc',
					},
				]),
	];
}
