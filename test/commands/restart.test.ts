import { describe, expect, it } from 'vitest';
import type { RestartRequest } from '../../source/commands/restart-request.ts';
import type { formatStoryJson } from '../../source/output/story-json.ts';
import { openRestartBench, type RuntimeName } from './restart-bench.ts';

type Story = ReturnType<typeof formatStoryJson>;

function readStories(stdout: string): Story[] {
	const lines = stdout.split('\n');
	expect(lines.pop()).toBe('');
	return lines.map((line) => JSON.parse(line));
}

/** What lasts, without the details: `pause-ended 0`. */
const stepsOf = ({ steps }: Story) => steps.map(({ kind, container }) => (container ? `${kind} ${container}` : kind));

describe.each<[RuntimeName, string, Partial<RestartRequest>, string]>([
	['docker', 'TERM to the pause', {}, 'docker stop'],
	['docker', 'KILL to the pause', { kill: true }, 'docker kill'],
	['containerd', 'TERM to the pause', {}, 'ctr -n k8s.io task kill -s SIGTERM'],
	['containerd', 'StopPodSandbox', { stop: true }, 'crictl stopp'],
	['cri-o', 'TERM to the pause', {}, 'kill -TERM'],
	['cri-o', 'StopPodSandbox', { stop: true }, 'crictl stopp'],
])('a sandbox on %s, by %s', (runtime, _, request, command) => {
	it('says what will happen, tells it step by step, and prints the whole story when the pod is Ready again', async () => {
		const bench = await openRestartBench(runtime);
		const before = bench.id('pause-test2');
		const { code, stdout, stderr } = await bench.restart({ names: ['pause-test2'], output: 'json', ...request });
		expect(code, stderr).toBe(0);
		const [story, ...others] = readStories(stdout);
		expect(others).toEqual([]);
		expect(story).toMatchObject({
			...{ type: 'story', kubeNamespace: 'default', pod: 'pause-test2', scope: 'sandbox', status: 'recovered' },
			trigger: { cause: 'action', actionId: 'action-1' },
			before: { sandboxId: before, sandboxAttempt: 0, restarts: 0 },
			// the kubelet can be quicker than a runtime that stops one container after the other: then one is started twice
			after: { sandboxId: bench.id('pause-test2'), sandboxAttempt: 1, restarts: request.stop ? expect.any(Number) : 3 },
		});
		expect(bench.id('pause-test2')).not.toBe(before);
		// what is looked at last is there too
		expect(story?.after.sandboxPid).toBe(bench.node.findContainer('pause-test2')?.pid);
		expect(story?.after.linuxNamespaces?.net).toBeGreaterThan(0);
		expect(story?.after.containers.map(({ pid }) => pid)).not.toContain(undefined);
		expect(story && stepsOf(story)).toContain('ready');
		expect(story?.steps.filter(({ at }) => at === undefined)).toEqual([]);

		const lines = stderr.split('\n');
		expect(lines[0]).toMatch(/^(?:Restart|Kill|Stop) (?:sandbox|pause) #0 of default\/pause-test2$/);
		expect(stderr).toContain(` $ ${command}`);
		expect(stderr).toMatch(/! 3 containers go down: nginx, ghost and busybox\n/);
		// a line for each step, none twice
		const told = lines.filter((line) => /^ *~?\+\d+\.\d\ds {2}/.test(line)).map((line) => line.slice(11));
		expect(new Set(told).size).toBe(told.length);
		expect(told).toHaveLength(story?.steps.length ?? 0);
		expect(told).toContain('Ready');
	}, 60_000);
});

describe.each<RuntimeName>(['docker', 'containerd', 'cri-o'])('a container on %s', (runtime) => {
	it.each([
		['restarted', {}],
		['killed', { kill: true }],
	])('is %s, and the others stay', async (_, request) => {
		const bench = await openRestartBench(runtime);
		const [before, other, pause] = [bench.id('on-host', 'main'), bench.id('pause-test', 'ghost'), bench.id('on-host')];
		const wanted = { names: ['pod/on-host'], container: 'main', output: 'json', ...request };
		const { code, stdout, stderr } = await bench.restart(wanted);
		expect(code, stderr).toBe(0);
		expect(readStories(stdout)).toMatchObject([
			{ scope: 'container', container: 'main', status: 'recovered', before: { restarts: 0 }, after: { restarts: 1 } },
		]);
		expect(bench.id('on-host', 'main')).not.toBe(before);
		expect([bench.id('pause-test', 'ghost'), bench.id('on-host')]).toEqual([other, pause]);
	});
});

describe('what is printed', () => {
	it('is the waterfall, on stdout alone', async () => {
		const bench = await openRestartBench();
		const { code, stdout, stderr } = await bench.restart({ names: ['pause-test2'], columns: 80, ascii: true });
		expect(code, stderr).toBe(0);
		expect(stdout).toMatch(
			/^ default\/pause-test2\n {1,2}\d\d:\d\d:\d\d {2}recycle #0 -> #1, stopped by you, Ready after /,
		);
		expect(stdout).toMatch(/\n +~?\+0\.0\ds {2}pause #0 ended \(exit 0, TERM\)/);
		expect(stdout).toMatch(/\n +~?\+\d+\.\d\ds {2}Ready/);
		expect(stdout).toMatch(/\n {2}changed {2}IP 10\.244\.0\.\d+ -> \.\d+/);
		expect(stdout).toMatch(/^[\x20-\x7e\n]*$/);
		expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
		expect(stderr).not.toContain('changed  IP');
	});

	it('says of several pods which it is about, and prints each story', async () => {
		const bench = await openRestartBench();
		const { code, stdout, stderr } = await bench.restart({ names: ['on-host', 'pause-test2'] });
		expect(code, stderr).toBe(0);
		expect(stderr).toMatch(/^Restart sandbox of 2 pods\n/);
		expect(stderr).toMatch(/\ndefault\/on-host +~?\+\d+\.\d\ds {2}Ready\n/);
		expect(stderr).toMatch(/\ndefault\/pause-test2 +~?\+\d+\.\d\ds {2}Ready\n/);
		expect(stdout).toMatch(/^ default\/on-host\n(?:.|\n)*\n\n default\/pause-test2\n/);
	});

	it('tells what takes long', async () => {
		const bench = await openRestartBench();
		const { code, stderr } = await bench.restart({ names: ['with-sidecar'] });
		expect(code, stderr).toBe(0);
		expect(stderr).toMatch(/\n +… {2}waiting for grace period of log-shipper \(5s\)\n/);
	});
});

it('does not wait for the pod where that is not wanted, but for the end of what it is about', async () => {
	const bench = await openRestartBench();
	bench.node.kubelet.stop();
	const { code, stderr } = await bench.restart({ names: ['pause-test2'], wait: false });
	expect(code, stderr).toBe(0);
	expect(stderr).toMatch(/pausetop: default\/pause-test2 was not waited for: it waits for the kubelet/);
});

it('without an API server says what cannot be known', async () => {
	const bench = await openRestartBench();
	const { code, stdout, stderr } = await bench.restart({ names: ['pause-test2'] }, { where: { kube: false } });
	expect(code, stderr).toBe(0);
	expect(stdout).toContain('pause #1 up');
	expect(stderr).toContain('whether they are Ready only the API server knows, which was not read');
});
