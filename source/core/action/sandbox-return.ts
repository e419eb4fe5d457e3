import { declaredContainers } from '../correlate/container-kinds.ts';
import { isConditionTrue } from '../kubectl/pod-condition.ts';
import type { PodView } from '../node-view.ts';
import type { Consequence } from './action-plan.ts';
import { joinNames, verb } from './join-words.ts';
import { findController, isRunning, usesHostNetwork } from './pod-traits.ts';
import { expectRestartWait, type RestartWait, remainingWait } from './restart-wait.ts';
import { hasSucceeded, type SandboxCase } from './sandbox-case.ts';
import { danger, note, warning } from './weigh.ts';

/** Why the pod does not come back. That the API server does not know it is told elsewhere: it may be unknown itself. */
export function tellNoReturn({ noReturn, pod }: SandboxCase): Consequence[] {
	switch (noReturn) {
		case 'never': {
			const controller = findController(pod);
			const end = controller ? `only ${controller} may make another` : 'and no controller makes another';
			return [danger('never-back', `restartPolicy Never: this pod does not come back, ${end}`)];
		}
		case 'succeeded':
			return [danger('never-back', 'restartPolicy OnFailure, and all has succeeded: the kubelet makes no new sandbox')];
		case 'deleting':
			return [warning('deleting', 'The pod is being deleted: it goes away anyway, and does not come back')];
		default:
			return [];
	}
}

/** What is different once it is back, what has to happen before, and what stays. */
export function tellReturn(the: SandboxCase): Consequence[] {
	if (the.noReturn) return [];
	const { pod } = the;
	return [
		...tellAddress(pod),
		...tellServices(the),
		...tellInit(pod),
		...tellSucceeded(pod),
		...tellWaits(the),
		...tellRestarts(the),
		note('stays', 'UID, AGE, node and volumes stay, emptyDir too'),
	];
}

function tellAddress(pod: PodView): Consequence[] {
	const now = pod.ip === undefined ? '' : ` (now ${pod.ip})`;
	if (usesHostNetwork(pod)) return [note('same-ip', `The IP stays${now}: it is the node's`)];
	return [warning('new-ip', `The pod gets a new IP${now}`)];
}

/**
 * The kubelet writes a pod's status before it works on it, and not again until it is through. Where containers outlive the pause,
 * the API calls the pod Ready until they have ended, and without init containers all the while (recordings docker-kill-hostnet,
 * docker-stop-noshare).
 */
function tellServices({ pod: { api }, ending }: SandboxCase): Consequence[] {
	if (!api || !isConditionTrue(api, 'Ready')) return [];
	if (ending === 'kubelet') {
		return [warning('services-go-on', 'Its Services may go on sending to it: it can stay Ready all the while')];
	}
	return [warning('services', 'Its Services leave it out until it is Ready again')];
}

function tellInit({ api }: PodView): Consequence[] {
	const declared = api ? declaredContainers(api) : [];
	const chain = declared.filter(({ kind }) => kind === 'init' || kind === 'sidecar');
	if (chain.length === 0) return [];
	const kinds = new Set(chain.map(({ kind }) => kind));
	if (chain.length === 1) {
		const subject = `${kinds.has('init') ? 'Init container' : 'Sidecar'} ${chain[0]?.name}`;
		return [note('init', `${subject} ${kinds.has('init') ? 'runs' : 'starts'} again first`)];
	}
	const isMixed = kinds.size > 1;
	const subject = isMixed
		? 'Init containers and sidecars start'
		: kinds.has('init')
			? 'Init containers run'
			: 'Sidecars start';
	const names = chain.map(({ name, kind }) => (isMixed && kind === 'sidecar' ? `${name} (sidecar)` : name));
	return [note('init', `${subject} again first, in order: ${joinNames(names)}`)];
}

