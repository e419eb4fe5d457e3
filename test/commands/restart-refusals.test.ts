import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { RestartRequest } from '../../source/commands/restart-request.ts';
import { UsageError } from '../../source/core/usage-error.ts';
import { createIo, type Written } from '../helpers/command.ts';
import { until } from '../helpers/engine-until.ts';
import { openRestartBench, type RestartBench } from './restart-bench.ts';

const whenTold = (io: Written, words: string) =>
	until(words, 20, () => (io.stderr().includes(words) ? true : undefined));

/** A pod that is not started again, and runs. */
async function createNever(bench: RestartBench) {
	const containers = [{ name: 'main', command: ['sleep', '100000'] }];
	bench.node.createPod({ name: 'once', restartPolicy: 'Never', terminationGracePeriodSeconds: 2, containers });
	await until('once runs', 20, () => (bench.node.findContainer('once', 'main')?.pid ? true : undefined));
}

describe('wrong usage', () => {
	it.each<[string, Partial<RestartRequest>, RegExp]>([
		['no pod', {}, /restart takes a pod/],
		['two ways at once', { names: ['a'], kill: true, stop: true }, /--kill or --stop/],
		['a container to be stopped as a sandbox', { names: ['a'], container: 'b', stop: true }, /--stop is for/],
		['a time that is none', { names: ['a'], timeout: 'long' }, /--timeout takes/],
		['no time at all', { names: ['a'], timeout: '0s' }, /--no-wait/],
		['another format', { names: ['a'], output: 'yaml' }, /-o json/],
		['nobody to ask, and no --yes', { names: ['a'], yes: false }, /takes --yes/],
	])('%s', async (_, request, message) => {
		const bench = await openRestartBench();
		const failing = bench.restart({ yes: true, ...request });
		await expect(failing).rejects.toThrow(UsageError);
		await expect(failing).rejects.toThrow(message);
	});
});

describe('what is not there', () => {
	it('is said, and the others are restarted', async () => {
		const bench = await openRestartBench();
		const [before, other] = [bench.id('pause-test2'), bench.id('pause-test')];
		const { code, stdout, stderr } = await bench.restart({ names: ['nobody', 'pause-test2', 'done'] });
		expect(code).toBe(1);
		expect(stderr).toContain('pausetop: pod "nobody" not found on this node in namespace default\n');
		expect(stderr).toContain(
			'pausetop: default/done: the pod has ended: its pause does not run, and no new one is made\n',
		);
		expect(stdout).toMatch(/^ default\/pause-test2\n/);
		expect(bench.id('pause-test2')).not.toBe(before);
		expect(bench.id('pause-test')).toBe(other);
	});

	it.each<[Partial<RestartRequest>, string]>([
		[{ names: ['pause-test2'], container: 'nobody' }, 'has no container "nobody": it has nginx, ghost, busybox'],
		[{ names: ['pause-test2'], kubeNamespace: 'kube-system' }, 'not found on this node in namespace kube-system'],
		[{ names: ['crasher'], container: 'boom' }, 'boom of default/crasher: it does not run: it waits in back-off'],
		[{ names: ['pause-test2'], stop: true }, 'docker has no such thing as stopping a sandbox; leave --stop out'],
	])('%j: nothing is done', async (request, message) => {
		const bench = await openRestartBench();
		const before = bench.id('pause-test2');
		const { code, stdout, stderr } = await bench.restart(request);
		expect([code, stdout]).toEqual([1, '']);
		expect(stderr).toContain(message);
		expect(bench.id('pause-test2')).toBe(before);
	});
});

