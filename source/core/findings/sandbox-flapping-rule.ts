import { countOf } from '../action/join-words.ts';
import { isBeingDeleted, isStaticPod, usesHostNetwork } from '../action/pod-traits.ts';
import { selectFlavour } from '../action/runtime-flavour.ts';
import type { PodView } from '../node-view.ts';
import type { StoryTrigger } from '../restart-story/restart-story.ts';
import { selectMissingFacts } from './fact-kind.ts';
import type { FindingEvidence, FindingStep } from './finding.ts';
import type { FindingFacts, FindingRule, Suspicion } from './finding-rule.ts';
import { clock, say } from './finding-text.ts';
import { kubectlGetEvents } from './kubectl-command.ts';
import { readKubeletLog } from './kubelet-unit.ts';
import { waitForEvents } from './pod-events.ts';
import { namePod, podSubject } from './pod-subject.ts';
import { countRecycles, type RecentRecycles } from './recent-recycles.ts';
import { listSandboxes } from './runtime-command.ts';
import { isThrough } from './wanted-pod.ts';

/** Within this time so many recycles are too many. Milliseconds. */
const window = 600_000;
const tooMany = 3;

export const sandboxFlappingRule: FindingRule = {
	id: 'sandbox-flapping',
	title: "A pod's sandbox is made anew again and again",
	meaning:
		'A pod got a new sandbox at least three times within ten minutes, without anybody asking for it in pausetop. Each time all of its containers go down and its IP changes. Known causes: a runtime with another cgroup driver than the kubelet (kubernetes#110177: attempt 845), a network plugin that loses the address, a second kubelet, something that kills pauses (kubernetes#56996).',
	needs: ['runtime'],
	find(facts) {
		const isApiKnown = !selectMissingFacts(facts.state).has('api');
		return facts.view.pods.flatMap((pod) => {
			if (!isMeantToLive(pod, isApiKnown)) return [];
			const recycles = countRecycles(facts.state, pod, facts.now - window);
			// those that could not be made are no recycles: events tell of them
			return recycles.count >= tooMany ? [waitForEvents(suspect(pod, recycles, facts), facts.state)] : [];
		});
	},
};

/** The kubelet makes sandboxes for what it has: of others another rule tells. */
function isMeantToLive(pod: PodView, isApiKnown: boolean): boolean {
	if (isBeingDeleted(pod) || isThrough(pod)) return false;
	return pod.api !== undefined || !isApiKnown || isStaticPod(pod);
}

function suspect(pod: PodView, recycles: RecentRecycles, facts: FindingFacts): Suspicion {
	const { count, firstAt } = recycles;
	return {
		key: pod.uid,
		severity: 'critical',
		subject: podSubject(pod),
		since: firstAt,
		// three within the time are the patience
		patience: 0,
		summary: say`${namePod(pod)} got a new sandbox ${count} times within 10 minutes: each time all of its containers go down${usesHostNetwork(pod) ? '' : ' and its IP changes'}`,
		evidence: collectEvidence(pod, recycles, facts),
		todo: listSteps(pod, recycles, facts),
		avoid: [
			say`Do not restart the sandbox once more: the next one ends the same way while the cause is there`,
			say`Do not delete the pod before its cause is known: its history on this node goes with it`,
		],
	};
}

function collectEvidence(pod: PodView, { known, changes }: RecentRecycles, facts: FindingFacts): FindingEvidence[] {
	const runtime = pod.sandboxes[0]?.runtime;
	const evidence = known.slice(-5).map(({ id, attempt, at }): FindingEvidence => {
		const number = attempt === undefined ? '' : ` #${attempt}`;
		return {
			what: `sandbox${number} ${id.slice(0, 12)}`,
			value: say`made at ${clock(at)}`,
			source: runtime ?? 'pausetop',
			command: listSandboxes(pod, runtime),
		};
	});
	if (changes > 0) {
		evidence.push({
			what: 'SandboxChanged within 10 minutes',
			value: say`${changes}`,
			source: 'kube',
			command: kubectlGetEvents(pod),
		});
	}
	return [...evidence, ...describeTriggers(pod, facts), ...describeDriver(runtime, facts)];
}

/** What the stories say began the recycles, each cause once. */
function describeTriggers({ uid }: PodView, { stories, now }: FindingFacts): FindingEvidence[] {
	const counts = new Map<string, number>();
	for (const { scope, beganAt, trigger } of stories.get(uid) ?? []) {
		const words = scope === 'sandbox' && beganAt >= now - window ? describeTrigger(trigger) : undefined;
		if (words !== undefined) counts.set(words, (counts.get(words) ?? 0) + 1);
	}
	return [...counts].map(([words, count]) => ({
		what: 'what began it',
		value: say`${words}, ${countOf(count, 'time')}`,
		source: 'pausetop',
	}));
}

function describeTrigger(trigger: StoryTrigger): string | undefined {
	switch (trigger.cause) {
		case 'exit':
			if (trigger.oomKilled) return 'the pause ran out of memory';
			if (trigger.signal !== undefined) return `the pause was ended by signal ${trigger.signal}`;
			return trigger.exitCode === undefined ? 'the pause ended' : `the pause ended with ${trigger.exitCode}`;
		case 'kubelet':
			return `the kubelet: ${trigger.reason}`;
		case 'sandbox-changed':
			return 'the kubelet found the sandbox unfit while its pause lived';
		case 'removed':
			return 'the sandbox was removed by hand';
		default:
			return undefined;
	}
}

function describeDriver(runtime: string | undefined, { state }: FindingFacts): FindingEvidence[] {
	const driver = runtime === undefined ? undefined : state.runtimeFacts.get(runtime)?.cgroupDriver;
	if (runtime === undefined || driver === undefined) return [];
	const isDocker = selectFlavour(runtime) === 'docker';
	const command = isDocker ? "docker info -f '{{.CgroupDriver}}'" : 'crictl info | grep -i systemdCgroup';
	return [{ what: "the runtime's cgroup driver", value: say`${driver}`, source: runtime, command }];
}

function listSteps(pod: PodView, { known }: RecentRecycles, facts: FindingFacts): FindingStep[] {
	const runtime = pod.sandboxes[0]?.runtime;
	const driver = runtime === undefined ? undefined : facts.state.runtimeFacts.get(runtime)?.cgroupDriver;
	const theirs = driver === undefined ? '' : `: ${runtime} has ${driver}`;
	return [
		readKubeletLog(facts.state.node, pod.name),
		{
			text: say`Look for what the kubelet says of sandbox and network in its events`,
			command: kubectlGetEvents(pod),
		},
		{
			text: say`See that the kubelet has the same cgroup driver as the runtime${theirs}`,
			command: 'grep -i cgroupDriver /var/lib/kubelet/config.yaml',
		},
		...(known.length > 0
			? [{ text: say`Look for what kills pauses: another kubelet, an agent that cleans up, a second runtime` }]
			: []),
	];
}
