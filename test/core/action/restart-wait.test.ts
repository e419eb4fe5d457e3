import { describe, expect, it } from 'vitest';
import { expectRestartWait, remainingWait } from '../../../source/core/action/restart-wait.ts';
import type { KubeContainerStatus } from '../../../source/core/kube-pod.ts';
import type { ContainerView, SandboxView } from '../../../source/core/node-view.ts';
import type { StoryStep } from '../../../source/core/restart-story/restart-story.ts';
import { makeContainer, makePodView, makeSandbox, now } from './make-view.ts';

const minute = 60_000;
const at = (ago: number) => new Date(now - ago).toISOString();

type Earlier = {
	chain?: readonly Partial<ContainerView>[];
	status?: Partial<KubeContainerStatus>;
	steps?: readonly StoryStep[];
	/** The kubelet will end it, after its pause. */
	outlives?: boolean;
	sandboxes?: readonly Partial<SandboxView>[];
};

/** The wait of a container that ends now: its newest attempt, started so long ago, and what is known of earlier ones. */
function wait(attempt: number | undefined, startedAgo: number | undefined, earlier: Earlier = {}) {
	const { outlives = false, chain = [], status, steps = [], sandboxes } = earlier;
	const startedAt = startedAgo === undefined ? undefined : now - startedAgo;
	const newest = makeContainer('web', { attempt, startedAt });
	const others = chain.map((more) => makeContainer('web', { current: false, state: 'exited', ...more }));
	const pod = makePodView({
		containers: [newest, ...others],
		status: { containerStatuses: status ? [{ name: 'web', ...status }] : [] },
		pod: sandboxes && { sandboxes: sandboxes.map(makeSandbox) },
	});
	return expectRestartWait(newest, pod, { now, outlives, stories: [{ steps }] });
}

const exactly = (seconds: number) => ({ atLeast: seconds, atMost: seconds });

/** An attempt that ran for a while and ended so long ago. */
const ran = (attempt: number, length: number, endedAgo: number) => ({
	...{ attempt, startedAt: now - endedAgo - length, finishedAt: now - endedAgo },
});

/** That many attempts, each two seconds long, in the same sandbox. */
const crashes = (count: number) => Array.from({ length: count }, (_, index) => ran(index, 2_000, minute));

describe('the wait before the next start', () => {
	it('is none for the first restart, whenever it comes', () => {
		expect(wait(0, 5_000)).toBeUndefined();
		expect(wait(0, 60 * minute)).toBeUndefined();
	});

	it('is 10 s for the second one soon after', () => {
		expect(wait(1, 18_000, { chain: crashes(1) })).toEqual(exactly(10));
	});

	it('is forgotten after ten minutes', () => {
		expect(wait(1, 10 * minute, { chain: crashes(1) })).toEqual(exactly(10));
		expect(wait(1, 10 * minute + 1, { chain: crashes(1) })).toBeUndefined();
		expect(wait(7, 11 * minute, { chain: crashes(7) })).toBeUndefined();
	});

	it('doubles with each restart, up to 300 s', () => {
		const waits = [1, 2, 3, 4, 5, 6, 7, 12].map((attempt) => wait(attempt, 5_000, { chain: crashes(attempt) }));
		expect(waits).toEqual([10, 20, 40, 80, 160, 300, 300, 300].map(exactly));
	});

	it('begins anew after a long run between', () => {
		const chain = [ran(2, 11 * minute, minute), ran(1, 2_000, 13 * minute), ran(0, 2_000, 14 * minute)];
		expect(wait(3, 5_000, { chain })).toEqual(exactly(10));
		expect(wait(4, 5_000, { chain: [ran(3, 5_000, minute), ...chain] })).toEqual(exactly(20));
	});

	it('the length of the very first run counts for nothing', () => {
		expect(wait(1, 5_000, { chain: [ran(0, 60 * minute, minute)] })).toEqual(exactly(10));
	});

	it('is a range where earlier runs are not known', () => {
		expect(wait(1, 5_000)).toEqual({ atLeast: 0, atMost: 10 });
		expect(wait(2, 5_000)).toEqual({ atLeast: 10, atMost: 20 });
		expect(wait(4, 5_000, { chain: [ran(3, 2_000, minute)] })).toEqual({ atLeast: 20, atMost: 80 });
		expect(wait(40, 5_000)).toEqual({ atLeast: 10, atMost: 300 });
	});

	it('takes the run before from the API server', () => {
		const terminated = { exitCode: 1, startedAt: at(2 * minute), finishedAt: at(minute) };
		const status = { restartCount: 2, state: { running: {} }, lastState: { terminated } };
		expect(
			wait(2, 5_000, { status, chain: [ran(0, 2_000, 3 * minute), { attempt: 1, startedAt: undefined }] }),
		).toEqual(exactly(20));
	});

	it('and from stories', () => {
		const steps: StoryStep[] = [
			{ kind: 'container-started', container: 'web', attempt: 2, at: now - 2 * minute },
			{ kind: 'container-started', container: 'other', attempt: 2, at: now - 90 * minute },
			{ kind: 'container-ended', container: 'web', attempt: 2, at: now - minute },
		];
		const chain = [ran(1, 2_000, 3 * minute)];
		expect(wait(3, 5_000, { chain })).toEqual({ atLeast: 10, atMost: 40 });
		expect(wait(3, 5_000, { chain, steps })).toEqual({ atLeast: 20, atMost: 40 });
	});

	it('is not guessed without an attempt', () => {
		expect(wait(undefined, 5_000)).toBeUndefined();
	});

	it('counts a start that is not known as a recent one, at the worst', () => {
		expect(wait(1, undefined, { chain: crashes(1) })).toEqual({ atLeast: 0, atMost: 10 });
	});
});

