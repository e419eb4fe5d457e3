import { describe, expect, test } from 'vitest';
import { linuxNamespaceKinds } from '../../../source/core/linux-namespace.ts';
import type { ContainerView, SandboxView } from '../../../source/core/node-view.ts';
import { containerColumns } from '../../../source/ui/columns/container-columns.ts';
import type { ContainerRow } from '../../../source/ui/columns/container-row.ts';
import { now, second } from '../node-builders.ts';

const nginx: ContainerView = {
	name: 'nginx',
	kind: 'app',
	current: true,
	state: 'running',
	startedAt: now - 14 * second,
	pid: 21918,
	attempt: 1,
};

const row = (container: Partial<ContainerView>): ContainerRow => ({
	role: 'container',
	container: { ...nginx, ...container },
});
const pauseRow = (pause: Partial<SandboxView>): ContainerRow => ({
	role: 'pause',
	pause: { current: true, state: 'running', ...pause },
});

const cell = (id: string, of: ContainerRow, ascii = false) =>
	containerColumns.find((column) => column.id === id)?.read(of, { now, ascii });

describe('the state', () => {
	test.each([
		[{}, 'Up 14s'],
		[{ startedAt: undefined }, 'Up'],
		[{ state: 'paused' }, 'Up 14s (Paused)'],
		[{ state: 'exited', exitCode: 137, finishedAt: now - 120 * second }, 'Exited (137) 2m ago'],
		[{ state: 'exited', exitCode: 137, oomKilled: true, finishedAt: now - 5 * second }, 'Exited (137) OOM 5s ago'],
		[{ state: 'exited' }, 'Exited'],
		[{ state: 'created' }, 'Created'],
		[{ state: 'created', exitCode: 127 }, 'Created (127)'],
		[{ state: 'removing' }, 'Removing'],
		[{ state: 'waiting', reason: 'ImagePullBackOff' }, 'ImagePullBackOff'],
		[{ state: 'waiting' }, 'waiting'],
		[{ state: 'terminated', reason: 'Completed' }, 'Completed'],
	] as const)('%o', (container, text) => {
		expect(cell('state', row(container))?.text).toBe(text);
	});

	test.each(['ready', 'notready'] as const)('a CRI sandbox is %s', (state) => {
		expect(cell('state', pauseRow({ state, startedAt: now - 14 * second }))?.text).toBe(
			state === 'ready' ? 'Ready 14s' : 'NotReady',
		);
	});
});

describe('the namespaces', () => {
	const uses = (sharing: Record<string, 'pause' | 'host' | 'own' | 'other' | 'unknown'>) =>
		Object.fromEntries(
			linuxNamespaceKinds.map((kind) => [kind, { sharing: sharing[kind] ?? 'own' }]),
		) as ContainerView['linuxNamespaces'];

	test('one sign each, with ASCII stand-ins', () => {
		const all = row({ linuxNamespaces: uses({ net: 'pause', ipc: 'host', uts: 'own', pid: 'other' }) });
		expect(cell('uses', all)?.text).toBe('net = ipc ⌂ uts ≠ pid !');
		expect(cell('uses', all, true)?.text).toBe('net = ipc h uts / pid !');
		expect(cell('uses', row({ linuxNamespaces: uses({ net: 'unknown' }) }))?.text).toContain('net ?');
	});

	test('of the pause are its own, the host’s, or not readable; never “different”', () => {
		const sharing = Object.fromEntries(linuxNamespaceKinds.map((kind) => [kind, kind === 'net' ? 'host' : 'own']));
		expect(cell('uses', pauseRow({ sharing: sharing as SandboxView['sharing'] }))?.text).toBe(
			'net ⌂ ipc ■ uts ■ pid ■',
		);
		expect(cell('uses', pauseRow({}))?.text).toBe('net ? ipc ? uts ? pid ?');
	});

	test('nothing where nothing runs', () => {
		expect(cell('uses', row({ state: 'exited' }))?.text).toBe('');
	});
});

describe('the rest', () => {
	test('init, sidecar and ephemeral containers say so; where nothing tells, nothing is said', () => {
		expect(cell('container', row({ kind: 'init' }))?.text).toBe('nginx (init)');
		expect(cell('container', row({ kind: 'ephemeral' }))?.text).toBe('nginx (ephemeral)');
		expect(cell('container', row({ kind: 'unknown' }))?.text).toBe('nginx');
	});

	test('a contradiction between runtime and API shows both', () => {
		const both = row({ state: 'exited', exitCode: 137, apiSays: 'running' });
		expect(cell('state', both)?.text).toBe('Exited (137)');
		expect(cell('note', both)).toEqual({ text: 'api says running', tone: 'warn' });
	});

	test('a pid that is not known is a question, a pid that cannot be is nothing', () => {
		expect(cell('pid', row({ pid: undefined }))?.text).toBe('pid ?');
		expect(cell('pid', row({ state: 'exited', pid: undefined }))?.text).toBe('');
	});

	test('an image that is an id is cut like an id', () => {
		expect(cell('image', row({ image: `sha256:${'ab'.repeat(32)}` }))?.text).toBe('sha256:abababababab');
		expect(cell('image', row({ image: 'nginx:1' }))?.text).toBe('nginx:1');
	});
});