describe('the question', () => {
	it.each(['', 'no', 'y', 'pause-test2', undefined])('answered with %j: nothing is done', async (answer) => {
		const bench = await openRestartBench();
		const before = bench.id('pause-test2');
		const questions: string[] = [];
		const ask = (question: string) => {
			questions.push(question);
			return answer;
		};
		const { code, stdout, stderr } = await bench.restart({ names: ['pause-test2'] }, { answer: ask });
		expect([code, stdout]).toEqual([6, '']);
		expect(questions).toEqual(['Restart sandbox #0 of default/pause-test2? Type yes: ']);
		expect(stderr).toMatch(/3 containers go down(?:.|\n)*pausetop: not confirmed, nothing was done\n$/);
		expect(bench.id('pause-test2')).toBe(before);
	});

	it('answered with yes: it is done', async () => {
		const bench = await openRestartBench();
		const { code } = await bench.restart({ names: ['pause-test2'] }, { answer: () => 'yes' });
		expect(code).toBe(0);
	});

	it('counts, where it is about several', async () => {
		const bench = await openRestartBench();
		const questions: string[] = [];
		await bench.restart(
			{ names: ['pause-test2', 'on-host'], container: undefined },
			{ answer: (question) => void questions.push(question) },
		);
		expect(questions).toEqual(['Restart sandbox of 2 pods? Type yes: ']);
	});

	it('asks for the name of a pod that does not come back, whatever --yes says', async () => {
		const bench = await openRestartBench();
		await createNever(bench);
		const before = bench.id('once');
		const without = await bench.restart({ names: ['once'] });
		expect(without.code).toBe(6);
		expect(without.stderr).toContain('pausetop: nothing was done: this takes --confirm once besides --yes\n');
		const wrong = await bench.restart({ names: ['once'], confirm: 'yes' });
		expect(wrong.code).toBe(6);
		const asked = await bench.restart(
			{ names: ['once'], yes: true },
			{ answer: (question) => (question.endsWith('? Type once: ') ? 'yes' : 'once') },
		);
		expect(asked.code).toBe(6);
		expect(bench.id('once')).toBe(before);

		const { code, stdout, stderr } = await bench.restart({ names: ['once'], confirm: 'once' });
		expect(code, stderr).toBe(5);
		expect(stdout).toMatch(/sandbox ended #0, stopped by you, over after/);
		expect(stderr).toMatch(/\npausetop: default\/once does not come back: its restartPolicy is Never/);
	}, 40_000);
});

describe('between the plan and the answer', () => {
	it('the pod is recycled by somebody else: nothing is done to the new one', async () => {
		const bench = await openRestartBench();
		const before = bench.id('pause-test2');
		let next = '';
		const { code, stderr } = await bench.restart(
			{ names: ['pause-test2'] },
			{
				async answer() {
					await bench.node.run({ do: 'stop', id: before });
					await until('the next one', 20, () => {
						const found = bench.node.findContainer('pause-test2', 'busybox');
						return found?.pid !== undefined && found.attempt === 1 ? true : undefined;
					});
					next = bench.id('pause-test2');
					return 'yes';
				},
			},
		);
		expect(code).toBe(1);
		expect(stderr).toMatch(/pausetop: restart sandbox #0 of default\/pause-test2: nothing was done: .*(?:ended|gone)/);
		expect(bench.id('pause-test2')).toBe(next);
		expect(next).not.toBe(before);
	}, 40_000);

	it.each<[string, (bench: RestartBench) => void]>([
		['is stopped', ({ node }) => void node.engine.stop()],
		['hangs', ({ node }) => node.engine.hang(true)],
	])('the engine %s: it says so, and ends', async (_, harm) => {
		const bench = await openRestartBench();
		const answer = () => {
			harm(bench);
			return 'yes';
		};
		const { code, stdout, stderr } = await bench.restart({ names: ['pause-test2'] }, { answer });
		expect([code, stdout]).toEqual([1, '']);
		expect(stderr).toMatch(/\npausetop: restart sandbox #0 of default\/pause-test2: failed: .+\n/);
		expect(bench.node.findContainer('pause-test2')?.attempt).toBe(0);
	});
});

describe('what does not end well', () => {
	it('a kubelet that is away: says in the end what it hangs on, and tells the story so far', async () => {
		const bench = await openRestartBench();
		bench.node.kubelet.stop();
		const { code, stdout, stderr } = await bench.restart({ names: ['pause-test2'], timeout: '3s' });
		expect(code).toBe(4);
		expect(stderr).toMatch(
			/\npausetop: default\/pause-test2 is not Ready again after 3.0s: it waits for the kubelet: it has not noticed yet\n$/,
		);
		expect(stdout).toMatch(/recycle #0 → …, stopped by you,\s+\ds so far(?:.|\n)*waits for the kubelet to notice/);
	});

	it('a kubelet that goes away meanwhile is noticed', async () => {
		const bench = await openRestartBench();
		const io = createIo();
		const answer = () => {
			bench.node.kubelet.stop();
			return 'yes';
		};
		const { code, stderr } = await bench.restart({ names: ['pause-test2'], timeout: '2s' }, { answer, io });
		expect(code).toBe(4);
		expect(stderr).toMatch(/it waits for the kubelet: it does not run\n$/);
	});

	it('ctrl-c while it waits: what was done stays done, and the story so far is told', async () => {
		const bench = await openRestartBench();
		bench.node.kubelet.stop();
		const io = createIo();
		const running = bench.restart({ names: ['pause-test2'] }, { io });
		await whenTold(io, 'pause #0 ended');
		io.stop();
		const { code, stdout, stderr } = await running;
		expect(code).toBe(4);
		expect(stderr).toMatch(
			/\npausetop: interrupted; what was done stays done\npausetop: .* is not Ready again yet: it waits for .*\n$/,
		);
		expect(stdout).toContain('pause #0 ended');
	});

	it('ctrl-c at the question: nothing is done', async () => {
		const bench = await openRestartBench();
		const before = bench.id('pause-test2');
		const io = createIo();
		const answer = () => {
			io.stop();
			return undefined;
		};
		expect((await bench.restart({ names: ['pause-test2'] }, { io, answer })).code).toBe(6);
		expect(bench.id('pause-test2')).toBe(before);
	});

	it('a pod that is deleted meanwhile does not come back', async () => {
		const bench = await openRestartBench();
		const io = createIo();
		const running = bench.restart({ names: ['with-sidecar'] }, { io });
		await whenTold(io, 'pause #0 ended');
		bench.node.deletePod('default', 'with-sidecar');
		const { code, stderr } = await running;
		expect(code, stderr).toBe(5);
		expect(stderr).toMatch(/default\/with-sidecar does not come back: the pod is deleted\n$/);
	}, 40_000);
});

it('is refused where nothing may be changed, before anything is asked', async () => {
	const bench = await openRestartBench();
	const before = bench.id('pause-test2');
	const where = { readOnly: 'PAUSETOP_READ_ONLY is set' };
	const { code, stdout, stderr } = await bench.restart({ names: ['pause-test2'] }, { where });
	expect([code, stdout]).toEqual([1, '']);
	expect(stderr).toBe('pausetop: nothing was done: read-only, PAUSETOP_READ_ONLY is set\n');
	expect(bench.id('pause-test2')).toBe(before);
});

it('is refused to somebody who may not write to the runtime’s socket, with what to do', async () => {
	const { node, id } = await openRestartBench();
	const before = id('pause-test2');
	const child = fileURLToPath(new URL('restart-denied-child.ts', import.meta.url));
	const args = [child, `docker://${node.dockerSocket}`, node.kubeconfig, node.hostRoot];
	const { stdout } = await promisify(execFile)(process.execPath, args);
	const result = JSON.parse(stdout);
	expect(result).toMatchObject({ code: 1, stdout: '' });
	expect(result.stderr).toMatch(
		/^pausetop: nothing was done: read-only, .*docker.sock is not writable\n {2}next: run it as root/,
	);
	expect(id('pause-test2')).toBe(before);
});
