import { PassThrough } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ShellTerminal } from '../../source/adapters/shell-terminal.ts';
import { selectContainerShell, selectNetShell } from '../../source/core/shell/select-shell-target.ts';
import type { ShellTarget } from '../../source/core/shell/shell-target.ts';
import { createSimulatedNode } from '../../source/simulator/create-simulated-node.ts';
import { selectNodeView } from '../../source/store/select-node-view.ts';
import { type WireRequest, wire } from '../../source/wire.ts';
import { requestFor } from '../helpers/command.ts';

/** A terminal that must not be touched. */
function createUntouched(): { terminal: ShellTerminal; touched: string[] } {
	const touched: string[] = [];
	const watch = (stream: object) =>
		new Proxy(stream, {
			get(target, name) {
				touched.push(String(name));
				return Reflect.get(target, name);
			},
		});
	const terminal = { stdin: watch(new PassThrough()), stdout: watch(new PassThrough()) } as unknown as ShellTerminal;
	return { terminal, touched };
}

async function openOn(request: WireRequest, choose: (view: ReturnType<typeof selectNodeView>) => ShellTarget) {
	const wiring = await wire(request, { inspect: 'none' });
	onTestFinished(() => wiring.close());
	const { signal } = new AbortController();
	await wiring.readOnce(signal);
	const { terminal, touched } = createUntouched();
	const result = await wiring.openShell(choose(selectNodeView(wiring.store.get())), terminal, signal);
	return { result, touched };
}

const container: ShellTarget = {
	kind: 'container',
	runtime: 'docker',
	id: 'a',
	kubeNamespace: 'n',
	pod: 'p',
	container: 'c',
};
const net: ShellTarget = { kind: 'net-namespace', kubeNamespace: 'n', pod: 'p', process: { pid: 1, startTicks: 1 } };

describe('no shell', () => {
	it('where nothing may be done to the node', async () => {
		const node = await createSimulatedNode();
		onTestFinished(() => node.close());
		for (const target of [container, net]) {
			const { result, touched } = await openOn(requestFor(node, { readOnly: '--read-only' }), () => target);
			expect([result, touched]).toEqual([{ message: 'no shells: --read-only' }, []]);
		}
	});

	it('in the demo, whose pids are others on this machine, but for what its Docker plays', async () => {
		const request: WireRequest = {
			runtimes: [],
			kube: true,
			environment: {},
			home: '/nonexistent',
			demo: {},
			actionLog: 'none',
		};
		for (const target of [net, { ...container, runtime: 'containerd' }]) {
			const { result, touched } = await openOn(request, () => target);
			expect([result.message, touched]).toEqual(['a simulated node has shells in Docker containers only', []]);
		}
	});

	it('in a container that has been removed: said in words, and the terminal untouched', async () => {
		const node = await createSimulatedNode();
		onTestFinished(() => node.close());
		const { result, touched } = await openOn(requestFor(node), (view) => {
			const pod = view.pods.find(({ name }) => name === 'pause-test');
			const row = pod?.containers.find(({ name }) => name === 'nginx');
			const choice = pod && row && selectContainerShell(pod, row);
			if (!choice || 'problem' in choice) throw new Error('no target');
			return { ...choice.target, id: 'f'.repeat(64) };
		});
		expect(result.message).toMatch(/gone|no such|not there/);
		expect(touched).toEqual([]);
	});

	it('in a network namespace that is no longer there', async () => {
		const node = await createSimulatedNode();
		onTestFinished(() => node.close());
		const { result, touched } = await openOn(requestFor(node), (view) => {
			const pod = view.pods.find(({ name }) => name === 'pause-test');
			const choice = pod && selectNetShell(pod);
			if (!choice || 'problem' in choice) throw new Error('no target');
			expect(choice.target.process).toEqual({ pid: pod.sandboxes[0]?.pid, startTicks: pod.sandboxes[0]?.startTicks });
			return choice.target;
		});
		expect(result.message).toBe('pod "pause-test" has no network namespace any more');
		expect(touched).toEqual([]);
	});
});
