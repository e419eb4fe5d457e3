import { describeAction } from '../action/describe-action.ts';
import { joinNames, verb } from '../action/join-words.ts';
import type { NodeState } from '../node-state.ts';
import type { PodView } from '../node-view.ts';
import type { RestartStory, StoryStep } from '../restart-story/restart-story.ts';
import { tidyRemark } from '../tidy-remark.ts';
import type { FindingEvidence } from './finding.ts';
import type { FindingFacts, FindingRule, Suspicion } from './finding-rule.ts';
import { clock, say } from './finding-text.ts';
import { inspectCommand } from './inspect-command.ts';
import { collectOomKills } from './oom-exits.ts';
import { namePod, podSubject } from './pod-subject.ts';

/** How long it is told of, milliseconds. */
const memory = 3_600_000;

/** 128 and SIGKILL. */
const killed = 137;

export const killedWithSandboxRule: FindingRule = {
	id: 'killed-with-sandbox',
	title: 'Exit 137 that was no lack of memory',
	meaning:
		'Within the last hour containers ended with 137 because their sandbox ended: with a shared pid namespace the kernel kills all at once, StopPodSandbox of containerd kills without grace, and without a pause the kubelet kills after the grace period. 137 is often taken for a lack of memory; here it was none.',
	needs: [],
	find(facts) {
		return facts.view.pods.flatMap((pod) => {
			const stories = facts.stories.get(pod.uid) ?? [];
			return stories.flatMap((story) => suspect(pod, story, facts));
		});
	},
};

function suspect(pod: PodView, story: RestartStory, { state, now }: FindingFacts): readonly Suspicion[] {
	const { scope, beganAt, trigger } = story;
	const isNews = scope === 'sandbox' && beganAt > now - memory;
	// who deletes a pod does not wonder at its end
	if (!isNews || (trigger.cause === 'kubelet' && trigger.reason === 'PodDeleted')) return [];
	const pause = story.steps.find(({ kind, at }) => kind === 'pause-ended' && at !== undefined);
	const victims = findVictims(pod, story, state);
	if (!pause || victims.length === 0) return [];
	const names = [...new Set(victims.map(({ container }) => container ?? ''))];
	const count = names.length;
	return [
		{
			key: story.id,
			severity: 'info',
			subject: podSubject(pod, { id: pause.id }),
			since: beganAt,
			patience: 0,
			summary: say`${namePod(pod)}: exit 137 of ${joinNames(names)} was no lack of memory: ${verb(count, 'its', 'their')} sandbox ended at ${clock(pause.at ?? beganAt)}, ${describeCause(story, state)}`,
			evidence: [
				...[pause, ...victims].map((step) => describeStep(step, pod)),
				{ what: 'why the sandbox ended', value: say`${describeCause(story, state)}`, source: 'pausetop' },
			],
			todo: [{ text: say`Nothing on this node: see the pane Restarts for the whole story` }],
		},
	];
}

/** Those that were killed with it, and of which it is known that it was not for memory. */
function findVictims(pod: PodView, { steps }: RestartStory, state: NodeState): readonly StoryStep[] {
	const ends = steps.filter(
		({ kind, at, exitCode }) => kind === 'container-ended' && at !== undefined && exitCode === killed,
	);
	if (ends.length === 0) return [];
	const oom = new Set(collectOomKills(pod, state).map(({ id }) => id));
	const known = state.histories.get(pod.uid)?.incarnations;
	return ends.filter(({ id = '', oomKilled }) => {
		const isTold =
			known?.get(id)?.oomKilled === false || pod.containers.some((one) => one.id === id && one.oomKilled === false);
		return !oomKilled && !oom.has(id) && isTold;
	});
}

/** Who did it, as far as that is known. */
function describeCause({ trigger }: RestartStory, { actions }: NodeState): string {
	switch (trigger.cause) {
		case 'action': {
			const action = actions.find(({ id }) => id === trigger.actionId);
			return `you did that here: ${action ? describeAction(action) : trigger.action}`;
		}
		case 'kubelet':
			return `the kubelet ended it: ${tidyRemark(trigger.message ?? trigger.reason)}`;
		case 'sandbox-changed':
			return 'the kubelet replaced it';
		case 'removed':
			return 'somebody removed it by hand';
		case 'exit':
		case 'unknown':
			return 'who stopped it is not known';
	}
}

function describeStep({ kind, container, id = '', at, exitCode, seenBy }: StoryStep, pod: PodView): FindingEvidence {
	const isPause = kind === 'pause-ended';
	const runtime = [...pod.sandboxes, ...pod.containers].find((one) => one.id === id)?.runtime;
	const command = inspectCommand({ id, runtime }, isPause ? 'sandbox' : 'container', isPause ? 'state' : 'end');
	const exit = exitCode === undefined ? 'ended' : `exit ${exitCode}${isPause ? '' : ', not OOMKilled'}`;
	return {
		what: `${isPause ? 'pause' : container} ${id.slice(0, 12)}`,
		value: say`${exit}, ${clock(at ?? 0)}`,
		source: runtime ?? (seenBy === 'api' ? 'kube' : 'pausetop'),
		...(command !== undefined && { command }),
	};
}
