import { sleep } from '../clock.ts';
import type { RoledContainer } from '../pod-spec-input.ts';
import { timings } from '../timings.ts';
import { type BackOff, formatGoDuration } from './back-off.ts';
import type { WaitingReason } from './container-status.ts';
import type { KubeletParts } from './kubelet-parts.ts';
import type { KubeletPod } from './kubelet-pod.ts';
import { formatPodEvent } from './pod-events.ts';
import { findNewest, type PodSnapshot } from './pod-snapshot.ts';

export type StartRequest = { pod: KubeletPod; container: RoledContainer; snapshot: PodSnapshot; sandboxId: string };

export type StartParts = KubeletParts & { backOff: BackOff; imageBackOff: BackOff };

/** Starts one container; a reason when it has to wait. @throws Error when the runtime refuses */
export async function startContainer(parts: StartParts, request: StartRequest): Promise<WaitingReason | undefined> {
	const { clock, runtime, api, disk } = parts;
	const { pod, container, snapshot, sandboxId } = request;
	const waiting = checkBackOff(parts, request) ?? (await pullImage(parts, request));
	if (waiting !== undefined) return waiting;
	const image = container.image ?? 'busybox';
	const record = (reason: string, message: string) =>
		api.record(formatPodEvent(pod, 'Normal', reason, message, container));
	record('Pulled', `Container image "${image}" already present on machine`);
	const attempt = chooseAttempt(parts, request);
	const target = container.targetIgnored === true ? undefined : container.targetContainerName;
	const targetId = findNewest(snapshot, target ?? '')?.id;
	const id = await clock.during(runtime.createContainer(pod, container, { attempt, sandboxId, targetId }));
	const logs = `${pod.uid}/${container.name}`;
	disk.logs.set(logs, (disk.logs.get(logs) ?? new Set()).add(attempt));
	record('Created', `Created container: ${container.name}`);
	await clock.during(runtime.startContainer(id));
	record('Started', `Started container ${container.name}`);
	await sleep(clock, runtime.pace.afterContainer);
	return undefined;
}

/** One more than the last attempt it knows of, or than the last log file left behind, or 0. */
function chooseAttempt({ disk }: StartParts, { pod, container, snapshot }: StartRequest): number {
	const known = findNewest(snapshot, container.name);
	if (known !== undefined) return known.attempt + 1;
	const logs = disk.logs.get(`${pod.uid}/${container.name}`);
	return logs === undefined || logs.size === 0 ? 0 : Math.max(...logs) + 1;
}

function checkBackOff(
	{ backOff, api }: StartParts,
	{ pod, container, snapshot }: StartRequest,
): WaitingReason | undefined {
	const last = snapshot.containers.find((each) => each.name === container.name && each.state === 'exited');
	if (last?.finishedAt === undefined) return undefined;
	const key = `${pod.uid}/${container.name}`;
	const who = `${pod.name}_${pod.kubeNamespace}(${pod.uid})`;
	if (!backOff.isWaiting(key, last.finishedAt)) {
		backOff.increase(key, last.finishedAt);
		return undefined;
	}
	const said = `Back-off restarting failed container ${container.name} in pod ${who}`;
	api.record(formatPodEvent(pod, 'Warning', 'BackOff', said, container));
	const wait = formatGoDuration(backOff.current(key));
	const message = `back-off ${wait} restarting failed container=${container.name} pod=${who}`;
	return { reason: 'CrashLoopBackOff', message };
}

async function pullImage(parts: StartParts, { pod, container }: StartRequest): Promise<WaitingReason | undefined> {
	if (container.imageMissing !== true) return undefined;
	const { clock, api, imageBackOff } = parts;
	const image = container.image ?? 'busybox';
	const record = (type: 'Normal' | 'Warning', reason: string, message: string) =>
		api.record(formatPodEvent(pod, type, reason, message, container));
	const key = `${pod.uid}/${image}`;
	const pulledAt = imageBackOff.increasedAt(key);
	if (pulledAt !== undefined && imageBackOff.isWaiting(key, pulledAt)) {
		record('Normal', 'BackOff', `Back-off pulling image "${image}"`);
		record('Warning', 'Failed', 'Error: ImagePullBackOff');
		return { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}"` };
	}
	record('Normal', 'Pulling', `Pulling image "${image}"`);
	await sleep(clock, timings.imagePull);
	imageBackOff.increase(key, clock.now());
	const why = `Error response from daemon: manifest for ${image} not found: manifest unknown`;
	record('Warning', 'Failed', `Failed to pull image "${image}": ${why}`);
	record('Warning', 'Failed', 'Error: ErrImagePull');
	return { reason: 'ErrImagePull', message: why };
}
