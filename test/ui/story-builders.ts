import type { RestartStory, StorySide, StoryStep } from '../../source/core/restart-story/restart-story.ts';
import { idOf, minute, now } from './node-builders.ts';

/** The pod `pause-test2` of the rich node, seed 6. */
export const recycledUid = '00000000-0000-4000-8000-000000000006';

const apps = ['nginx', 'ghost', 'busybox'];

function sideOf(attempt: number, part: Partial<StorySide> = {}): StorySide {
	return {
		sandboxId: idOf(6, 0, attempt),
		sandboxAttempt: attempt,
		sandboxPid: 20_600 + attempt * 308,
		containers: apps.map((name, index) => ({
			name,
			kind: 'app',
			id: idOf(6, index + 1, attempt),
			attempt,
			pid: 20_607 + attempt * 308 + index * 7,
		})),
		...part,
	};
}

/** Of the recycle that began at `at`: the offsets are those that a real Docker showed. */
export function recycleSteps(at: number): StoryStep[] {
	const event = { seenBy: 'event' } as const;
	return [
		{ kind: 'pause-ended', at, id: idOf(6, 0, 0), attempt: 0, exitCode: 0, ...event },
		...apps.map((container, index): StoryStep => {
			const name = { container, attempt: 0, id: idOf(6, index + 1, 0) };
			return { kind: 'container-ended', at: at + 2 + index, exitCode: 137, signal: 9, ...name, ...event };
		}),
		{ kind: 'noticed', at: at - 170, resolution: 1000, seenBy: 'api' },
		{ kind: 'sandbox-created', at: at + 400, id: idOf(6, 0, 1), attempt: 1, ...event },
		{ kind: 'sandbox-started', at: at + 668, id: idOf(6, 0, 1), attempt: 1, ...event },
		...apps.map((container, index): StoryStep => {
			const name = { container, attempt: 1, id: idOf(6, index + 1, 1) };
			return { kind: 'container-started', at: at + 839 + index * 146, ...name, ...event };
		}),
		{ kind: 'network-ready', at: at + 1410, seenBy: 'api' },
		{ kind: 'ready', at: at + 1412, seenBy: 'api' },
	];
}

/** A recycle that was asked for and went well, 16 s ago. */
export function buildRecycle(part: Partial<RestartStory> = {}): RestartStory {
	const beganAt = part.beganAt ?? now - 16_000 + 170;
	return {
		id: `${recycledUid}/${idOf(6, 0, 0)}`,
		podUid: recycledUid,
		kubeNamespace: 'default',
		pod: 'pause-test2',
		scope: 'sandbox',
		trigger: { cause: 'action', action: 'restart-sandbox', actionId: 'action-1' },
		status: 'recovered',
		beganAt,
		endedAt: beganAt + 1412,
		steps: recycleSteps(beganAt),
		before: sideOf(0, {
			ip: '10.244.0.2',
			restarts: 0,
			linuxNamespaces: { net: 4026532609, ipc: 4026532607, uts: 4026532606, pid: 4026532608 },
		}),
		after: sideOf(1, {
			ip: '10.244.0.7',
			restarts: 3,
			linuxNamespaces: { net: 4026532609, ipc: 4026532701, uts: 4026532606, pid: 4026532702 },
		}),
		stayed: { uid: recycledUid, createdAt: now - 27 * minute, nodeName: 'worker-2' },
		...part,
	};
}

/** The same, but of 4 s ago, and not over: the pause is up, init-one runs, a back-off holds the rest up. */
export function buildRunningRecycle(part: Partial<RestartStory> = {}): RestartStory {
	const beganAt = now - 4000;
	return buildRecycle({
		id: `${recycledUid}/${idOf(6, 0, 1)}`,
		status: 'running',
		beganAt,
		endedAt: undefined,
		trigger: { cause: 'exit', exitCode: 0 },
		before: sideOf(1, { ip: '10.244.0.7', restarts: 3 }),
		after: { ...sideOf(2), containers: [] },
		steps: [
			...recycleSteps(beganAt)
				.slice(0, 7)
				.map((step) => ({ ...step, attempt: step.attempt === undefined ? undefined : step.attempt + 1 })),
			{ kind: 'init-run', container: 'init-one', attempt: 2, at: beganAt + 900, until: beganAt + 1950, exitCode: 0 },
			{ kind: 'back-off', container: 'nginx', at: beganAt + 2000, seenBy: 'api' },
			{ kind: 'container-started', container: 'nginx' },
			{ kind: 'ready' },
		],
		waitingFor: 'back-off 20s',
		...part,
	});
}

/** A container that the kernel killed, back after a second; only the listings saw its end. */
export function buildContainerRestart(part: Partial<RestartStory> = {}): RestartStory {
	const beganAt = now - 5 * minute;
	const side = (attempt: number): StorySide => ({
		sandboxId: idOf(1, 0, 0),
		sandboxAttempt: 0,
		ip: '10.244.0.4',
		restarts: attempt,
		containers: [{ name: 'boom', kind: 'app', id: idOf(1, 1, attempt), attempt }],
	});
	return {
		id: `crasher/${idOf(1, 1, 3)}`,
		podUid: '00000000-0000-4000-8000-000000000001',
		kubeNamespace: 'default',
		pod: 'crasher',
		scope: 'container',
		container: 'boom',
		containerKind: 'app',
		trigger: { cause: 'exit', exitCode: 137, signal: 9, oomKilled: true },
		status: 'recovered',
		beganAt,
		endedAt: beganAt + 41_300,
		steps: [
			{
				kind: 'container-ended',
				at: beganAt,
				resolution: 2000,
				seenBy: 'listing',
				container: 'boom',
				attempt: 3,
				exitCode: 137,
				oomKilled: true,
			},
			{ kind: 'back-off', container: 'boom', at: beganAt + 1000, until: beganAt + 41_000, resolution: 1000 },
			{ kind: 'container-started', container: 'boom', at: beganAt + 41_000, attempt: 4, seenBy: 'event' },
			{ kind: 'ready', at: beganAt + 41_300, seenBy: 'api' },
		],
		before: side(3),
		after: side(4),
		stayed: { uid: '00000000-0000-4000-8000-000000000001', createdAt: now - 6 * minute, nodeName: 'worker-2' },
		...part,
	};
}
