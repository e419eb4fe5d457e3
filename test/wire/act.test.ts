import { describe, expect, it } from 'vitest';
import { openBench } from './action-bench.ts';

const seconds = (milliseconds: number) => milliseconds / 1_000;

describe.each([
	['docker', 'restart-sandbox', 'docker-stop', 'pause-test', undefined],
	['docker', 'kill-sandbox', 'docker-kill', 'pause-test2', undefined],
	['docker', 'restart-container', 'docker-stop', 'pause-test', 'busybox'],
	['docker', 'kill-container', 'docker-kill', 'pause-test', 'ghost'],
	['containerd', 'restart-sandbox', 'task-term', 'pause-test', undefined],
	['containerd', 'kill-sandbox', 'task-kill', 'pause-test2', undefined],
	['containerd', 'stop-sandbox', 'stop-pod-sandbox', 'pause-test', undefined],
	['containerd', 'restart-container', 'stop-container', 'pause-test', 'nginx'],
	['containerd', 'kill-container', 'task-kill', 'pause-test', 'ghost'],
	['cri-o', 'restart-sandbox', 'signal-term', 'pause-test2', undefined],
	['cri-o', 'kill-sandbox', 'signal-kill', 'pause-test2', undefined],
	['cri-o', 'stop-sandbox', 'stop-pod-sandbox', 'pause-test', undefined],
	['cri-o', 'restart-container', 'stop-container', 'pause-test', 'nginx'],
	['cri-o', 'kill-container', 'signal-kill', 'pause-test', 'ghost'],
] as const)('on %s %s by %s of %s %s', (runtime, kind, means, pod, container) => {
	it('ends that incarnation, and is done when the store shows it', async () => {
		const bench = await openBench({ runtime });
		const wanted = bench.request(kind, means, pod, container);
		const before = bench.wiring.store.get().records.get(runtime)?.get(wanted.target.id);
		expect(before?.state).toMatch(/running|ready/);

		const acting = bench.act(wanted);
		expect(bench.wiring.store.get().actions).toMatchObject([{ id: 'action-1', status: 'running', kind }]);
		const ended = await acting;

		expect(ended).toMatchObject({ ...wanted, status: 'done' });
		expect(ended.message).toBeUndefined();
		expect(bench.wiring.store.get().actions).toEqual([ended]);
		expect(seconds((ended.endedAt ?? Number.NaN) - ended.askedAt)).toBeLessThan(10);
		expect(bench.changes().every((call) => call.includes(wanted.target.id) || runtime !== 'docker')).toBe(true);
		expect(bench.changes()).toHaveLength(means.startsWith('signal') ? 0 : 1);
		// without a shared pid namespace the kubelet first gives the containers their 30 s
		if (container === undefined && pod === 'pause-test') return;
		await bench.until(() => bench.node.findContainer(pod, container)?.id !== wanted.target.id);
	});
});
