import { execFile } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type ActCriOptions, actCri, type CriOrder } from '../../../source/adapters/cri/act-cri.ts';
import { NothingDoneError } from '../../../source/core/action/nothing-done-error.ts';
import { SourceError } from '../../../source/core/source.ts';
import { type CriServer, type CriServerOptions, startCriServer } from './cri-server.ts';

const sandbox = '5a'.repeat(32);
const container = 'c0'.repeat(32);
const orders = {
	stopSandbox: { id: sandbox, role: 'sandbox', means: 'stop-pod-sandbox' },
	stop: { id: container, role: 'container', means: 'stop-container' },
	term: { id: sandbox, role: 'sandbox', means: 'task-term' },
	kill: { id: container, role: 'container', means: 'task-kill' },
} satisfies Record<string, CriOrder>;

let server: CriServer;

beforeEach(async () => {
	server = await startServer();
});

async function startServer(options?: CriServerOptions): Promise<CriServer> {
	const started = await startCriServer(options);
	onTestFinished(() => started.close());
	started.sandboxes = [{ id: sandbox, metadata: { name: 'web' }, state: 'SANDBOX_READY' }];
	started.containers = [{ id: container, metadata: { name: 'nginx' }, state: 'CONTAINER_RUNNING' }];
	return started;
}

const act = (order: CriOrder, options: ActCriOptions = {}) => actCri({ path: server.path }, order, options);
const failureOf = (order: CriOrder, options: ActCriOptions = { requestTimeout: 200 }): Promise<SourceError> =>
	act(order, options).then(
		() => expect.fail('it succeeded'),
		(error) => error,
	);

