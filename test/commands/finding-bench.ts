import type { FindingSeverity } from '../../source/core/findings/finding.ts';
import type { FindingRule } from '../../source/core/findings/finding-rule.ts';
import { say } from '../../source/core/findings/finding-text.ts';

/** Finds apps that run while their pod's newest sandbox does not, after so long. It goes by the looks of one moment: only looking twice can tell. */
export function createHeadlessRule(patience: number, severity: FindingSeverity = 'critical'): FindingRule {
	return {
		id: 'container-without-pause',
		title: 'App runs without its pause',
		meaning: 'For tests.',
		needs: ['runtime'],
		find: ({ view }) =>
			view.pods
				.filter(({ sandboxes, containers }) => {
					const isUp = sandboxes.some(({ current, state }) => current && (state === 'running' || state === 'ready'));
					return !isUp && containers.some(({ current, state }) => current && state === 'running');
				})
				.map(({ uid, kubeNamespace, name, sandboxes }) => ({
					key: uid,
					severity,
					subject: { kind: 'pod', uid, kubeNamespace, name },
					patience,
					summary: say`${kubeNamespace}/${name} has no pause`,
					evidence: [{ what: "the pause's state", value: say`${sandboxes[0]?.state ?? 'gone'}`, source: 'docker' }],
					todo: [{ text: say`See whether the kubelet runs` }],
				})),
	};
}

/** Says one thing of the node as soon as the API server has answered. */
export const nodeRule: FindingRule = {
	id: 'kubelet-down',
	title: 'The kubelet is down',
	meaning: 'For tests.',
	needs: ['api'],
	find: () => [
		{
			...{ key: 'node', severity: 'info', subject: { kind: 'node' }, patience: 0 },
			...{ summary: say`the node is a simulated one`, evidence: [], todo: [] },
		},
	],
};