function tellSucceeded(pod: PodView): Consequence[] {
	if (pod.api?.spec.restartPolicy !== 'OnFailure') return [];
	const names = pod.api.spec.containers.map(({ name }) => name).filter((name) => hasSucceeded(pod, name));
	if (names.length === 0) return [];
	const have = verb(names.length, 'has', 'have');
	return [
		note(
			'perhaps-back',
			`${joinNames(names)} ${have} succeeded and ${verb(names.length, 'is', 'are')} not started again`,
		),
	];
}

/** The waits before the next starts. The new sandbox is there meanwhile, with nobody in it. */
function tellWaits({ pod, running, facts, ending }: SandboxCase): Consequence[] {
	const waitFacts = { ...facts, outlives: ending === 'kubelet' };
	const waits = running.flatMap((container) => {
		const wait = container.kind === 'ephemeral' ? undefined : expectRestartWait(container, pod, waitFacts);
		return wait ? [{ container, wait }] : [];
	});
	const all = waits.map(({ container }) => container.name);
	const alone = all.length === running.length ? ', the pause stands alone meanwhile' : '';
	const longest = longestWait(waits.map(({ wait }) => wait));
	return [
		...(longest
			? [warning('back-off', `Back-off: ${joinNames(all)} ${verb(all.length, 'waits', 'wait')} ${longest}${alone}`)]
			: []),
		...tellCrashLoops(pod, facts.now),
	];
}

/** One sentence: after a recycle all containers of a pod may wait at once. */
function tellCrashLoops(pod: PodView, now: number): Consequence[] {
	const waiting = pod.containers.filter(
		(container) => container.current && !isRunning(container) && container.reason === 'CrashLoopBackOff',
	);
	if (waiting.length === 0) return [];
	const left = waiting.map((container) => remainingWait(container, pod, now)).filter((time) => time !== undefined);
	// what is over waits for the kubelet's next look
	const time = left.length === waiting.length && left.some((each) => each > 0) ? formatWait(left) : '';
	const names = joinNames(waiting.map(({ name }) => name));
	const text = `${names} ${verb(waiting.length, 'is', 'are')} in CrashLoopBackOff${time}: a new sandbox does not shorten that`;
	return [note('crash-loop', text)];
}

function formatWait(seconds: readonly number[]): string {
	const [least, most] = [Math.min(...seconds), Math.max(...seconds)];
	return ` for about ${least === most ? most : `${least} to ${most}`} s more`;
}

/** `about 20 s`, or where not everything is known `about 20 to 80 s`, `up to about 10 s`. Undefined when there is none. */
export function longestWait(waits: readonly RestartWait[]): string | undefined {
	if (waits.length === 0) return undefined;
	const atLeast = Math.max(...waits.map((wait) => wait.atLeast));
	const atMost = Math.max(...waits.map((wait) => wait.atMost));
	if (atLeast === 0) return `up to about ${atMost} s before the next start`;
	return `about ${atLeast}${atMost > atLeast ? ` to ${atMost}` : ''} s before the next start`;
}

/** kubectl adds up apps and sidecars: each that is started again has one more. */
function tellRestarts({ pod, ending, flavour }: SandboxCase): Consequence[] {
	const { containers, restarts, api } = pod;
	// before that kubectl shows the restarts of init containers
	if (!api || restarts === undefined || !isConditionTrue(api, 'Initialized')) return [];
	const again = containers.filter(
		({ kind, current, id, name }) =>
			current &&
			id !== undefined &&
			(kind === 'sidecar' || (kind === 'app' && !(api.spec.restartPolicy === 'OnFailure' && hasSucceeded(pod, name)))),
	).length;
	if (again === 0) return [];
	// CRI-O keeps the sandbox until the last container has ended: the kubelet can start one in it again meanwhile
	const more = ending === 'runtime' && flavour === 'cri-o' ? ' or more' : '';
	return [note('restarts', `RESTARTS goes up by ${again}${more}, from ${restarts} to ${restarts + again}${more}`)];
}