describe('what is asked of the runtime', () => {
	test.each<[CriOrder, CriServer['orders'][number]]>([
		[orders.stopSandbox, { method: 'StopPodSandbox', request: { podSandboxId: sandbox } }],
		[
			{ ...orders.stop, graceSeconds: 30 },
			{ method: 'StopContainer', request: { containerId: container, timeout: '30' } },
		],
		[
			{ ...orders.stop, graceSeconds: 0 },
			{ method: 'StopContainer', request: { containerId: container, timeout: '0' } },
		],
		[orders.stop, { method: 'StopContainer', request: { containerId: container, timeout: '10' } }],
		[
			orders.term,
			{
				method: 'Kill',
				request: { containerId: sandbox, execId: '', signal: 15, all: false },
				namespace: 'k8s.io',
			},
		],
		[
			orders.kill,
			{
				method: 'Kill',
				request: { containerId: container, execId: '', signal: 9, all: false },
				namespace: 'k8s.io',
			},
		],
	])('%o', async (order, expected) => {
		expect(await act(order)).toBe('sent');
		expect(server.orders).toEqual([expected]);
	});

	test.each([orders.stopSandbox, orders.stop])('$means in the older version of CRI', async (order) => {
		server = await startServer({ apiVersions: ['v1alpha2'], containerd: false });
		expect(await act(order)).toBe('sent');
		expect(server.orders).toHaveLength(1);
	});

	test('nothing, where the id is only the beginning of one', async () => {
		for (const id of ['', container.slice(0, 13), `${container}0`]) {
			expect(await failureOf({ ...orders.stop, id })).toBeInstanceOf(NothingDoneError);
		}
		expect(server.calls).toEqual([]);
	});

	test('nothing, where it is called off before', async () => {
		const reason = new Error('left');
		await expect(act(orders.kill, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
		expect(server.calls).toEqual([]);
	});
});

describe('what has ended already is left alone', () => {
	test('a container', async () => {
		server.containers = [{ id: container, state: 'CONTAINER_EXITED' }];
		expect(await act(orders.stop)).toBe('already-ended');
		expect(server.orders).toEqual([]);
	});

	test('a sandbox: its containers have their grace period from the kubelet', async () => {
		server.sandboxes = [{ id: sandbox, state: 'SANDBOX_NOTREADY' }];
		expect(await act(orders.stopSandbox)).toBe('already-ended');
		expect(server.orders).toEqual([]);
	});

	test.each([`no running task found: task ${container} not found: not found`, 'process already finished: not found'])(
		'a task: %s',
		async (details) => {
			server.deviate = (method) => (method === 'Kill' ? { code: 5, details } : undefined);
			expect(await act(orders.kill)).toBe('already-ended');
		},
	);

	test('what has not begun', async () => {
		server.containers = [{ id: container, state: 'CONTAINER_CREATED' }];
		const error = await failureOf(orders.stop);
		expect(error).toBeInstanceOf(NothingDoneError);
		expect(error.message).toBe('container c0c0c0c0c0c0c is not running');
		expect(server.orders).toEqual([]);
	});
});

describe('what is gone', () => {
	test.each([orders.stopSandbox, orders.stop])('is told by $means, which asks first', async (order) => {
		server.sandboxes = [];
		server.containers = [];
		const error = await failureOf(order);
		expect(error).toBeInstanceOf(NothingDoneError);
		expect(error.message).toMatch(/^(sandbox 5a5a5a5a5a5a5|container c0c0c0c0c0c0c) is gone$/);
		expect(error.remedy).toBe('choose its successor in the list');
		expect(server.orders).toEqual([]);
	});

	test.each([orders.stopSandbox, orders.stop, orders.kill])('between question and call: $means', async (order) => {
		const details = `container "${container}" in namespace "k8s.io": not found`;
		server.deviate = (method) => (/^(Kill|Stop)/.test(method) ? { code: 5, details } : undefined);
		const error = await failureOf(order);
		expect(error).toBeInstanceOf(NothingDoneError);
		expect(error.message).toMatch(/ is gone$/);
	});
});

describe('a runtime that refuses', () => {
	const refuse = (code: number, details: string) => {
		server.deviate = (method) => (/^(Kill|Stop)/.test(method) ? { code, details } : undefined);
	};

	test('because it is not containerd', async () => {
		server = await startServer({ containerd: false });
		server.version = { runtimeName: 'cri-o', runtimeVersion: '1.30.0' };
		expect(await failureOf(orders.term)).toMatchObject({
			message: `cri-o at ${server.path} has no Kill`,
			remedy: 'only containerd can signal by id; use crictl stopp 5a5a5a5a5a5a5',
		});
		expect((await failureOf(orders.kill)).remedy).toContain('crictl stop c0c0c0c0c0c0c');
	});

	test('because it does not know the method', async () => {
		refuse(12, 'unknown method StopContainer');
		expect(await failureOf(orders.stop)).toMatchObject({
			message: `containerd at ${server.path} has no StopContainer`,
			remedy: expect.stringContaining('is it a CRI socket'),
		});
	});

	test.each([7, 16])('because only reading is allowed: %i', async (code) => {
		refuse(code, 'read only\u001b[2J.');
		expect(await failureOf(orders.stopSandbox)).toMatchObject({
			message: `containerd at ${server.path} does not allow StopPodSandbox: read only\\x1b[2J`,
			remedy: expect.stringContaining('sudo'),
		});
	});

	test.each([2, 4, 8, 9, 13, 14])('in words with escape sequences and without end, code %i', async (code) => {
		refuse(code, `shim\n \u001b[31m ${'long '.repeat(500)}`);
		const { message, remedy } = await failureOf(orders.stop, {});
		expect(message).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
		expect(message.length).toBeLessThan(500);
		expect(remedy).toMatch(/\S/);
	});

	test('whose status fails is not sent anything', async () => {
		server.deviate = (method) => (method === 'ContainerStatus' ? { code: 2, details: 'store is broken' } : undefined);
		expect((await failureOf(orders.stop)).message).toMatch(/answers: store is broken$/);
		expect(server.orders).toEqual([]);
	});
});

describe('a runtime that does not finish', () => {
	const hang = (...methods: string[]) => {
		server.deviate = (method) => (methods.includes(method) ? 'never' : undefined);
	};

	test.each([
		[{ ...orders.stop, graceSeconds: 1 }, 'StopContainer', '1.1 s'],
		[{ ...orders.stopSandbox, graceSeconds: 0 }, 'StopPodSandbox', '0.1 s'],
		// a signal has no grace period
		[{ ...orders.kill, graceSeconds: 3_600 }, 'Kill', '0.1 s'],
		[orders.stop, 'ContainerStatus', '0.1 s'],
	])('%o', async (order, method, time) => {
		hang(method);
		expect(await failureOf(order, { requestTimeout: 100 })).toMatchObject({
			message: `containerd at ${server.path} has not answered within ${time}`,
			remedy: expect.stringContaining('journalctl'),
		});
	});

	test('is not given up at once because of a grace period of 300 years', async () => {
		expect(await act({ ...orders.stop, graceSeconds: 9_223_372_036 })).toBe('sent');
		expect(server.orders).toMatchObject([{ request: { timeout: '2147483647' } }]);
	});

	test('can be left at once', async () => {
		const abort = new AbortController();
		server.deviate = (method) => {
			if (method !== 'StopContainer') return undefined;
			abort.abort(new Error('left'));
			return 'never';
		};
		await expect(act({ ...orders.stop, graceSeconds: 60 }, { signal: abort.signal })).rejects.toThrow('left');
	});

	test('but ends is told from one that hangs', async () => {
		server.deviate = (method) => {
			if (method === 'Kill') void server.stop();
			return method === 'Kill' ? 'never' : undefined;
		};
		expect((await failureOf(orders.kill, {})).message).toMatch(/closed the connection$/);
	});
});

describe('a socket', () => {
	test('that is not there', async () => {
		const error = actCri({ path: '/nonexistent/containerd.sock' }, orders.kill);
		await expect(error).rejects.toThrow('no CRI socket at /nonexistent/containerd.sock');
	});

	test('that is searched for', async () => {
		expect(await actCri(async () => ({ path: server.path }), orders.kill)).toBe('sent');
	});

	test('that speaks something else', async () => {
		const path = join(dirname(server.path), 'other.sock');
		const other = createServer((socket) => socket.on('error', () => {}).end('-ERR unknown command\r\n')).listen(path);
		onTestFinished(() => void other.close());
		await expect(actCri({ path }, orders.kill)).rejects.toThrow('does not speak gRPC');
	});

	test('that may not be opened', async () => {
		await chmod(dirname(server.path), 0o711);
		await chmod(server.path, process.getuid?.() === 0 ? 0o600 : 0o000);
		const child = join(dirname(fileURLToPath(import.meta.url)), 'act-denied-child.ts');
		const { stdout } = await promisify(execFile)(process.execPath, [child, server.path]);
		expect(JSON.parse(stdout)).toEqual({ message: `no permission to open ${server.path}`, remedy: 'run it with sudo' });
	});

	test('is closed afterwards, whatever came of it', async () => {
		const countSockets = () =>
			readdirSync('/proc/self/fd').filter((fd) => {
				try {
					return readlinkSync(`/proc/self/fd/${fd}`).startsWith('socket:');
				} catch {
					return false;
				}
			}).length;
		const before = countSockets();
		await act(orders.kill);
		server.containers = [];
		expect(await failureOf(orders.stop)).toBeInstanceOf(SourceError);
		while (countSockets() > before) await new Promise((resolve) => setImmediate(resolve));
	});
});
