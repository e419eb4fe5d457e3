import type { Finding, FindingSubject, NodeFindings } from '../../source/core/findings/finding.ts';
import { clock, duration, say, since } from '../../source/core/findings/finding-text.ts';
import type { Store } from '../../source/store/create-store.ts';
import { idOf, minute, now, second } from './node-builders.ts';
import { createRichStore } from './rich-node.ts';

/** The runtime UID of a pod of the rich node, by its seed. */
export const uidOf = (seed: number) => `00000000-0000-4000-8000-${String(seed).padStart(12, '0')}`;

export const subjectOf = (
	seed: number,
	name: string,
	part: { container?: string; id?: string } = {},
): FindingSubject => ({
	kind: 'pod',
	uid: uidOf(seed),
	kubeNamespace: 'default',
	name,
	...part,
});

/** Any finding, as little as one can be. */
export function buildFinding(part: Partial<Finding> = {}): Finding {
	const { rule = 'stale-sandbox', subject = subjectOf(5, 'pause-test') } = part;
	const about = subject.kind === 'pod' ? `${subject.uid}/${subject.id ?? subject.container ?? ''}` : subject.kind;
	return {
		rule,
		key: `${rule}/${about}`,
		severity: 'warning',
		subject,
		since: now - minute,
		noticed: false,
		summary: say`something is wrong with ${subject.kind}`,
		evidence: [],
		todo: [],
		avoid: [],
		...part,
	};
}

const ghost = idOf(5, 2, 0);

/** An application of pause-test that runs without its pause. */
export const withoutPause = buildFinding({
	rule: 'container-without-pause',
	severity: 'critical',
	subject: subjectOf(5, 'pause-test', { container: 'ghost', id: ghost }),
	since: now - 2 * minute - 31 * second,
	summary: say`default/pause-test: ghost runs in the network of a pause that ended ${since(now - 2 * minute - 31 * second)} ago, so nobody reaches it`,
	evidence: [
		{
			what: 'state of ghost',
			value: say`running`,
			source: 'docker',
			command: `docker inspect -f '{{.State.Status}}' ${ghost}`,
		},
		{ what: 'state of its pause', value: say`exited (0) at ${clock(now - 151 * second)}`, source: 'docker' },
		{ what: 'STATUS', value: say`Running`, source: 'kube', command: 'kubectl get pod -n default pause-test' },
	],
	todo: [
		{
			text: say`See whether the kubelet runs: it should have stopped ghost by now`,
			command: 'systemctl status kubelet',
		},
		{
			text: say`If it runs, stop ghost, and the kubelet makes the pod anew; ghost goes down`,
			command: `docker stop ${ghost}`,
		},
	],
	avoid: [say`Do not restart the pause with docker restart: it leaves ghost in a network without an interface`],
});

export const flapping = buildFinding({
	rule: 'sandbox-flapping',
	subject: subjectOf(1, 'crasher'),
	since: now - 12 * minute,
	noticed: true,
	summary: say`default/crasher: its sandbox was replaced 7 times within ${duration(600_000)}`,
	evidence: [{ what: 'attempt', value: say`7`, source: 'docker' }],
	todo: [
		{ text: say`Read what the kubelet says of it`, command: 'journalctl -u kubelet --since -10min | grep crasher' },
	],
});

export const slowRuntime = buildFinding({
	rule: 'slow-runtime',
	subject: { kind: 'runtime', name: 'docker' },
	since: now - 40 * second,
	summary: say`docker answers slowly: of the last 20 calls one in 20 took ${duration(4100)} or longer`,
	evidence: [{ what: 'GET /containers/json', value: say`${duration(4100)}`, source: 'pausetop' }],
	todo: [{ text: say`Look for a hanging disk`, command: 'iostat -x 1 3' }],
});

/** The API server has not answered since. */
export const unchecked = buildFinding({
	rule: 'state-disagrees',
	subject: subjectOf(8, 'static-web-worker-2'),
	since: now - 8 * minute,
	summary: say`kube-system/static-web-worker-2: web is running for the API server, and exited for docker`,
	uncheckedSince: now - 5 * minute,
});

/** Nothing to repair. */
export const onHost = buildFinding({
	rule: 'host-namespace',
	severity: 'info',
	subject: subjectOf(4, 'on-host'),
	since: now - 27 * minute,
	summary: say`default/on-host: main uses the host's net and uts namespaces`,
});

export const suspected: NodeFindings['suspected'][number] = {
	...buildFinding({
		rule: 'stuck-terminating',
		subject: subjectOf(5, 'pause-test'),
		since: now - 20 * second,
		summary: say`default/pause-test: nginx does not end`,
	}),
	confirmedAt: now + 40 * second,
};

/** As a sick node is judged. */
export const richFindings: NodeFindings = {
	findings: [withoutPause, slowRuntime, flapping, unchecked, onHost],
	suspected: [suspected],
	cannotTell: [
		{ rule: 'state-disagrees', reason: 'the API server: connection refused', remedy: 'see whether it runs' },
		{ rule: 'duplicate-pod-ip', reason: 'namespaces are not readable', remedy: 'run as root' },
		{ rule: 'ephemeral-target', reason: 'namespaces are not readable', remedy: 'run as root' },
	],
};

/** Nothing is wrong, and everything could be judged. */
export const allWell: NodeFindings = { findings: [], suspected: [], cannotTell: [] };

/** Says to a store what has been found. */
export function find(store: Store, findings: Partial<NodeFindings>, at = now): void {
	store.dispatch({ at, source: 'pausetop', kind: 'findings', findings: { ...allWell, ...findings } });
}

/** The rich node, and what is wrong with it. */
export function createSickStore(findings: Partial<NodeFindings> = richFindings): Store {
	const store = createRichStore();
	find(store, findings);
	return store;
}
