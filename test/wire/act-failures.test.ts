import { describe, expect, it } from 'vitest';
import { openBench } from './action-bench.ts';

describe.each([
	['docker', 'docker-kill', /^POST .*\/kill/],
	['containerd', 'stop-container', /StopContainer/],
	['cri-o', 'stop-container', /StopContainer/],
] as const)('on %s', (runtime, means, call) => {
	it('an engine that hangs: failed within the deadline, nothing sent', async () => {
		const bench = await openBench({ runtime });
		const wanted = bench.request('kill-container', means, 'pause-test', 'nginx');
		bench.node.engine.hang(true);
		const ended = await bench.act(wanted);
		expect(ended).toMatchObject({ status: 'failed', message: expect.stringMatching(/not answered within 1 s/) });
		expect(ended.remedy).toBeTruthy();
		expect(bench.changes()).toEqual([]);
		bench.node.engine.hang(false);
	});

	it('an engine that hangs over the request: failed, the target still runs', async () => {
		const bench = await openBench({ runtime });
		const wanted = bench.request('kill-container', means, 'pause-test', 'nginx');
		bench.recorder.hold(call);
		const ended = await bench.act(wanted);
		expect(ended).toMatchObject({ status: 'failed', message: expect.stringContaining('has not answered within') });
		expect(bench.changes()).toHaveLength(1);
		expect(bench.node.findContainer('pause-test', 'nginx')).toMatchObject({ id: wanted.target.id, attempt: 0 });
	});

	it('an engine that allows only reading: failed, in words', async () => {
		const bench = await openBench({ runtime });
		bench.recorder.refuse(call);
		const ended = await bench.act(bench.request('kill-container', means, 'pause-test', 'nginx'));
		expect(ended.status).toBe('failed');
		expect(ended.message).toMatch(/reading only/);
		expect(ended.remedy).toBeTruthy();
	});

	it('an engine that is gone: failed, with what to do', async () => {
		const bench = await openBench({ runtime });
		const wanted = bench.request('kill-container', means, 'pause-test', 'nginx');
		await bench.node.engine.stop();
		await bench.recorder.close();
		const ended = await bench.act(wanted);
		expect(ended.status).toBe('failed');
		expect(ended.message).toBeTruthy();
		expect(ended.remedy).toBeTruthy();
	});
});

it('what is sent and does not end it: timed out, with what is stuck', async () => {
	const bench = await openBench({ runtime: 'containerd', times: { patience: 700 } });
	// as the first process of its namespace it gets no TERM that it has no handler for
	const wanted = bench.request('restart-container', 'task-term', 'pause-test', 'busybox');
	const ended = await bench.act(wanted);
	expect(ended).toMatchObject({
		status: 'timed-out',
		message: expect.stringMatching(/^it still runs 1 s after the request: pid \d+ \(sleep\) /),
		remedy: 'Kill sends KILL instead of TERM',
	});
	expect(bench.changes()).toHaveLength(1);
});

it('no event comes: the runtime is asked, and the store learns of the end by that', async () => {
	const bench = await openBench({ silentEvents: true });
	const wanted = bench.request('kill-sandbox', 'docker-kill', 'pause-test2');
	const ended = await bench.act(wanted);
	expect(ended.status).toBe('done');
	expect(bench.wiring.store.get().records.get('docker')?.get(wanted.target.id)?.state).toBe('exited');
});

it('an answer that does not come although it has ended: done, with that said', async () => {
	const bench = await openBench({ times: { settle: 100 } });
	const wanted = bench.request('kill-container', 'docker-kill', 'pause-test', 'nginx');
	bench.recorder.hold(/^POST/);
	const acting = bench.act(wanted);
	await bench.recorder.called(/^POST/);
	await bench.node.run({ do: 'kill', id: wanted.target.id });
	expect(await acting).toMatchObject({ status: 'done' });
});

it('many at a time: each has its own end', async () => {
	const bench = await openBench();
	const names = ['nginx', 'ghost', 'busybox'];
	const requests = ['pause-test', 'pause-test2'].flatMap((pod) =>
		names.map((name) => bench.request('kill-container', 'docker-kill', pod, name)),
	);
	const [first] = requests;
	if (!first) throw new Error('there are none');
	const gone = { ...first, target: { ...first.target, id: 'f'.repeat(64) } };
	const ended = await bench.wiring.act([...requests, gone]);
	expect(ended.map(({ status }) => status)).toEqual([...requests.map(() => 'done'), 'refused']);
	expect(ended.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7].map((number) => `action-${number}`));
	expect(bench.changes()).toHaveLength(requests.length);
});

it('looks at the kubelet before anything is done', async () => {
	const bench = await openBench();
	expect(bench.wiring.store.get().kubeletRuns).toBe(true);
	bench.node.kubelet.stop();
	await bench.act(bench.request('kill-sandbox', 'docker-kill', 'pause-test2'));
	expect(bench.wiring.store.get().kubeletRuns).toBe(false);
	bench.node.kubelet.start();
	bench.wiring.lookAtKubelet();
	expect(bench.wiring.store.get().kubeletRuns).toBe(true);
});
