import { verb } from '../action/join-words.ts';
import { selectFlavour } from '../action/runtime-flavour.ts';
import { isOtherImage } from '../image-name.ts';
import type { NodeState } from '../node-state.ts';
import type { PodView, SandboxView } from '../node-view.ts';
import type { PauseImage } from '../runtime-facts.ts';
import { tidyRemark } from '../tidy-remark.ts';
import type { TimelineEvent } from '../timeline-event.ts';
import type { FindingEvidence } from './finding.ts';
import type { FindingFacts, FindingRule, Suspicion } from './finding-rule.ts';
import { say, since } from './finding-text.ts';
import { namePod } from './pod-subject.ts';
import { askSandbox, selectTool } from './runtime-tool.ts';
import { isSeenReady } from './seen-alive.ts';
import { shellWord } from './shell-word.ts';

/** Milliseconds. An image that is being replaced has no name for a moment, and a sandbox that is being made pulls it. */
const pullTime = 60_000;
/** Milliseconds within which a failed sandbox counts as of now: the kubelet tries again at least every 5 minutes. */
const recent = 6 * 60_000;

export const pauseImageRule: FindingRule = {
	id: 'pause-image',
	title: 'Pause image is missing, not pinned or another one',
	meaning:
		"Every sandbox is made of the pause image. When it was cleaned up, no pod can start until it is pulled again, which a node without access to the registry cannot do (kubernetes#81756, awslabs/amazon-eks-ami#2166). A runtime can pin it, which keeps the kubelet's image garbage collection from it.",
	needs: ['pause-image', 'runtime'],
	find: (facts) =>
		[...facts.state.runtimeFacts].flatMap(([runtime, { pauseImage }]) =>
			pauseImage ? judgeImage(runtime, pauseImage, facts) : [],
		),
};

type LivePod = { pod: PodView; sandbox: SandboxView };

function judgeImage(runtime: string, image: PauseImage, facts: FindingFacts): Suspicion[] {
	const live = selectLive(runtime, facts);
	// a node on which no pod has started yet has not needed it
	if (image.present === false) return live.length > 0 ? [suspectMissing(runtime, image, live, facts)] : [];
	const others = live.filter(({ sandbox }) => isOther(sandbox, image));
	return [
		...(image.present && image.pinned === false ? [suspectUnpinned(runtime, image)] : []),
		...(others.length > 0 ? [suspectOther(runtime, image, others)] : []),
	];
}

function selectLive(runtime: string, { view, state }: FindingFacts): LivePod[] {
	return view.pods.flatMap((pod) => {
		const sandbox = pod.sandboxes[0];
		const isPause = sandbox && sandbox.runtime === runtime && !sandbox.pinned && isSeenReady(sandbox, state);
		return isPause ? [{ pod, sandbox }] : [];
	});
}

function isOther({ image }: SandboxView, configured: PauseImage): boolean {
	if (image === undefined) return false;
	return isOtherImage(image, configured.name) || (configured.id !== undefined && isOtherImage(image, configured.id));
}

function suspectMissing(runtime: string, image: PauseImage, live: readonly LivePod[], facts: FindingFacts): Suspicion {
	const failure = findFailure(facts.state, image);
	const wasThere = live.some(({ sandbox }) => !isOther(sandbox, image));
	return {
		key: `${runtime}/missing`,
		// after a change of the configuration it is pulled when the next pod needs it
		severity: failure ? 'critical' : wasThere ? 'warning' : 'info',
		subject: { kind: 'runtime', name: runtime },
		patience: failure ? 0 : pullTime,
		summary: failure
			? say`The pause image ${image.name} is missing in ${runtime} and cannot be pulled, so no pod can start on this node`
			: say`The pause image ${image.name} is missing in ${runtime}, so the next pod can only start if it can be pulled`,
		evidence: [
			describePresence(runtime, image, 'missing'),
			describeConfigured(image),
			...(failure
				? [
						{
							what: `${failure.type} ${failure.pod ?? ''}`.trim(),
							value: say`${tidyRemark(failure.message ?? '')}, ${since(failure.at)} ago`,
							source: 'kube',
						},
					]
				: []),
		],
		todo: [
			{ text: say`Pull it now`, command: `${selectTool(runtime)} pull ${shellWord(image.name)}` },
			{ text: say`If the registry is not reached, bring it from a node that has it`, command: copy(runtime, image) },
		],
		avoid: [say`Do not restart pods or pauses of this node before it is there: they would not come back`],
	};
}