describe('after a recycle', () => {
	const old = 'o'.repeat(64);
	/** Attempt 0 in the sandbox before, whose pause ended a minute ago. */
	const formerly = (endedAgo: number) => [{ ...ran(0, 10 * minute, endedAgo), sandboxId: old }];
	const sandboxes = [{}, { id: old, attempt: 0, current: false, state: 'exited', finishedAt: now - minute }] as const;

	it('in which the container died with its pause, the next restart waits (recording docker-stop-again)', () => {
		expect(wait(1, 50_000, { chain: formerly(minute - 20), sandboxes })).toEqual(exactly(10));
	});

	it('in which it outlived its pause, the next restart is the first (seen on 1.20)', () => {
		expect(wait(1, 50_000, { chain: formerly(minute - 2_300), sandboxes })).toBeUndefined();
		expect(wait(2, 50_000, { chain: [ran(1, 5_000, 52_000), ...formerly(minute - 2_300)], sandboxes })).toEqual(
			exactly(10),
		);
	});

	it('by a runtime that does not tell when the pause ended, it is one of both, unless a story tells', () => {
		const silent = [{}, { id: old, attempt: 0, current: false, state: 'notready' }] as const;
		const chain = formerly(minute - 2_300);
		expect(wait(1, 50_000, { chain, sandboxes: silent })).toEqual({ atLeast: 0, atMost: 10 });
		const steps: StoryStep[] = [{ kind: 'pause-ended', id: old, at: now - minute }];
		expect(wait(1, 50_000, { chain, sandboxes: silent, steps })).toBeUndefined();
	});
});

describe('one that the kubelet will end, after its pause', () => {
	const outlives = true;

	it('waits by the end of the attempt before: not at all, when that is long ago', () => {
		expect(wait(3, 16_000, { outlives, chain: [ran(2, 77_000, 30_000), ...crashes(2)] })).toEqual(exactly(40));
		expect(wait(3, 26_000, { outlives, chain: [ran(2, 77_000, 41_000), ...crashes(2)] })).toBeUndefined();
	});

	it('perhaps, when that is not known', () => {
		expect(wait(3, 16_000, { outlives, chain: crashes(2) })).toEqual({ atLeast: 0, atMost: 40 });
	});
});

describe('what is left of a wait', () => {
	const left = (
		message: string | undefined,
		container: Partial<ContainerView>,
		status: Partial<KubeContainerStatus> = {},
	) => {
		const view = makeContainer('web', { state: 'exited', reason: 'CrashLoopBackOff', ...container });
		const waiting = { reason: 'CrashLoopBackOff', message };
		const containerStatuses = [{ name: 'web', state: { waiting }, ...status }];
		return remainingWait(view, makePodView({ containers: [view], status: { containerStatuses } }), now);
	};

	it.each([
		['back-off 10s restarting failed container=web pod=web_default(c0ffee)', 4_000, 6],
		['back-off 1m20s restarting failed container=web pod=web_default(c0ffee)', 20_500, 60],
		['back-off 5m0s restarting failed container=web pod=web_default(c0ffee)', 0, 300],
		['back-off 10s restarting failed container=web pod=web_default(c0ffee)', 17_000, 0],
	])('%s, ended %i ms ago', (message, ago, expected) => {
		expect(left(message, { finishedAt: now - ago })).toBe(expected);
	});

	it('takes the end from the API server where no record has it', () => {
		const lastState = { terminated: { exitCode: 1, finishedAt: at(15_000) } };
		expect(left('back-off 40s restarting failed container=web', {}, { lastState })).toBe(25);
	});

	it.each([
		['another message', 'Back-off pulling image "nothere"', { finishedAt: now }],
		['no message', undefined, { finishedAt: now }],
		['no end', 'back-off 40s restarting failed container=web', {}],
		['another reason', 'back-off 40s restarting failed container=web', { finishedAt: now, reason: 'Error' }],
	])('%s tells nothing', (_, message, container) => {
		expect(left(message, container)).toBeUndefined();
	});
});
