import { describe, expect, it } from 'vitest';
import type { ContainerView, PodView, SandboxView } from '../../../source/core/node-view.ts';
import { parseExecStatus } from '../../../source/core/shell/exec-status.ts';
import { selectContainerShell, selectNetShell } from '../../../source/core/shell/select-shell-target.ts';

const sandbox = (more: Partial<SandboxView> = {}): SandboxView => ({
	id: 's',
	current: true,
	state: 'running',
	runtime: 'docker',
	pid: 10,
	startTicks: 100,
	...more,
});

function container(more: Partial<ContainerView> = {}, net: 'pause' | 'own' = 'pause'): ContainerView {
	const use = { sharing: net };
	const linuxNamespaces = { net: use, ipc: use, uts: use, pid: use, mnt: use, user: use, cgroup: use, time: use };
	return {
		name: 'app',
		kind: 'app',
		state: 'running',
		current: true,
		id: 'c',
		runtime: 'docker',
		sandboxId: 's',
		pid: 20,
		startTicks: 200,
		linuxNamespaces,
		...more,
	};
}

const pod = (sandboxes: SandboxView[], containers: ContainerView[] = []): PodView => ({
	uid: 'u',
	kubeNamespace: 'n',
	name: 'p',
	matched: 'runtime',
	status: 'Running',
	sandboxes,
	containers,
});

const problem = (choice: object) => ('problem' in choice ? choice.problem : choice);

describe('a shell in a container', () => {
	it('goes to this very one', () => {
		expect(selectContainerShell(pod([]), container())).toEqual({
			target: { kind: 'container', runtime: 'docker', id: 'c', kubeNamespace: 'n', pod: 'p', container: 'app' },
		});
	});

	it.each([
		[{ state: 'exited' as const }, 'container "app" in pod "p" does not run (exited)'],
		[
			{ state: 'waiting' as const, id: undefined, reason: 'BackOff' },
			'container "app" in pod "p" does not run (BackOff)',
		],
	])('not where none runs: %o', (more, message) => {
		expect(problem(selectContainerShell(pod([]), container(more)))).toBe(message);
	});
});

describe('a shell in the network', () => {
	const process = (view: PodView) => {
		const choice = selectNetShell(view);
		return 'target' in choice ? choice.target.process : choice.problem;
	};

	it('by the pause, else by a container that shares its network, else by the runtime’s file', () => {
		expect(process(pod([sandbox()], [container()]))).toEqual({ pid: 10, startTicks: 100 });
		const withoutPause = sandbox({ pid: undefined, state: 'ready' });
		expect(process(pod([withoutPause], [container()]))).toEqual({ pid: 20, startTicks: 200 });
		expect(process(pod([withoutPause], [container({}, 'own')]))).toBeUndefined();
		expect(process(pod([withoutPause], [container({ sandboxId: 'old' })]))).toBeUndefined();
	});

	it('not where there is none, nor in a guest', () => {
		expect(process(pod([]))).toBe('pod "p" has no network namespace on this node now');
		expect(process(pod([sandbox({ pid: undefined, state: 'exited' })]))).toMatch(/no network namespace/);
		expect(process(pod([sandbox({ pid: undefined, state: 'ready', isolated: true })]))).toMatch(/in a guest/);
	});
});

describe('how an exec ended', () => {
	it.each([
		['{"metadata":{},"status":"Success"}', { exitCode: 0 }],
		[
			'{"status":"Failure","message":"command terminated with non-zero exit code","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"7"}]}}',
			{ exitCode: 7 },
		],
		['{"status":"Failure","message":"no such thing","reason":"InternalError"}', { message: 'no such thing' }],
		['{"status":"Failure","reason":"NonZeroExitCode"}', expect.objectContaining({ message: expect.any(String) })],
		['plain words', { message: 'plain words' }],
		['', { message: 'the runtime has ended the shell without a word' }],
	])('%s', (text, result) => expect(parseExecStatus(text)).toEqual(result));
});
