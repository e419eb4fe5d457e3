import { expect, it } from 'vitest';
import { until } from '../helpers/engine-until.ts';
import { readAtRest } from './inside-at-rest.ts';
import { type PidNamespaceEntry, type ProcessDocument, readInside } from './inside-documents.ts';
import type { InsideScene } from './inside-scene.ts';
import { type PsTruth, readPsTruth } from './ps-truth.ts';

/** What the program says of the pod's zombies, held to `ps`: none is invented, none left out. */
export function testZombies(requireScene: () => InsideScene): void {
	const read = async (pod: string) => {
		const { env, runtime } = requireScene();
		const { truth, actual } = await readAtRest(
			() => readPsTruth(runtime, pod),
			() => readInside<ProcessDocument>(['ps', pod], env),
			(before, after) => listZombies(before).join() === listZombies(after).join(),
		);
		const said = actual.pidNamespaces.flatMap(({ zombies }) => zombies?.pids ?? []);
		expect(said.sort((a, b) => a - b)).toEqual(listZombies(truth));
		const tree = actual.pidNamespaces.find(({ processes }) => processes.some(({ container }) => container === 'main'));
		return { truth, tree: tree ?? expect.fail('no process of main') };
	};
	/** Ends the parent that does not wait. */
	const orphan = ({ zombies }: PidNamespaceEntry) => {
		const [{ parent } = expect.fail('no parent')] = zombies?.parents ?? [];
		process.kill(parent.pid, 'SIGKILL');
		return parent.pid;
	};
	const settle = (pod: string, count: number) =>
		until(`${pod} has ${count} zombies`, 20, async () =>
			listZombies(await readPsTruth(requireScene().runtime, pod)).length === count ? true : undefined,
		);

	it("the lab's own: an orphan that PID 1 does not reap, and one that the pause has reaped", async () => {
		const own = await read('zombies-own');
		expect(own.tree).toMatchObject({
			kind: 'container',
			first: { container: 'main', innerPid: 1, name: 'sleep 100000' },
			zombies: { parents: [{ parent: { container: 'main', innerPid: 1, command: 'sleep' } }] },
		});
		expect(own.tree.zombies?.reaper).toEqual(own.tree.zombies?.parents[0]?.parent);
		const shared = await read('zombies-shared');
		expect(shared.tree).toMatchObject({ kind: 'shared', first: { container: 'pause', innerPid: 1, name: '/pause' } });
		const orphans = shared.tree.zombies?.parents.filter(({ parent }) => parent.innerPid === 1) ?? [];
		expect(orphans).toEqual([]);
	}, 60_000);

	it('own pid namespace: when the parent ends, PID 1 inherits them and does not reap', async () => {
		await settle('lab5-zombies-own', 3);
		const before = (await read('lab5-zombies-own')).tree;
		const main = { container: 'main', innerPid: 1, command: 'sleep' };
		expect(before).toMatchObject({
			kind: 'container',
			zombies: { parents: [{ parent: { container: 'main', command: 'sleep' }, count: 3 }], reaper: main },
		});
		expect(before.zombies?.parents[0]?.parent.innerPid).not.toBe(1);
		const parent = orphan(before);
		await settle('lab5-zombies-own', 4);
		const after = (await read('lab5-zombies-own')).tree;
		expect(after.zombies).toMatchObject({ parents: [{ parent: main, count: 4 }], reaper: main });
		expect(after.zombies?.pids).toEqual(expect.arrayContaining([parent, ...(before.zombies?.pids ?? [])]));
		// cgroup v1 shows a zombie in the root cgroup, and yet it is this container's
		const dead = after.processes.filter(({ zombie }) => zombie);
		expect(dead.map(({ container }) => container)).toEqual(dead.map(() => 'main'));
	}, 60_000);

	it('shared pid namespace: when the parent ends, the pause reaps them and the count falls', async () => {
		await settle('lab5-zombies-shared', 3);
		const before = (await read('lab5-zombies-shared')).tree;
		expect(before).toMatchObject({
			kind: 'shared',
			zombies: {
				parents: [{ parent: { container: 'main', command: 'sleep' }, count: 3 }],
				reaper: { container: 'pause', innerPid: 1, command: 'pause' },
			},
		});
		const parent = orphan(before);
		await settle('lab5-zombies-shared', 0);
		const after = (await read('lab5-zombies-shared')).tree;
		expect(after).not.toHaveProperty('zombies');
		expect(after.processes.map(({ pid }) => pid)).not.toContain(parent);
		expect(after.processes.map(({ pid }) => pid)).not.toEqual(before.processes.map(({ pid }) => pid));
	}, 60_000);
}

function listZombies(truth: PsTruth): number[] {
	const rows = [...truth.values()].flat();
	return rows
		.filter(({ state }) => state === 'Z')
		.map(({ pid }) => pid)
		.sort((a, b) => a - b);
}
