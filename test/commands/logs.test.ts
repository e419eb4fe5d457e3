import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { checkArguments } from '../../source/commands/arguments.ts';
import { type LogsRequest, runLogs } from '../../source/commands/logs.ts';
import type { LogLine } from '../../source/core/log/log-line.ts';
import { UsageError } from '../../source/core/usage-error.ts';
import { createSimulatedNode, type SimulatedNode } from '../../source/simulator/create-simulated-node.ts';
import { createFollowLog } from '../../source/wire/logs.ts';
import type { WireRequest } from '../../source/wire.ts';
import { createIo, requestFor } from '../helpers/command.ts';

let node: SimulatedNode;
beforeAll(async () => {
	node = await createSimulatedNode();
	node.createPod({
		name: 'colourful',
		containers: [{ name: 'app', logs: ['\x1b[31mred\x1b]0;owned\x07\tx', `${'é'.repeat(20_000)}`] }],
	});
	node.createPod({
		name: 'annotated',
		annotations: { 'kubectl.kubernetes.io/default-container': 'second' },
		containers: [
			{ name: 'first', logs: ['one'] },
			{ name: 'second', logs: ['two', 'three', 'four'] },
		],
	});
	while (node.findContainer('annotated', 'second') === undefined) await new Promise(setImmediate);
});
afterAll(() => node.close());

const plain = {
	kubeNamespace: 'default',
	previous: false,
	follow: false,
	timestamps: false,
	terminal: false,
	color: true,
};

async function logs(request: Partial<LogsRequest>, where: Partial<WireRequest> = {}) {
	const io = createIo();
	const code = await runLogs({ ...plain, ...request }, requestFor(node, where), io);
	return { code, stdout: io.stdout(), stderr: io.stderr() };
}

describe('which log', () => {
	it('of the only container, with or without pod/ in front', async () => {
		expect(await logs({ pod: 'done' })).toEqual({ code: 0, stdout: '3.14159\n', stderr: '' });
		expect((await logs({ pod: 'pod/done' })).stdout).toBe('3.14159\n');
	});

	it('of the one that is named, also an init container', async () => {
		expect((await logs({ pod: 'pause-test', container: 'ghost' })).stdout).toContain(
			'INFO Listening on: 0.0.0.0:2368\n',
		);
		expect((await logs({ pod: 'myapp-pod', container: 'init-myservice' })).stdout).toBe('waiting for myservice\n');
	});

	it('of the annotated one', async () => {
		expect((await logs({ pod: 'annotated' })).stdout).toBe('two\nthree\nfour\n');
	});

	it('several and none named: the names', async () => {
		const { code, stdout, stderr } = await logs({ pod: 'pause-test' });
		expect([code, stdout]).toEqual([1, '']);
		expect(stderr).toBe(
			'pausetop: a container name must be specified for pod pause-test, choose one of: [nginx ghost busybox]\n',
		);
	});

	it('of a run before, and of one that has ended', async () => {
		expect((await logs({ pod: 'crasher' })).stdout).toBe('boom\n');
		expect((await logs({ pod: 'crasher', previous: true })).stdout).toBe('boom\n');
		const { code, stderr } = await logs({ pod: 'pause-test', container: 'nginx', previous: true });
		expect([code, stderr]).toEqual([
			1,
			'pausetop: previous terminated container "nginx" in pod "pause-test" not found\n',
		]);
	});

	it('no such pod, in this namespace, no such container, no pod named', async () => {
		expect(await logs({ pod: 'nobody' })).toMatchObject({
			code: 1,
			stderr: expect.stringContaining('pod "nobody" not found'),
		});
		expect(await logs({ pod: 'done', kubeNamespace: 'kube-system' })).toMatchObject({ code: 1, stdout: '' });
		expect((await logs({ pod: 'done', container: 'x' })).stderr).toBe(
			'pausetop: container x is not valid for pod done\n',
		);
		await expect(logs({})).rejects.toThrow(UsageError);
		await expect(logs({ pod: 'done', since: 'yesterday' })).rejects.toThrow(UsageError);
		expect(() => checkArguments({ command: 'logs', input: ['a', 'b', 'c'], flags: {} })).toThrow(/too many arguments/);
	});

	it('without any API server', async () => {
		expect((await logs({ pod: 'done' }, { kube: false })).stdout).toBe('3.14159\n');
	});

	it('with the runtime away: why', async () => {
		const { code, stderr } = await logs({ pod: 'done' }, { runtimes: ['docker:///nonexistent.sock'] });
		expect(code).toBe(1);
		expect(stderr).toMatch(
			/no Docker socket at \/nonexistent\.sock[\s\S]*container "job" in pod "done" is known to no container runtime/,
		);
	});
});

