import type { LinuxNamespaces } from '../core/linux-namespace.ts';
import { linuxNamespaceKinds } from '../core/linux-namespace.ts';
import type { RestartStory, StorySide, StoryStep } from '../core/restart-story/restart-story.ts';
import { describeStory } from '../ui/columns/story-words.ts';
import { formatTime } from './document.ts';

/**
 * A restart story as an object, for `pausetop events` (one line, each time a story is over) and `pausetop restart -o json`:
 * ```
 * {at, source: "pausetop", type: "story", kubeNamespace, pod, podUid, storyId,
 *  scope: "sandbox" | "container" | "all-containers", container?, containerKind?,
 *  status: "running" | "recovered" | "ended" | "overtaken", beganAt, endedAt?, durationMs?, waitingFor?, message,
 *  trigger: {cause: "action" | "exit" | "kubelet" | "sandbox-changed" | "removed" | "unknown",
 *            action?, actionId?, exitCode?, signal?, oomKilled?, reason?, message?},
 *  steps: [{kind: "pause-ended" | "container-ended" | "noticed" | "sandbox-created" | "sandbox-started" | "network-ready" |
 *                 "init-run" | "back-off" | "container-started" | "ready",
 *           at?, offsetMs?, until?, durationMs?, resolutionMs?, seenBy?: "event" | "record" | "api" | "listing",
 *           container?, id?, attempt?, exitCode?, signal?, oomKilled?, message?}],
 *  before: {sandboxId?, sandboxAttempt?, sandboxPid?, ip?, restarts?, linuxNamespaces?: {net: inode, …},
 *           containers: [{name, kind, id?, attempt?, pid?}]},
 *  after: as before,
 *  stayed: {uid, createdAt?, nodeName?}}
 * ```
 * Times are RFC 3339 with milliseconds, ids are full, what is absent is not known. `at` is when the story began. `offsetMs` counts
 * from `beganAt`; a step with `resolutionMs` may be that much later than `at`, and its offset can then be negative. `durationMs`
 * of a step is there for what takes time (`init-run`, `back-off`). A step without `at` is still awaited, or never came. `message`
 * is the story in one line. The same inode before and after is not the same namespace: the kernel reuses freed numbers.
 */
export function formatStoryJson(story: RestartStory) {
	const { beganAt, endedAt, status } = story;
	const durationMs = endedAt === undefined ? undefined : endedAt - beganAt;
	return {
		at: formatTime(beganAt),
		source: 'pausetop',
		type: 'story',
		kubeNamespace: story.kubeNamespace,
		pod: story.pod,
		podUid: story.podUid,
		storyId: story.id,
		scope: story.scope,
		container: story.container,
		containerKind: story.containerKind,
		status,
		beganAt: formatTime(beganAt),
		endedAt: formatTime(endedAt),
		durationMs,
		waitingFor: story.waitingFor,
		message: describeStory(story, durationMs, { arrow: '→', ellipsis: '…' }),
		trigger: story.trigger,
		steps: story.steps.map((step) => describeStep(step, beganAt)),
		before: describeSide(story.before),
		after: describeSide(story.after),
		stayed: { ...story.stayed, createdAt: formatTime(story.stayed.createdAt) },
	};
}

function describeStep(step: StoryStep, beganAt: number) {
	const { kind, at, until, resolution, seenBy, ...rest } = step;
	return {
		kind,
		at: formatTime(at),
		offsetMs: at === undefined ? undefined : at - beganAt,
		until: formatTime(until),
		durationMs: at === undefined || until === undefined ? undefined : until - at,
		resolutionMs: resolution,
		seenBy,
		...rest,
	};
}

function describeSide({ linuxNamespaces, ...rest }: StorySide) {
	return { ...rest, linuxNamespaces: linuxNamespaces && describeInodes(linuxNamespaces) };
}

function describeInodes(namespaces: LinuxNamespaces) {
	return Object.fromEntries(linuxNamespaceKinds.map((kind) => [kind, namespaces[kind]]));
}
