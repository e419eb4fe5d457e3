import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findLab, type Lab, requireLab } from '../helpers/engine-lab.ts';
import { runGet } from '../helpers/engine-program.ts';
import { findSchemaErrors } from '../helpers/engine-schema.ts';
import { until } from '../helpers/engine-until.ts';
import type { Document } from './document.ts';
import { compareAtRest, withoutForeign } from './equality.ts';
import { readGroundTruth } from './ground-truth.ts';
import { findViolations } from './invariants.ts';
import { findPod, hasRecovered } from './recovery.ts';
import { runCommand } from './run-command.ts';

describe('a real kubelet with dockershim', () => {
	let lab: Lab | undefined;
	let obstacle: string | undefined;

	beforeAll(async () => {
		const found = await findLab('docker');
		if ('obstacle' in found) obstacle = found.obstacle;
		else lab = found;
	});
	beforeEach((context) => requireLab(context, obstacle));

	const env = () => lab?.env ?? {};
	const readActual = async () => withoutForeign(await runGet(['-A'], env()));
	const expectEquality = async () => {
		const { differences, actual, truth } = await compareAtRest(() => readGroundTruth({ env: env() }), readActual);
		expect(differences).toEqual([]);
		expect(findSchemaErrors(actual)).toEqual([]);
		expect(findViolations(actual)).toEqual([]);
		return truth;
	};

	it('equals kubectl, docker, readlink and /proc for every pod', async () => {
		const { pods } = await expectEquality();
		// the whole story is there: shared and own PID namespaces, hostNetwork, init containers, a crash loop, a finished job
		expect(pods.map(({ name }) => name)).toEqual(
			expect.arrayContaining(['crasher', 'done', 'host-pid', 'on-host', 'pause-test', 'pause-test2', 'with-init']),
		);
		expect(pods.filter(({ matched }) => matched === 'api+runtime')).toEqual(pods);
	}, 120_000);

	it('equals them before and after docker stop of a pause, and keeps its invariants meanwhile', async () => {
		const before = findPod(await expectEquality(), 'pause-test2');
		const old = before.sandboxes[0];
		await runCommand('docker', ['stop', old?.id ?? ''], env());

		const seen: Document[] = [];
		// the kubelet backs off when it happens again and again: up to minutes on a lab that has been used a lot
		await until('pause-test2 has recovered', 320, async () => {
			seen.push(await readActual());
			return hasRecovered(await readGroundTruth({ env: env() }), before) ? true : undefined;
		});
		expect(seen.flatMap(findViolations)).toEqual([]);
		expect(seen.flatMap(findSchemaErrors)).toEqual([]);

		const after = findPod(await expectEquality(), 'pause-test2');
		const [current, previous] = after.sandboxes;
		expect(previous).toMatchObject({ id: old?.id, state: 'exited', exitCode: 0, current: false });
		expect(current).toMatchObject({ attempt: (old?.attempt ?? 0) + 1, state: 'running', current: true });
		expect(after).toMatchObject({ uid: before.uid, createdAt: before.createdAt });
		// a kubelet that sees a container's end before the sandbox's starts it once more where it was; kubectl's number has been compared
		expect(after.restarts).toBeGreaterThanOrEqual((before.restarts ?? 0) + 3);
		const running = after.containers.filter((container) => container.current);
		expect(running.map(({ sandboxId }) => sandboxId)).toEqual(running.map(() => current?.id));
		expect(running.map(({ linuxNamespaces }) => linuxNamespaces?.pid?.sharing)).toEqual(running.map(() => 'pause'));
	}, 400_000);
});
