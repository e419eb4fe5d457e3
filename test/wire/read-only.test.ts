import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ActionMeans } from '../../source/core/action/action.ts';
import { findReadOnlyReason } from '../../source/wire/read-only.ts';
import { openBench } from './action-bench.ts';

const child = join(dirname(fileURLToPath(import.meta.url)), 'read-only-child.ts');

/** A root with a file where Docker's socket is, and one for containerd's: what counts is who may write to them. */
function createRoot(modes: { docker?: number; containerd?: number }): string {
	const root = mkdtempSync(join(tmpdir(), 'pausetop-read-only-'));
	onTestFinished(() => rmSync(root, { recursive: true }));
	chmodSync(root, 0o755);
	mkdirSync(join(root, 'run/containerd'), { recursive: true });
	for (const [path, mode] of [
		['run/docker.sock', modes.docker],
		['run/containerd/containerd.sock', modes.containerd],
	] as const) {
		if (mode === undefined) continue;
		writeFileSync(join(root, path), '');
		chmodSync(join(root, path), mode);
	}
	return root;
}

async function runChild(mode: 'flag' | 'nobody', runtime: string, hostRoot: string) {
	const { stdout } = await promisify(execFile)(process.execPath, [child, mode, runtime, hostRoot]);
	return JSON.parse(stdout) as { readOnly?: string; actions: string[]; actors: string[]; control?: number };
}

describe.each([
	['docker', ['docker-stop', 'docker-kill']],
	['containerd', ['task-term', 'task-kill', 'stop-pod-sandbox']],
	['cri-o', ['signal-term', 'signal-kill', 'stop-pod-sandbox']],
] as const)('on %s with --read-only', (runtime, allMeans) => {
	it('everything is refused, nothing but reading calls is sent, and nothing is written down', async () => {
		const bench = await openBench({ runtime, request: { readOnly: '--read-only' } });
		expect(bench.wiring.readOnly).toBe('--read-only');
		const requests = allMeans.map((means: ActionMeans) => bench.request('kill-sandbox', means, 'pause-test2'));
		const ended = await bench.wiring.act(requests);
		expect(ended.map(({ status, message }) => `${status}: ${message}`)).toEqual(
			allMeans.map(() => 'refused: read-only: --read-only'),
		);
		expect(bench.wiring.store.get().actions).toEqual(ended);
		expect(bench.changes()).toEqual([]);
		expect(existsSync(join(bench.node.hostRoot, '.local'))).toBe(false);
		expect(bench.node.findContainer('pause-test2')?.id).toBe(requests[0]?.target.id);
	});
});

describe('who may not', () => {
	it('what acts is not even loaded', async () => {
		const root = createRoot({ docker: 0o666 });
		const said = await runChild('flag', `docker://${root}/run/docker.sock`, root);
		expect(said).toEqual({
			readOnly: '--read-only',
			actions: Array(5).fill('refused: read-only: --read-only'),
			actors: [],
			// the same look finds it once it is loaded
			control: 1,
		});
	});

	it('write to the runtime’s socket: nothing may be done, and it says which socket', async () => {
		const root = createRoot({ docker: 0o444 });
		const said = await runChild('nobody', `docker://${root}/run/docker.sock`, root);
		expect(said).toEqual({
			readOnly: `${root}/run/docker.sock is not writable`,
			actions: Array(5).fill(`refused: read-only: ${root}/run/docker.sock is not writable`),
			actors: [],
		});
	});
});

describe('why nothing may be done', () => {
	const request = { kube: false, environment: {}, home: '/nonexistent' };
	const reason = (hostRoot: string, more: Partial<Parameters<typeof findReadOnlyReason>[0]> = {}) =>
		findReadOnlyReason({ ...request, runtimes: [], hostRoot, ...more });

	it('it may: a socket that this user may write to', async () => {
		expect(await reason(createRoot({ docker: 0o600 }))).toBeUndefined();
		expect(await reason(createRoot({ containerd: 0o600 }))).toBeUndefined();
	});

	it('there is no socket: nothing to say', async () => {
		expect(await reason(createRoot({}))).toBeUndefined();
		expect(await reason('/nonexistent')).toBeUndefined();
		expect(
			await reason('/nonexistent', { runtimes: ['docker:///nonexistent', 'crio:///nonexistent'] }),
		).toBeUndefined();
	});

	it('a runtime over TCP, or one that nobody understands: nothing to say', async () => {
		expect(await reason('/nonexistent', { environment: { DOCKER_HOST: 'tcp://127.0.0.1:2375' } })).toBeUndefined();
		expect(await reason('/nonexistent', { environment: { DOCKER_HOST: 'ssh://host' } })).toBeUndefined();
	});

	it('what the user says counts first', async () => {
		expect(await reason(createRoot({ docker: 0o600 }), { readOnly: 'PAUSETOP_READ_ONLY is set' })).toBe(
			'PAUSETOP_READ_ONLY is set',
		);
	});
});
