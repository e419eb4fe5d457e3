import { describe, expect, it } from 'vitest';
import { containerWithoutPauseRule } from '../../../source/core/findings/container-without-pause-rule.ts';
import { deadPauseProcessRule } from '../../../source/core/findings/dead-pause-process-rule.ts';
import { duplicateContainerRule } from '../../../source/core/findings/duplicate-container-rule.ts';
import { orphanInRuntimeRule } from '../../../source/core/findings/orphan-in-runtime-rule.ts';
import { restartedBehindKubeletRule } from '../../../source/core/findings/restarted-behind-kubelet-rule.ts';
import { sandboxFlappingRule } from '../../../source/core/findings/sandbox-flapping-rule.ts';
import { severalReadySandboxesRule } from '../../../source/core/findings/several-ready-sandboxes-rule.ts';
import { staleSandboxRule } from '../../../source/core/findings/stale-sandbox-rule.ts';
import { snapshotObservations } from '../../helpers/snapshot.ts';
import { observationsOf, readStory } from '../restart-story/recorded.ts';
import { createFindingBench } from './finding-bench.ts';

const rules = [
	containerWithoutPauseRule,
	deadPauseProcessRule,
	duplicateContainerRule,
	orphanInRuntimeRule,
	restartedBehindKubeletRule,
	sandboxFlappingRule,
	severalReadySandboxesRule,
	staleSandboxRule,
];

const minute = 60_000;

describe('the rules about sandboxes', () => {
	it('find nothing on a recorded node at rest, nor hours later', () => {
		const bench = createFindingBench(...rules);
		bench.take(snapshotObservations);
		bench.pass(10 * minute);
		bench.pass(180 * minute, minute);
		expect(bench.judged()).toEqual({ findings: [], suspected: [], cannotTell: [] });
		expect(bench.everFound()).toEqual([]);
	});

	it.each([
		'containerd-crictl-stopp',
		'containerd-ctr-kill',
		'containerd-ctr-kill-app',
		'containerd-ctr-term-noshare',
		'docker-delete-pod',
		'docker-kill-hostnet',
		'docker-rm',
		'docker-stop',
		'docker-stop-again',
		'docker-stop-app',
		'docker-stop-noshare',
	])('find nothing while and after a recorded pod came back: %s', (name) => {
		const bench = createFindingBench(...rules);
		for (const observation of observationsOf(readStory(name))) {
			if (bench.state().now > 0) bench.pass(observation.at - bench.state().now);
			bench.take(observation);
		}
		bench.pass(10 * minute);
		bench.pass(180 * minute, minute);
		expect(bench.everFound()).toEqual([]);
	});
});