describe('in which form', () => {
	it('the newest lines', async () => {
		expect((await logs({ pod: 'annotated', tail: 2 })).stdout).toBe('three\nfour\n');
		expect((await logs({ pod: 'annotated', tail: 0 })).stdout).toBe('');
	});

	it('with times of nine digits', async () => {
		expect((await logs({ pod: 'done', timestamps: true })).stdout).toMatch(
			/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z 3\.14159\n$/,
		);
	});

	it('a pipe gets it as it is, a terminal cleaned', async () => {
		const long = 'é'.repeat(20_000);
		expect((await logs({ pod: 'colourful' })).stdout).toBe(`\x1b[31mred\x1b]0;owned\x07\tx\n${long}\n`);
		const { stdout } = await logs({ pod: 'colourful', terminal: true });
		expect(stdout).toBe(`\x1b[31mred     x\x1b[0m\n${'é'.repeat(8_192)} … (23616 bytes more)\n`);
		expect((await logs({ pod: 'colourful', terminal: true, color: false })).stdout).toMatch(/^red {5}x\n/);
	});

	it('followed, until the container ends or one has enough', async () => {
		const io = createIo();
		const following = runLogs({ ...plain, pod: 'annotated', container: 'first', follow: true }, requestFor(node), io);
		while (io.stdout() === '') await new Promise(setImmediate);
		io.stop();
		expect([await following, io.stdout(), io.stderr()]).toEqual([0, 'one\n', '']);
		expect(await logs({ pod: 'done', follow: true })).toMatchObject({ code: 0, stdout: '3.14159\n' });
	});
});

it('a run that no runtime knows any more, below a host root and through a link of the host', async () => {
	const root = await mkdtemp(join(tmpdir(), 'pausetop-root-'));
	onTestFinished(() => rm(root, { recursive: true, force: true }));
	const folder = join(root, 'var/log/pods/n_p_u/c');
	await mkdir(folder, { recursive: true });
	const words = '{"log":"last words\\n","stream":"stdout","time":"2026-01-01T00:00:00.5Z"}\n';
	await writeFile(join(root, 'x-json.log'), words);
	await symlink('/x-json.log', join(folder, '2.log'));
	await symlink('/gone.log', join(folder, '3.log'));
	const texts: string[] = [];
	const target = { podUid: 'u', kubeNamespace: 'n', pod: 'p', container: 'c', attempt: 3 };
	const take = (lines: readonly LogLine[]) => void texts.push(...lines.map(({ text }) => text));
	await createFollowLog(() => [], root)(target, {}, take, new AbortController().signal);
	expect(texts).toEqual(['last words']);
});

it('what is left of a log is found by its attempt, and nothing by none', async () => {
	const root = await mkdtemp(join(tmpdir(), 'pausetop-root-'));
	onTestFinished(() => rm(root, { recursive: true, force: true }));
	const target = { podUid: 'u', kubeNamespace: 'n', pod: 'p', container: 'c', attempt: 3 };
	const follow = createFollowLog(() => [], root);
	await expect(follow(target, {}, () => {}, new AbortController().signal)).rejects.toMatchObject({
		message: 'previous terminated container "c" in pod "p" not found',
		remedy: expect.stringContaining('/var/log/pods/n_p_u/c'),
	});
});
