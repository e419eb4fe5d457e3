import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findLab, type Lab, labContainerd, requireLab } from '../helpers/engine-lab.ts';
import { runGet } from '../helpers/engine-program.ts';
import { findSchemaErrors } from '../helpers/engine-schema.ts';
import { until } from '../helpers/engine-until.ts';
import { readContainerd } from './ctr-truth.ts';
import type { Document } from './document.ts';
import { compareAtRest, withoutForeign } from './equality.ts';
import { readGroundTruth } from './ground-truth.ts';
import { findViolations } from './invariants.ts';
import { findPod, hasRecovered } from './recovery.ts';
import { runCommand } from './run-command.ts';

describe('a real kubelet with containerd', () => {
	let lab: Lab | undefined;
	let obstacle: string | undefined;

	beforeAll(async () => {
		const found = await findLab('containerd');
		if ('obstacle' in found) obstacle = found.obstacle;
		else lab = found;
	});
	beforeEach((context) => requireLab(context, obstacle));

	const env = () => lab?.env ?? {};
	const readTruth = () => readGroundTruth({ env: env(), runtimes: [() => readContainerd(labContainerd)] });
	const readActual = async () => withoutForeign(await runGet(['-A'], env()));
	const expectEquality = async () => {
		const { differences, actual, truth } = await compareAtRest(readTruth, readActual);
		expect(differences).toEqual([]);
		expect(findSchemaErrors(actual)).toEqual([]);
		expect(findViolations(actual)).toEqual([]);
		return truth;
	};

	it('equals kubectl, ctr, readlink and /proc for every pod', async () => {
		const { pods } = await expectEquality();
		expect(pods.map(({ name }) => name)).toEqual(
			expect.arrayContaining(['crasher', 'done', 'host-pid', 'on-host', 'pause-test', 'pause-test2', 'with-init']),
		);
		expect(pods.filter(({ matched }) => matched === 'api+runtime')).toEqual(pods);
		// unlike with Docker, a pod's containers share the pause's uts namespace
		const uses = findPod({ pods }, 'pause-test').containers.map(({ linuxNamespaces }) => linuxNamespaces);
		expect(uses.map((use) => [use?.net?.sharing, use?.uts?.sharing, use?.pid?.sharing])).toEqual(
			uses.map(() => ['pause', 'pause', 'own']),
		);
	}, 120_000);

	it("equals them before and after the kill of a sandbox's task, and keeps its invariants meanwhile", async () => {
		const before = findPod(await expectEquality(), 'pause-test2');
		const old = before.sandboxes[0];
		const kill = ['task', 'kill', '--signal', 'SIGKILL', old?.id ?? ''];
		await runCommand('ctr', ['--address', labContainerd, '--namespace', 'k8s.io', ...kill]);

		const seen: Document[] = [];
		// the kubelet backs off when it happens again and again: up to minutes on a lab that has been used a lot
		await until('pause-test2 has recovered', 320, async () => {
			seen.push(await readActual());
			return hasRecovered(await readTruth(), before) ? true : undefined;
		});
		expect(seen.flatMap(findViolations)).toEqual([]);
		expect(seen.flatMap(findSchemaErrors)).toEqual([]);

		const after = findPod(await expectEquality(), 'pause-test2');
		const [current, previous] = after.sandboxes;
		expect(previous).toMatchObject({ id: old?.id, attempt: old?.attempt, state: 'notready', current: false });
		expect(current).toMatchObject({ attempt: (old?.attempt ?? 0) + 1, state: 'ready', current: true });
		expect(after).toMatchObject({ uid: before.uid, createdAt: before.createdAt });
		// a kubelet that sees a container's end before the sandbox's starts it once more where it was; kubectl's number has been compared
		expect(after.restarts).toBeGreaterThanOrEqual((before.restarts ?? 0) + 3);
		const running = after.containers.filter((container) => container.current);
		expect(running.map(({ sandboxId }) => sandboxId)).toEqual(running.map(() => current?.id));
		expect(running.map(({ linuxNamespaces }) => linuxNamespaces?.pid?.sharing)).toEqual(running.map(() => 'pause'));
		// the predecessor's containers are still listed, each one attempt before the current one unless it was started once more
		const former = after.containers.filter(({ sandboxId }) => sandboxId === old?.id);
		const attempts = new Map(
			before.containers.flatMap(({ name, attempt = 0, current }) => (current ? [[name, attempt] as const] : [])),
		);
		const startedOnce = running.filter(({ name, attempt }) => attempt === (attempts.get(name) ?? 0) + 1);
		expect(startedOnce).not.toEqual([]);
		expect(former.map(({ name, attempt, exitCode }) => [name, attempt, exitCode])).toEqual(
			expect.arrayContaining(startedOnce.map(({ name }) => [name, attempts.get(name), 137])),
		);
	}, 400_000);
});
