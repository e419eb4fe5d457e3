import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actCri, type CriOrder } from '../../source/adapters/cri/act-cri.ts';
import { NothingDoneError } from '../../source/core/action/nothing-done-error.ts';
import type { TestPod } from '../helpers/cri-client.ts';
import { type ContainerdDaemon, createContainerdDaemon, findContainerdObstacle } from '../helpers/engine-containerd.ts';
import { requireEngine } from '../helpers/engine-requirement.ts';
import { until } from '../helpers/engine-until.ts';

const obstacle = findContainerdObstacle();

describe('actions on a real containerd', () => {
	let daemon: ContainerdDaemon | undefined;

	beforeAll(async () => {
		if (obstacle === undefined) daemon = await createContainerdDaemon();
	}, 120_000);
	afterAll(async () => daemon?.dispose(), 120_000);
	beforeEach((context) => requireEngine(context, obstacle));

	const requireDaemon = (): ContainerdDaemon => {
		if (daemon === undefined) throw new Error('there is no containerd');
		return daemon;
	};
	const act = (order: CriOrder) => actCri({ path: requireDaemon().socket }, order);
	const refusalOf = async (order: CriOrder) => {
		const error = await act(order).catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(NothingDoneError);
		return (error as NothingDoneError).message;
	};
	/** A sandbox with one container that does not hear TERM, and one that ends with 7 by it. */
	const createPod = async (name: string) => {
		const { cri, image, cgroupParent, logDirectory } = requireDaemon();
		const uid = crypto.randomUUID();
		const pod: TestPod = { name, uid, cgroupParent: `${cgroupParent}/kubepods/pod${uid}`, logDirectory };
		const sandbox = await cri.runSandbox(pod);
		const script = 'trap "exit 7" TERM; echo ready; sleep 100000 & wait';
		const polite = { name: 'polite', image, command: ['sh', '-c', script] };
		return {
			sandbox,
			deaf: await cri.runContainer(pod, sandbox, { name: 'deaf', image, command: ['sleep', '100000'] }),
			polite: await cri.runContainer(pod, sandbox, polite),
		};
	};
	const stateOf = async (id: string) => {
		const { status } = await requireDaemon().cri.call('ContainerStatus', { container_id: id });
		const { state, exit_code } = status as { state: string; exit_code: number };
		return state === 'CONTAINER_EXITED' ? `exited ${exit_code}` : state;
	};
	const sandboxOf = async (id: string) => {
		const { status } = await requireDaemon().cri.call('PodSandboxStatus', { pod_sandbox_id: id });
		return (status as { state: string }).state;
	};
	const untilState = (id: string, state: string) =>
		until(`${id} is ${state}`, 20, async () => ((await stateOf(id)) === state ? true : undefined));

	it.each(['task-term', 'task-kill'] as const)(
		'%s ends the pause by its id, and nothing else',
		async (means) => {
			const { sandbox, deaf, polite } = await createPod(means);
			expect(await act({ id: sandbox, role: 'sandbox', means })).toBe('sent');
			await until('it is not ready', 20, async () =>
				(await sandboxOf(sandbox)) === 'SANDBOX_NOTREADY' ? true : undefined,
			);
			expect(await stateOf(deaf)).toBe('CONTAINER_RUNNING');
			expect(await stateOf(polite)).toBe('CONTAINER_RUNNING');
			expect(await act({ id: sandbox, role: 'sandbox', means })).toBe('already-ended');
			expect(await act({ id: sandbox, role: 'sandbox', means: 'stop-pod-sandbox' })).toBe('already-ended');
			expect(await stateOf(deaf)).toBe('CONTAINER_RUNNING');
		},
		60_000,
	);

	it('signals a container by its id, and nothing else', async () => {
		const { sandbox, deaf, polite } = await createPod('signals');
		// PID 1 without a handler
		expect(await act({ id: deaf, role: 'container', means: 'task-term' })).toBe('sent');
		expect(await act({ id: polite, role: 'container', means: 'task-term' })).toBe('sent');
		await untilState(polite, 'exited 7');
		expect(await stateOf(deaf)).toBe('CONTAINER_RUNNING');
		expect(await act({ id: deaf, role: 'container', means: 'task-kill' })).toBe('sent');
		await untilState(deaf, 'exited 137');
		expect(await sandboxOf(sandbox)).toBe('SANDBOX_READY');
		for (const means of ['task-term', 'task-kill', 'stop-container'] as const) {
			expect(await act({ id: deaf, role: 'container', means })).toBe('already-ended');
		}
	}, 60_000);

	it('stops a container with its grace period', async () => {
		const { sandbox, deaf, polite } = await createPod('graceful');
		const began = performance.now();
		expect(await act({ id: polite, role: 'container', means: 'stop-container', graceSeconds: 30 })).toBe('sent');
		expect(performance.now() - began).toBeLessThan(20_000);
		expect(await stateOf(polite)).toBe('exited 7');
		const then = performance.now();
		expect(await act({ id: deaf, role: 'container', means: 'stop-container', graceSeconds: 2 })).toBe('sent');
		expect(performance.now() - then).toBeGreaterThan(2_000);
		expect(await stateOf(deaf)).toBe('exited 137');
		expect(await sandboxOf(sandbox)).toBe('SANDBOX_READY');
	}, 60_000);

	it('stops a sandbox with all that is in it, without grace, and no other', async () => {
		const { sandbox, deaf, polite } = await createPod('sandboxed');
		const other = await createPod('other');
		expect(await act({ id: sandbox, role: 'sandbox', means: 'stop-pod-sandbox' })).toBe('sent');
		expect(await sandboxOf(sandbox)).toBe('SANDBOX_NOTREADY');
		expect([await stateOf(deaf), await stateOf(polite)]).toEqual(['exited 137', 'exited 137']);
		expect(await sandboxOf(other.sandbox)).toBe('SANDBOX_READY');
		expect(await stateOf(other.polite)).toBe('CONTAINER_RUNNING');
	}, 60_000);

	it('tells what is gone, and does not take the beginning of an id', async () => {
		const { sandbox, deaf } = await createPod('gone');
		await expect(act({ id: sandbox.slice(0, 20), role: 'sandbox', means: 'stop-pod-sandbox' })).rejects.toThrow(
			'not a full one',
		);
		await requireDaemon().cri.removeSandbox(sandbox);
		const short = (id: string) => id.slice(0, 13);
		expect(await refusalOf({ id: sandbox, role: 'sandbox', means: 'stop-pod-sandbox' })).toBe(
			`sandbox ${short(sandbox)} is gone`,
		);
		expect(await refusalOf({ id: deaf, role: 'container', means: 'stop-container' })).toBe(
			`container ${short(deaf)} is gone`,
		);
		expect(await refusalOf({ id: sandbox, role: 'sandbox', means: 'task-term' })).toBe(
			`sandbox ${short(sandbox)} is gone`,
		);
	}, 60_000);
});
