import { describe, expect, it } from 'vitest';
import { recycle, running } from './recycle-scene.ts';
import { acted, at, changed, first, listing, record, said, stepsOf, storiesAfter, told } from './scene.ts';

describe('why it began', () => {
	it('is the action that asked for it', () => {
		const trigger = (...more: Parameters<typeof acted>) =>
			storiesAfter(running, acted(...more), recycle.slice(2))[0]?.trigger;
		expect(trigger(9.5, 'pause#0')).toEqual({ cause: 'action', action: 'restart-sandbox', actionId: 'action-1' });
		// refused, long ago, asked for afterwards, or for a container
		const exit = { cause: 'exit', exitCode: 0 };
		expect(trigger(9.5, 'pause#0', { status: 'refused' })).toEqual(exit);
		expect(trigger(-200, 'pause#0')).toEqual(exit);
		expect(trigger(11, 'pause#0')).toEqual(exit);
		expect(trigger(9.5, 'app#0')).toEqual(exit);
	});

	it('is the kubelet’s finding, when its word and its kill come before the pause’s end', () => {
		const message = 'Pod sandbox changed, it will be killed and re-created.';
		const [story] = storiesAfter(
			running,
			said(8.2, 'SandboxChanged', undefined, message),
			said(8.2, 'Killing', 'app'),
			told(10, 'die', 'app#0', { exitCode: 143 }),
			told(10.2, 'die', 'pause#0', { exitCode: 0 }),
		);
		expect(story?.trigger).toEqual({ cause: 'sandbox-changed', message });
		expect(story?.steps.find(({ kind }) => kind === 'noticed')?.at).toBe(at(8));
	});

	it('is an eviction', () => {
		const [story] = storiesAfter(
			running,
			said(9, 'Evicted', undefined, 'The node was low on resource: memory.'),
			told(10, 'die', 'app#0', { exitCode: 137 }),
			told(10.2, 'die', 'pause#0', { exitCode: 0 }),
			changed(11, { statuses: { 'app#0': { ready: false } }, phase: 'Failed' }),
		);
		expect(story).toMatchObject({ scope: 'sandbox', status: 'ended', endedAt: at(10.2) });
		expect(story?.trigger).toMatchObject({ cause: 'kubelet', reason: 'Evicted' });
	});

	it('is unknown when nobody saw more than that it is gone', () => {
		const [story] = storiesAfter(
			running,
			listing(
				20,
				record('pause#0', {}, { state: 'notready', createdAt: at(-60) }),
				record('app#0', { created: -58, started: -57 }),
			),
		);
		expect(story).toMatchObject({ scope: 'sandbox', status: 'running', trigger: { cause: 'unknown' } });
		expect(story?.steps[0]).toMatchObject({ kind: 'pause-ended', at: at(20), seenBy: 'listing' });
	});
});

describe('what does not come back', () => {
	const spec = (restartPolicy: string) => ({ spec: { restartPolicy } });
	const dies = (restartPolicy: string, exitCode: number) =>
		storiesAfter(
			first(0, { statuses: { 'app#0': {} }, ...spec(restartPolicy) }),
			running.slice(1),
			told(10, 'die', 'app#0', { exitCode }),
			told(11, 'die', 'pause#0', { exitCode: 0 }),
		);

	it('is one story of a pod that is through: the container, and the sandbox that the kubelet then stops', () => {
		const stories = dies('Never', 0);
		expect(stories).toHaveLength(1);
		expect(stories[0]).toMatchObject({ scope: 'sandbox', status: 'ended', trigger: { cause: 'exit', exitCode: 0 } });
		expect(stepsOf(stories[0]).slice(0, 2)).toEqual(['container-ended app#0 10', 'pause-ended #0 11']);
		expect(stories[0]?.steps.every(({ at: time }) => time !== undefined)).toBe(true);
	});

	it('follows restartPolicy', () => {
		expect(dies('Never', 1)[0]?.status).toBe('ended');
		expect(dies('OnFailure', 0)[0]?.status).toBe('ended');
		expect(dies('OnFailure', 1)[0]?.status).toBe('running');
		expect(dies('Always', 0)[0]?.status).toBe('running');
	});

	it('is a pause of a Never pod that is stopped, once its container is down too', () => {
		const never = [first(0, { statuses: { 'app#0': {} }, ...spec('Never') }), ...running.slice(1)];
		const ends = [told(10, 'die', 'pause#0', { exitCode: 0 }), told(12, 'die', 'app#0', { exitCode: 143 })];
		expect(storiesAfter(never, ends.slice(0, 1))[0]?.status).toBe('running');
		expect(storiesAfter(never, ends)[0]).toMatchObject({ status: 'ended', endedAt: at(12) });
	});

	it('is a pod that is deleted, whatever it was waiting for', () => {
		const [story] = storiesAfter(recycle.slice(0, 5), {
			at: at(13),
			source: 'kube',
			kind: 'pod-deleted',
			uid: 'uid-web',
		});
		expect(story?.status).toBe('ended');
		expect(story?.steps.every(({ at: time }) => time !== undefined)).toBe(true);
	});
});
