import { execFile } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SourceError } from '../../../source/core/source.ts';
import { type CriScene, setCriScene } from './cri-scene.ts';

let scene: CriScene;

beforeEach(async () => {
	scene = await setCriScene();
});
afterEach(() => scene.close());

const failureOf = (options?: Parameters<CriScene['run']>[0]): Promise<SourceError> =>
	scene.run({ requestTimeout: 200, ...options }).then(
		() => expect.fail('it ended without an error'),
		(error) => error,
	);
const at = (path: string) => failureOf({ endpoint: { path } });
const beside = (name: string) => join(dirname(scene.server.path), name);

async function withSocket(answer: string | undefined, use: (path: string) => Promise<void>): Promise<void> {
	const path = beside('other.sock');
	const other = createServer((socket) => {
		socket.on('error', () => {});
		if (answer !== undefined) socket.end(answer);
	}).listen(path);
	try {
		await use(path);
	} finally {
		other.close();
	}
}

describe('a socket that cannot be opened', () => {
	test('is not there', async () => {
		expect(await at('/nonexistent/containerd.sock')).toMatchObject({
			name: 'SourceError',
			health: 'failed',
			message: 'no CRI socket at /nonexistent/containerd.sock',
			remedy: expect.stringMatching(/start the runtime.*--runtime containerd:\/\/PATH/),
		});
	});

	test('is left behind by a runtime that is down', async () => {
		expect(await at(fileURLToPath(import.meta.url))).toMatchObject({
			message: expect.stringMatching(/^nobody listens at .*cri-failures\.test\.ts$/),
			remedy: expect.stringContaining('start the runtime'),
		});
	});

	test('is not allowed to be opened', async () => {
		await chmod(dirname(scene.server.path), 0o711);
		await chmod(scene.server.path, process.getuid?.() === 0 ? 0o600 : 0o000);
		const child = join(dirname(fileURLToPath(import.meta.url)), 'denied-child.ts');
		const { stdout } = await promisify(execFile)(process.execPath, [child, scene.server.path]);
		expect(JSON.parse(stdout)).toEqual({
			message: `no permission to open ${scene.server.path}`,
			remedy: 'run it with sudo',
			health: 'failed',
		});
	});
});

describe('a socket that is not a runtime’s', () => {
	test('speaks something else', async () => {
		await withSocket('-ERR unknown command\r\n', async (path) => {
			expect(await at(path)).toMatchObject({
				message: `${path} does not speak gRPC`,
				remedy: expect.stringMatching(/is it a CRI socket.*--runtime/),
			});
		});
	});

	test('speaks HTTP/1', async () => {
		await withSocket('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n', async (path) => {
			expect((await at(path)).message).toBe(`${path} does not speak gRPC`);
		});
	});

	test('never says anything', async () => {
		await withSocket(undefined, async (path) => {
			expect(await at(path)).toMatchObject({
				message: `the runtime at ${path} has not answered within 0.2 s`,
				remedy: expect.stringMatching(/crictl.*journalctl/),
			});
		});
	});
});

describe('a runtime without CRI', () => {
	test('that is containerd has its plugin disabled', async () => {
		scene.server.deviate = (method) => (method === 'Version' ? { code: 12 } : undefined);
		expect(await failureOf()).toMatchObject({
			health: 'unsupported',
			message: `containerd 1.6.20 at ${scene.server.path} is not a CRI runtime: its CRI plugin is disabled`,
			remedy: expect.stringContaining('disabled_plugins in /etc/containerd/config.toml'),
		});
	});

	test('that is something else speaks another language', async () => {
		const other = await setCriScene({ apiVersions: [], containerd: false });
		try {
			expect(await at(other.server.path)).toMatchObject({
				health: 'unsupported',
				message: `${other.server.path} speaks gRPC, but neither CRI v1 nor v1alpha2`,
			});
		} finally {
			await other.close();
		}
	});

	test('but with an older one is spoken to in that', async () => {
		const old = await setCriScene({ apiVersions: ['v1alpha2'], containerd: false });
		try {
			old.server.version = { runtimeName: 'docker', runtimeVersion: '20.10.24' };
			const id = 'a'.repeat(64);
			old.server.sandboxes = [
				{ id, metadata: { name: 'web', namespace: 'default', uid: 'u' }, state: 'SANDBOX_READY' },
			];
			void old.run();
			await old.recorder.until(() => old.server.calls.includes(`PodSandboxStatus ${id}`));
			expect(old.held().get(id)).toMatchObject({ name: 'web', state: 'ready' });
			expect(await old.recorder.waitFor(({ kind }) => kind === 'health')).toMatchObject({
				health: 'live',
				version: '20.10.24',
			});
		} finally {
			await old.close();
		}
	});
});

describe('a runtime that fails', () => {
	test.each(['Version', 'ListPodSandbox', 'ListContainers'])(
		'to answer %s is told from one that is not there',
		async (method) => {
			scene.server.deviate = (asked) => (asked === method ? 'never' : undefined);
			expect(await failureOf()).toMatchObject({
				message: expect.stringMatching(/^(containerd|the runtime) at \S+ has not answered within 0\.2 s$/),
				remedy: expect.stringContaining('journalctl'),
			});
		},
	);

	test.each([
		[2, 'shim\n is\u001b[31m broken.', /^containerd at \S+ answers: shim is\u001b\[31m broken$/, /crictl/],
		[7, 'no entry', /refuses to answer: no entry$/, /sudo/],
		[8, 'received message larger than max', /sent more than can be taken/, /crictl rmp/],
		[13, 'plugin panicked', /failed: plugin panicked$/, /crictl/],
		[14, 'server is not initialized yet', /is not available: server is not initialized yet$/, /crictl/],
	])('with code %i says why in its own words', async (code, details, message, remedy) => {
		scene.server.deviate = (asked) => (asked === 'ListContainers' ? { code, details } : undefined);
		const error = await failureOf();
		expect(error.message).toMatch(message);
		expect(error.remedy).toMatch(remedy);
	});

	test('to say who it is is not believed', async () => {
		scene.server.version = { runtimeName: '', runtimeVersion: '' };
		expect((await failureOf()).message).toBe(
			`what answers at unix://${scene.server.path} does not say which runtime it is`,
		);
	});

	test('can be left at once', async () => {
		const asked = new Promise<void>((resolve) => {
			scene.server.deviate = (method) => {
				if (method !== 'ListContainers') return undefined;
				resolve();
				return 'never';
			};
		});
		const run = scene.run({ requestTimeout: 3_600_000 });
		await asked;
		scene.abort.abort();
		await run;
		expect(scene.recorder.observations).toEqual([]);
	});
});

describe('a connection', () => {
	/** Sockets that this process has open. */
	const countSockets = () =>
		readdirSync('/proc/self/fd').filter((fd) => {
			try {
				return readlinkSync(`/proc/self/fd/${fd}`).startsWith('socket:');
			} catch {
				return false;
			}
		}).length;
	const untilClosed = async (atMost: number) => {
		while (countSockets() > atMost) await new Promise((resolve) => setImmediate(resolve));
	};

	test('is closed when the source stops', async () => {
		const before = countSockets();
		const run = scene.run();
		await scene.recorder.waitFor(({ kind }) => kind === 'health');
		expect(countSockets()).toBeGreaterThan(before);
		scene.abort.abort();
		await run;
		await untilClosed(before);
	});

	test('is closed when the source fails', async () => {
		const before = countSockets();
		scene.server.deviate = (method) => (method === 'ListContainers' ? { code: 2 } : undefined);
		await failureOf();
		await untilClosed(before);
	});
});
