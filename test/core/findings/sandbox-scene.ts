import type { NodeSurvey } from '../../../source/core/node-survey.ts';
import type { Observation } from '../../../source/core/observation.ts';
import type { ContainerProcess } from '../../../source/core/process.ts';
import type { RuntimeRecord } from '../../../source/core/runtime-record.ts';
import { at, idOf, record } from '../restart-story/scene.ts';

/** The host's network namespace in these scenes. */
export const hostNet = 1;

/** The first process of `pause#0` or `app#0`; it started so many seconds after the scene's start. */
export function processOf(
	name: string,
	started: number,
	net: number,
	more: Partial<ContainerProcess> = {},
): ContainerProcess {
	return {
		containerId: idOf(name),
		pid: 10_000 + Math.round(started * 10),
		startTicks: 100_000 + Math.round(started * 100),
		startedAt: at(started),
		command: name.split('#')[0],
		linuxNamespaces: { net, ipc: net + 1, pid: net + 2 },
		...more,
	};
}

export function scan(seconds: number, ...processes: ContainerProcess[]): Observation {
	const host = { linuxNamespaces: { net: hostNet, ipc: 2, pid: 3 } };
	return { at: at(seconds), source: 'proc', kind: 'process-listing', host, processes };
}

/** What a survey saw in one network namespace. */
export function survey(
	seconds: number,
	inode: number,
	interfaces: readonly string[],
	addresses: readonly string[] = [],
): Observation {
	const found: NodeSurvey = {
		readAt: at(seconds),
		networks: new Map([
			[
				inode,
				{
					pid: 1,
					interfaces: interfaces.map((name) => ({ name, receivedBytes: 0, sentBytes: 0 })),
					addresses: addresses.map((address) => ({ address, family: 4 as const, loopback: false })),
				},
			],
		]),
		problems: [],
	};
	return { at: at(seconds), source: 'proc', kind: 'survey', survey: found };
}

/** The same record as another runtime, or another pod, would have it. */
export function ofPod(original: RuntimeRecord, podUid: string, podName = 'web'): RuntimeRecord {
	const { metadata } = original;
	return {
		...original,
		id: `${podUid}${original.id}`.slice(0, 64),
		metadata: metadata && {
			...metadata,
			podUid,
			podName,
			sandboxId: metadata.sandboxId && `${podUid}${metadata.sandboxId}`.slice(0, 64),
		},
	};
}

/** A record as CRI gives it: a sandbox is ready or not, and tells no times but its creation. */
export function cri(original: RuntimeRecord, runtime = 'containerd'): RuntimeRecord {
	if (original.metadata?.role !== 'sandbox') return { ...original, runtime };
	const { startedAt: _, finishedAt: __, exitCode: ___, ...rest } = original;
	return { ...rest, runtime, state: original.state === 'running' ? 'ready' : 'notready' };
}

export function criListing(seconds: number, ...records: RuntimeRecord[]): Observation {
	const listed = records.map((each) => cri(each));
	return { at: at(seconds), source: 'containerd', kind: 'runtime-listing', records: listed };
}

export const up = (name: string, started: number, more: Parameters<typeof record>[2] = {}): RuntimeRecord =>
	record(name, { created: started, started: started + 0.3 }, more);

export const ended = (
	name: string,
	started: number,
	finished: number,
	more: Parameters<typeof record>[2] = {},
): RuntimeRecord => record(name, { created: started, started: started + 0.3, finished, exitCode: 0 }, more);
