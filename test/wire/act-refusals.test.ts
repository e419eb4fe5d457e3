import { describe, expect, it } from 'vitest';
import { isAlive } from '../../source/core/runtime-record.ts';
import { type Bench, openBench } from './action-bench.ts';

/** The newest incarnation is another one, and the store knows. */
async function untilRecycled({ node, until, wiring }: Bench, id: string, pod: string, container?: string) {
	const { runtime } = node;
	await until(() => {
		const next = node.findContainer(pod, container)?.id;
		const record = wiring.store
			.get()
			.records.get(runtime)
			?.get(next ?? '');
		return next !== id && record !== undefined && isAlive(record.state);
	});
}

describe.each(['docker', 'containerd'] as const)('on %s, confirmed and then', (runtime) => {
	const term = runtime === 'docker' ? 'docker-stop' : 'task-term';

	it('recycled by others: nothing is done to the new incarnation', async () => {
		const bench = await openBench({ runtime });
		const wanted = bench.request('restart-sandbox', term, 'pause-test2');
		await bench.node.run({ do: 'kill', id: wanted.target.id });
		await untilRecycled(bench, wanted.target.id, 'pause-test2');
		const next = bench.node.findContainer('pause-test2');

		const ended = await bench.act(wanted);
		expect(ended.status).toBe('refused');
		expect(ended.message).toMatch(/^sandbox #0 \([0-9a-f]{12}\) (ended|is gone).*replaced by #1/);
		expect(bench.changes()).toEqual([]);
		expect(bench.node.findContainer('pause-test2')).toEqual(next);
	});

	it('removed by others: it is gone', async () => {
		const bench = await openBench({ runtime });
		const wanted = bench.request('kill-container', 'docker-kill', 'pause-test2', 'nginx');
		await bench.node.run({ do: 'remove', id: wanted.target.id });
		await bench.until(({ records }) => records.get(runtime)?.has(wanted.target.id) === false);
		expect(await bench.act(wanted)).toMatchObject({
			status: 'refused',
			message: expect.stringMatching(/^nginx #0 \([0-9a-f]{12}\) is gone/),
		});
		expect(bench.changes()).toEqual([]);
	});
});

describe('on Docker, confirmed and then, unknown to the store,', () => {
	/** An event is seen, but the record that it should lead to is not read: nobody gets an answer until the test says so. */
	async function behindTheStore(bench: Bench, id: string, run: 'restart' | 'kill' | 'remove', type: string) {
		bench.recorder.hold(/^GET \/containers\/[^/]+\/json/);
		await bench.node.run({ do: run, id });
		await bench.until(({ timeline }) => timeline.events.some((event) => event.id === id && event.type === type));
		bench.recorder.hold(undefined);
		expect(bench.wiring.store.get().records.get('docker')?.get(id)?.state).toBe('running');
	}

	it.each([
		['restarted under the same id', 'restart', 'restart', /started anew/],
		['killed', 'kill', 'die', /^nginx #0 \([0-9a-f]{12}\) ended/],
		['removed', 'remove', 'die', /^nginx #0 \([0-9a-f]{12}\) (is gone|ended)/],
	] as const)('%s: refused, nothing sent', async (_, run, type, message) => {
		const bench = await openBench();
		const wanted = bench.request('kill-container', 'docker-kill', 'pause-test', 'nginx');
		await behindTheStore(bench, wanted.target.id, run, type);
		expect(await bench.act(wanted)).toMatchObject({ status: 'refused', message: expect.stringMatching(message) });
		expect(bench.changes()).toEqual([]);
		// the screen then shows what the refusal says
		const record = bench.wiring.store.get().records.get('docker')?.get(wanted.target.id);
		expect(record?.state === 'running').toBe(run === 'restart');
	});

	it('restarted, where /proc cannot be read: the runtime’s own pid and start tell', async () => {
		const bench = await openBench();
		const { target, ...rest } = bench.request('kill-container', 'docker-kill', 'pause-test', 'nginx');
		const { pid: _, startTicks: __, ...bare } = target;
		await behindTheStore(bench, target.id, 'restart', 'restart');
		expect(await bench.act({ ...rest, target: bare })).toMatchObject({
			status: 'refused',
			message: expect.stringContaining('started anew'),
		});
		expect(bench.changes()).toEqual([]);
	});

	it('its process replaced: what /proc says counts', async () => {
		const bench = await openBench();
		const wanted = bench.request('kill-container', 'docker-kill', 'pause-test', 'nginx');
		const { startTicks = 0 } = wanted.target;
		const ended = await bench.act({ ...wanted, target: { ...wanted.target, startTicks: startTicks - 1 } });
		expect(ended).toMatchObject({ status: 'refused', message: expect.stringContaining('started anew') });
		expect(bench.changes()).toEqual([]);
	});
});

it('a runtime that is not read: refused', async () => {
	const bench = await openBench();
	const wanted = bench.request('kill-container', 'task-kill', 'pause-test', 'nginx');
	const ended = await bench.act({ ...wanted, target: { ...wanted.target, runtime: 'containerd' } });
	expect(ended).toMatchObject({ status: 'refused', message: 'no runtime containerd is read' });
});

it('means that the runtime does not have: refused', async () => {
	const bench = await openBench();
	expect(await bench.act(bench.request('kill-container', 'task-kill', 'pause-test', 'nginx'))).toMatchObject({
		status: 'refused',
		message: 'docker cannot do it by task-kill',
	});
	expect(bench.changes()).toEqual([]);
});

it('a signal without a known process: refused', async () => {
	const bench = await openBench({ runtime: 'cri-o' });
	const wanted = bench.request('restart-sandbox', 'signal-term', 'pause-test');
	expect(wanted.target.pid).toBeUndefined();
	expect(await bench.act(wanted)).toMatchObject({
		status: 'refused',
		message: 'the process to be signalled is not known by pid and start time',
		remedy: expect.stringContaining('--host-root'),
	});
});
