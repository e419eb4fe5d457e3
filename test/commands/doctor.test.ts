import { afterAll, beforeAll, expect, it } from 'vitest';
import { runDoctor } from '../../source/commands/doctor.ts';
import { createSimulatedNode, type SimulatedNode } from '../../source/simulator/create-simulated-node.ts';
import type { WireRequest } from '../../source/wire.ts';
import { createIo, requestFor } from '../helpers/command.ts';

let node: SimulatedNode;
beforeAll(async () => {
	node = await createSimulatedNode();
});
afterAll(() => node.close());

async function examine(where: Partial<WireRequest> = {}) {
	const io = createIo();
	return { code: await runDoctor(requestFor(node, where), io), stdout: io.stdout() };
}

it('tells what was found, where, and that all is well', async () => {
	const { code, stdout } = await examine();
	expect(code).toBe(0);
	expect(stdout).toMatch(/^node +pausetop-demo\nfound +10 pods, 24 running containers, 1 in no pod\n/);
	expect(stdout).toMatch(/\ndocker +live +20\.10\.24 +unix:\/\/\S+docker\.sock\n/);
	expect(stdout).toMatch(/\nkube +live .*http:\/\/127\.0\.0\.1/);
	expect(stdout).toMatch(/\nproc +live/);
	expect(stdout.match(/looked /g)).toHaveLength(3);
});

it('tells the reason, the next step and the places it looked at', async () => {
	const { code, stdout } = await examine({ runtimes: [], kubeconfig: '/nonexistent.conf' });
	expect(code).toBe(3);
	expect(stdout).toMatch(
		/\ndocker +unsupported\n +why +no container runtime found on this node: .*\n +next +start it, or name its socket/,
	);
	expect(stdout).toMatch(/looked +unix:\/\/\S+\/run\/docker\.sock: no Docker socket/);
	expect(stdout).toMatch(/\nkube +failed\n +why .*\/nonexistent\.conf does not exist\n +next +correct --kubeconfig/);
});

it('prints no credentials', async () => {
	const { stdout } = await examine();
	expect(stdout).not.toMatch(/token|Bearer/i);
});
