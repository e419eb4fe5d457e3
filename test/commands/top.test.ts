import { describe, expect, it } from 'vitest';
import { runTop, type TopRequest } from '../../source/commands/top.ts';
import { UsageError } from '../../source/core/usage-error.ts';
import type { WireRequest } from '../../source/wire.ts';
import { createIo, requestFor } from '../helpers/command.ts';
import { openInsideBench } from './inside-bench.ts';

const { node, bench } = openInsideBench();

/** Runs the command; nginx takes half a core meanwhile, as its counter says from one moment to the next. */
async function top(request: Partial<TopRequest> = {}, where: Partial<WireRequest> = {}) {
	const io = createIo();
	const whole = { names: [], kubeNamespace: 'default', ...request };
	const began = performance.now();
	const burning = setInterval(
		() => bench().use('nginx', 1_000_000 + (performance.now() - began) * 500, 34.9 * 2 ** 20),
		5,
	);
	const code = await runTop(whole, requestFor(node(), { hostRoot: bench().root, ...where }), io).finally(() =>
		clearInterval(burning),
	);
	return { code, stdout: io.stdout(), stderr: io.stderr() };
}

const column = (table: string, index: number) =>
	table
		.trimEnd()
		.split('\n')
		.slice(1)
		.map((line) => line.split(/ +/)[index]);

describe('the table', () => {
	it('each running container, its CPU of the last second, memory, limits, OOM kills', async () => {
		const { code, stdout, stderr } = await top();
		expect([code, stderr]).toEqual([0, '']);
		expect(stdout).toMatch(/^POD +NAME +CPU\(cores\) +LIMIT +MEMORY\(bytes\) +LIMIT +OOM\n/);
		expect(column(stdout, 1)).toEqual(['pause', 'nginx', 'ghost', 'busybox']);
		expect(stdout).toMatch(/\npause-test +ghost +0m +500m +1Mi +128Mi +2\n/);
		const [, millicores] = /nginx +(\d+)m +500m +34Mi +128Mi +2\n/.exec(stdout) ?? [];
		expect(Number(millicores)).toBeGreaterThan(400);
		expect(Number(millicores)).toBeLessThan(600);
	});

	it('sorted by what uses most', async () => {
		bench().use('busybox', 1_000_000, 2 ** 30);
		expect(column((await top({ sort: 'memory' })).stdout, 1).slice(0, 2)).toEqual(['busybox', 'nginx']);
		expect(column((await top({ sort: 'cpu' })).stdout, 1)[0]).toBe('nginx');
	});

	it('of all namespaces, of named pods, by labels, wide', async () => {
		expect((await top({ kubeNamespace: undefined })).stdout).toMatch(/^NAMESPACE +POD.*\ndefault +pause-test +pause/);
		const { code, stdout, stderr } = await top({ names: ['pod/pause-test', 'nobody', 'done'], output: 'wide' });
		expect([code, stderr]).toEqual([
			1,
			'pausetop: pod "nobody" not found on this node\npausetop: no process of pod "done" runs on this node: it is Completed\n',
		]);
		expect(stdout).toMatch(/THROTTLED .*PIDS +LIMIT\n(.|\n)*ghost .* 40% .* 3 +-\n/);
		expect(column((await top({ selector: 'app=pause-test' })).stdout, 0)).toContain('pause-test');
		await expect(top({ selector: 'a=b=c' })).rejects.toThrow(UsageError);
	});

	it('fits into a terminal', async () => {
		const { stdout } = await top({ kubeNamespace: undefined, width: 80 });
		expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
	});
});

describe('json', () => {
	it('has everything, by the contract’s names', async () => {
		const { code, stdout, stderr } = await top({ output: 'json' });
		expect([code, stderr]).toEqual([0, '']);
		const document = JSON.parse(stdout);
		expect(Object.keys(document)).toEqual(['schema', 'kind', 'takenAt', 'node', 'sources', 'pods']);
		expect(document).toMatchObject({ schema: 'pausetop/v1', kind: 'usage', node: { name: node().nodeName } });
		expect(document.pods).toMatchObject([{ kubeNamespace: 'default', name: 'pause-test', problems: [] }]);
		expect(document.pods[0].containers[1].cpuMillicores).toBeGreaterThan(400);
		expect(document.pods[0].containers[2]).toEqual({
			...{ name: 'ghost', containerId: node().findContainer('pause-test', 'ghost')?.id },
			...{ cpuMillicores: 0, cpuLimitMillicores: 500, cpuMilliseconds: 1_000 },
			throttling: { periods: 10, throttledPeriods: 4, milliseconds: 2.5 },
			...{ memoryBytes: 2 ** 20, memoryWithCacheBytes: 2 ** 20 + 4_096, memoryLimitBytes: 2 ** 27 },
			...{ oomKills: 2, pids: 3 },
		});
	});
});

describe('what is not there', () => {
	it('no running pods in a namespace', async () => {
		expect(await top({ kubeNamespace: 'empty' })).toEqual({
			...{ code: 0, stdout: '' },
			stderr: 'No running pods in namespace empty on this node; -A shows all namespaces.\n',
		});
	});

	it('cgroup files that are not there: why, what can be is printed, and the code tells', async () => {
		bench().hideUsage('busybox');
		const { code, stdout, stderr } = await top();
		expect([code, column(stdout, 1)]).toEqual([3, ['pause', 'nginx', 'ghost']]);
		expect(stderr).toMatch(/^pausetop: pause-test: the cgroup files of busybox are not there\n {2}next: .+\n$/);
	});

	it('no /proc', async () => {
		const { code, stdout, stderr } = await top({}, { hostRoot: '/nonexistent' });
		expect(code).not.toBe(0);
		expect(stdout).toBe('');
		expect(stderr).toContain('/nonexistent/proc');
	});

	it('nothing at all', async () => {
		const where = { runtimes: ['docker:///nonexistent.sock'], kube: false, hostRoot: '/nonexistent' };
		expect(await top({}, where)).toMatchObject({ code: 1, stdout: '' });
	});
});
