import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UsageError } from '../../source/core/usage-error.ts';
import { createClock } from '../../source/wire/clock.ts';
import { createRuntimes, searchRuntimes } from '../../source/wire/runtimes.ts';
import type { SourceRequest } from '../../source/wire/sources.ts';

function request(runtimes: string[], hostRoot = '/nonexistent'): SourceRequest {
	return { runtimes, kube: false, hostRoot, environment: {}, home: '/nonexistent' };
}

async function names(runtimes: string[], hostRoot?: string) {
	const where = request(runtimes, hostRoot);
	const search = await searchRuntimes(where, () => undefined);
	return createRuntimes(where, search, { inspect: 'none' }, createClock()).map(({ name }) => name);
}

describe('which runtimes are read', () => {
	it('all that are named, whether they answer or not', async () => {
		const named = ['docker:///none/docker.sock', 'containerd:///none/containerd.sock', 'crio:///none/crio.sock'];
		expect(await names(named)).toEqual(['docker', 'containerd', 'cri-o']);
		expect(await names(named.slice(1, 2))).toEqual(['containerd']);
	});

	it('where there is none, Docker goes on looking, in the name of all', async () => {
		const where = request([]);
		const [runtime, ...others] = createRuntimes(
			where,
			await searchRuntimes(where, () => undefined),
			{ inspect: 'none' },
			createClock(),
		);
		expect(others).toEqual([]);
		await expect(runtime?.once.run(() => {}, new AbortController().signal)).rejects.toMatchObject({
			message: 'no container runtime found on this node: no Docker socket, and none that speaks CRI',
			remedy: expect.stringContaining('--runtime'),
			health: 'unsupported',
		});
	});

	it('CRI is left alone where the kubelet uses Docker', async () => {
		const { cri, criLeftOut } = await searchRuntimes(request([]), () => ({
			program: 'kubelet',
			containerRuntime: 'docker',
		}));
		expect(cri).toBeUndefined();
		expect(criLeftOut).toContain('the kubelet uses Docker');
	});

	it('a Docker socket that does not let us in is still Docker’s', async () => {
		const root = mkdtempSync(join(tmpdir(), 'pausetop-runtimes-'));
		const silent = createServer().listen(join(root, 'docker.sock'));
		onTestFinished(() => {
			silent.close();
			rmSync(root, { recursive: true });
		});
		expect(await names([`docker://${join(root, 'docker.sock')}`])).toEqual(['docker']);
	});

	it.each([[['podman:///x']], [['/run/docker.sock']], [['docker:///a', 'docker:///b']]])(
		'%j is wrong usage',
		async (runtimes) => {
			await expect(searchRuntimes(request(runtimes), () => undefined)).rejects.toThrow(UsageError);
		},
	);
});