function suspectUnpinned(runtime: string, image: PauseImage): Suspicion {
	return {
		key: `${runtime}/not-pinned`,
		severity: 'info',
		subject: { kind: 'runtime', name: runtime },
		patience: pullTime,
		summary: say`The pause image ${image.name} is not pinned in ${runtime}, so image garbage collection may remove it when the disk is full`,
		evidence: [describePresence(runtime, image, 'present, not pinned'), describeConfigured(image)],
		todo: [
			{
				text: say`Make sure that the registry is reachable from this node, or that ${image.configuredBy} names the image exactly as it was imported: the runtime pins it when it pulls it itself`,
				command: list(runtime),
			},
		],
	};
}

function suspectOther(runtime: string, image: PauseImage, others: readonly LivePod[]): Suspicion {
	const examples = others.slice(0, 3).map(
		({ pod, sandbox }): FindingEvidence => ({
			what: `${namePod(pod)}'s pause is made of`,
			value: say`${sandbox.image ?? ''}`,
			source: runtime,
			command: imageCommand(sandbox),
		}),
	);
	return {
		key: `${runtime}/other`,
		severity: 'info',
		subject: { kind: 'runtime', name: runtime },
		patience: 0,
		summary: say`${others.length} ${verb(others.length, 'sandbox', 'sandboxes')} of ${runtime} ${verb(others.length, 'is', 'are')} made of another pause image than ${image.name}: it was configured after they were made`,
		evidence: [describeConfigured(image), ...examples],
		todo: [{ text: say`Nothing has to be done: each gets the configured image when its pod is made anew` }],
	};
}

function imageCommand(sandbox: SandboxView): string | undefined {
	const { id, runtime = '' } = sandbox;
	if (id === undefined) return undefined;
	if (selectTool(runtime) === 'docker') return `docker inspect -f '{{.Config.Image}}' ${shellWord(id.slice(0, 12))}`;
	return askSandbox(sandbox, '.info.image');
}

/** A sandbox that could not be made, because of this image, and lately. */
function findFailure({ timeline, now }: NodeState, { name }: PauseImage): TimelineEvent | undefined {
	return timeline.events.findLast(
		({ type, message = '', at }) =>
			type === 'FailedCreatePodSandBox' && at > now - recent && message.includes(name) && /pull|image/i.test(message),
	);
}

function describePresence(runtime: string, image: PauseImage, value: string): FindingEvidence {
	return { what: `${image.name} in ${runtime}`, value: say`${value}`, source: runtime, command: list(runtime, image) };
}

function describeConfigured({ name, configuredBy }: PauseImage): FindingEvidence {
	return { what: configuredBy, value: say`${name}`, source: 'pausetop' };
}

function list(runtime: string, image?: PauseImage): string {
	if (selectTool(runtime) === 'docker')
		return image ? `docker image inspect ${shellWord(image.name)}` : 'docker images';
	return image ? `crictl inspecti ${shellWord(image.name)}` : 'crictl images -o json';
}

/** Run on the node that has it. */
function copy(runtime: string, { name }: PauseImage): string | undefined {
	const word = shellWord(name);
	if (selectFlavour(runtime) === 'docker') return `docker save ${word} | ssh THIS-NODE docker load`;
	if (selectFlavour(runtime) !== 'containerd') return undefined;
	return `ctr -n k8s.io images export - ${word} | ssh THIS-NODE ctr -n k8s.io images import -`;
}
