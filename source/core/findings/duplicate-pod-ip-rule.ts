import { joinNames } from '../action/join-words.ts';
import { canonicalizeIp } from '../inside/inet-address.ts';
import type { NodeState } from '../node-state.ts';
import { findRecord } from './find-record.ts';
import type { FindingEvidence } from './finding.ts';
import type { FindingFacts, FindingRule, Suspicion } from './finding-rule.ts';
import { say } from './finding-text.ts';
import { kubectlGetPod } from './kubectl-command.ts';
import { type LivePod, selectApiIps, selectLivePods } from './live-pod.ts';
import { nameIncarnation } from './name-incarnation.ts';
import { namePod, podSubject } from './pod-subject.ts';
import { restartPod } from './runtime-command.ts';
import { askSandbox } from './runtime-tool.ts';
import { selectAliveSince } from './sandbox-times.ts';

/** Milliseconds within which the API server may still have a recycled pod's old IP, which another one may have got meanwhile. */
const syncTime = 30_000;

export const duplicatePodIpRule: FindingRule = {
	id: 'duplicate-pod-ip',
	title: 'Two pods have the same IP',
	meaning:
		'Two ready sandboxes of this node have the same IP, so connections to either end up at one of them, or change between both. The network plugin has lost count of the addresses that it has given away, as a rule after its files were deleted, the node was started anew or a sandbox was removed by hand (projectcalico/calico#12257, k3s#5885).',
	needs: ['runtime'],
	find(facts) {
		const byIp = new Map<string, LivePod[]>();
		for (const live of selectLivePods(facts.view, facts.state)) {
			for (const ip of selectIps(live, facts)) {
				const known = byIp.get(ip);
				if (known) known.push(live);
				else byIp.set(ip, [live]);
			}
		}
		return [...byIp].filter(([, all]) => all.length > 1).map(([ip, all]) => suspect(ip, all, facts));
	},
};

/** What the runtime has given the sandbox; where it does not tell (Docker), what the API server says, as long as a kubelet corrects it. */
function selectIps({ pod, sandbox }: LivePod, { state, kubelet }: FindingFacts): ReadonlySet<string> {
	const given = selectGiven(sandbox, state);
	if (given !== undefined) return new Set([given]);
	return new Set(kubelet.fault === undefined ? selectApiIps(pod) : []);
}

function selectGiven(sandbox: LivePod['sandbox'], state: NodeState): string | undefined {
	const { sandboxIp } = findRecord(state, sandbox) ?? {};
	return sandboxIp === undefined ? undefined : canonicalizeIp(sandboxIp);
}

function suspect(ip: string, all: readonly LivePod[], { state }: FindingFacts): Suspicion {
	const age = ({ sandbox }: LivePod) => selectAliveSince(state, sandbox) ?? 0;
	const oldestFirst = all.toSorted((a, b) => age(a) - age(b) || (a.pod.uid < b.pod.uid ? -1 : 1));
	const { pod, sandbox } = oldestFirst.at(-1) as LivePod;
	const others = oldestFirst.slice(0, -1).map((other) => namePod(other.pod));
	return {
		key: `${ip}/${oldestFirst.map((one) => one.sandbox.id ?? one.pod.uid).join('/')}`,
		severity: 'critical',
		subject: podSubject(pod, { id: sandbox.id }),
		patience: syncTime,
		summary: say`${namePod(pod)} has the IP of ${joinNames(others)}: ${ip} is in use ${all.length === 2 ? 'twice' : `${all.length} times`}, so connections end up at the wrong pod`,
		evidence: oldestFirst.flatMap((live) => describeClaim(live, ip, state)),
		todo: [
			{
				text: say`Make the sandbox of the younger one anew, ${namePod(pod)}: all its containers restart, and it gets another IP`,
				command: restartPod(pod),
			},
			{
				text: say`See whom the network plugin has the address down for (host-local keeps a file for each)`,
				command: `grep -r . /var/lib/cni/networks/*/${ip}`,
			},
		],
		avoid: [say`Do not clear the network plugin's files: that is how addresses are given away twice`],
	};
}

function describeClaim({ pod, sandbox }: LivePod, ip: string, state: NodeState): FindingEvidence[] {
	const name = namePod(pod);
	const given = selectGiven(sandbox, state);
	const look = state.survey?.networks?.get(sandbox.linuxNamespaces?.net ?? 0);
	const has = look?.addresses.some(({ address }) => address === ip);
	const api: FindingEvidence = {
		what: `${name}: pod IP`,
		value: say`${selectApiIps(pod).join(', ') || 'none'}`,
		source: 'kube',
		command: kubectlGetPod(pod, '{.status.podIPs}'),
	};
	return [
		...(pod.api ? [api] : []),
		...(given === undefined
			? []
			: [
					{
						what: `${name}: sandbox ${nameIncarnation(sandbox)}`,
						value: say`${given}`,
						source: sandbox.runtime ?? 'runtime',
						command: askSandbox(sandbox, '.status.network.ip'),
					},
				]),
		...(look
			? [
					{
						what: `${name}: its network namespace`,
						value: say`${has ? `has ${ip}` : `does not have ${ip}`}`,
						source: 'proc',
						command: `nsenter -t ${look.pid} -n ip -o addr`,
					},
				]
			: []),
	];
}
