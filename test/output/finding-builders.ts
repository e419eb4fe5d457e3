import type { Finding, NodeFindings } from '../../source/core/findings/finding.ts';
import { clock, say, since, until } from '../../source/core/findings/finding-text.ts';

/** The moment that built findings are told at. */
export const findingNow = Date.UTC(2026, 4, 1, 12, 4, 31, 500);

export const pauseId = 'a1b2c3d4e5f6'.padEnd(64, '0');

/** An app whose pause ended two and a half minutes ago. */
export function buildFinding(overrides: Partial<Finding> = {}): Finding {
	const endedAt = findingNow - 151_000;
	return {
		rule: 'container-without-pause',
		key: 'container-without-pause/uid-1/nginx',
		severity: 'critical',
		subject: { kind: 'pod', uid: 'uid-1', kubeNamespace: 'default', name: 'web-0', container: 'nginx' },
		since: endedAt,
		noticed: false,
		summary: say`nginx of default/web-0 has run without its pause for ${since(endedAt)}, so nothing holds its network namespace and the next restart of a container will fail`,
		evidence: [
			{
				what: "the pause's state",
				value: say`exited at ${clock(endedAt)}`,
				source: 'docker',
				command: `docker inspect -f '{{.State.Status}}' ${pauseId}`,
			},
			{ what: "the API's word", value: say`1/1 Running`, source: 'kube' },
		],
		todo: [
			{ text: say`See whether the kubelet runs: it makes the next sandbox`, command: 'systemctl status kubelet' },
			{ text: say`Wait until its back-off is over in ${until(findingNow + 250_000)}` },
		],
		avoid: [say`docker start of the old pause: its containers stay in the dead network namespace`],
		...overrides,
	};
}

type Suspicion = NodeFindings['suspected'][number];

/** Zombies that have been there for three seconds, of sixty. */
export function buildSuspicion(overrides: Partial<Suspicion> = {}): Suspicion {
	return {
		...buildFinding(),
		rule: 'zombies',
		key: 'zombies/4711',
		severity: 'warning',
		subject: { kind: 'process', pid: 4711, name: 'sh' },
		since: findingNow - 3_000,
		noticed: true,
		summary: say`sh (pid 4711) does not wait for its 3 dead children`,
		confirmedAt: findingNow + 57_000,
		...overrides,
	};
}

export function buildFindings(overrides: Partial<NodeFindings> = {}): NodeFindings {
	return {
		findings: [buildFinding()],
		suspected: [buildSuspicion()],
		cannotTell: [
			{ rule: 'kubelet-down', reason: 'no API server is asked', remedy: 'run without --no-kube' },
			{ rule: 'pause-image', reason: 'no runtime tells what its pause image is' },
			{ rule: 'state-disagrees', reason: 'no API server is asked', remedy: 'run without --no-kube' },
		],
		...overrides,
	};
}
