import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { type GetRequest, runGet } from '../../source/commands/get.ts';
import { UsageError } from '../../source/core/usage-error.ts';
import { createSimulatedNode, type SimulatedNode } from '../../source/simulator/create-simulated-node.ts';
import type { WireRequest } from '../../source/wire.ts';
import { createIo, requestFor } from '../helpers/command.ts';
import { findSchemaErrors } from '../helpers/engine-schema.ts';

let node: SimulatedNode;
beforeAll(async () => {
	node = await createSimulatedNode();
});
afterAll(() => node.close());

async function get(request: Partial<GetRequest>, where: Partial<WireRequest> = {}) {
	const io = createIo();
	const code = await runGet({ names: [], ...request }, requestFor(node, where), io);
	return { code, stdout: io.stdout(), stderr: io.stderr() };
}

/** The names in the first column that has any. */
const names = (table: string) =>
	table
		.trim()
		.split('\n')
		.slice(1)
		.map((line) => line.split(/ +/)[0]);

describe('which pods', () => {
	it('all of them, sorted as kubectl does', async () => {
		const { code, stdout, stderr } = await get({});
		expect(stdout).toMatch(/^NAMESPACE +NAME +READY +STATUS +RESTARTS +AGE +IP +SANDBOX +NET +SHARES\n/);
		expect(stdout).toMatch(
			/\ndefault +pause-test2 +3\/3 +Running +0 +\d+m +10\.244\.0\.\d+ +[0-9a-f]{8} #0 +\d+ +net ipc pid\n/,
		);
		expect(stdout.split('\n').filter((line) => line.startsWith('kube-system'))).toHaveLength(1);
		expect([code, stderr]).toEqual([0, '']);
	});

	it('one namespace, without the column', async () => {
		const { stdout } = await get({ kubeNamespace: 'kube-system' });
		expect(stdout).toMatch(/^NAME +READY/);
		expect(names(stdout)).toEqual([`static-web-${node.nodeName}`]);
	});

	it('by name, with or without pod/ in front', async () => {
		const { code, stdout } = await get({ names: ['pod/done', 'crasher'], kubeNamespace: 'default' });
		expect([code, names(stdout)]).toEqual([0, ['crasher', 'done']]);
	});

	it('a name that no pod has is said, the others are printed', async () => {
		const { code, stdout, stderr } = await get({ names: ['done', 'nobody'], kubeNamespace: 'default' });
		expect([code, names(stdout)]).toEqual([1, ['done']]);
		expect(stderr).toBe('pausetop: pod "nobody" not found on this node\n');
	});

	it('by labels, of the API’s objects and of what only the runtime has', async () => {
		const { stdout } = await get({ selector: 'app in (pause-test,pause-test2)', kubeNamespace: 'default' });
		const without = await get(
			{ selector: 'app in (pause-test,pause-test2)', kubeNamespace: 'default' },
			{ kube: false },
		);
		expect(names(stdout)).toEqual(names(without.stdout));
		expect(names(stdout).length).toBeGreaterThan(0);
	});

	it('a selector that cannot be read is wrong usage, before anything is asked', async () => {
		await expect(get({ selector: 'a=b=c' })).rejects.toThrow(UsageError);
	});

	it('none: nothing on stdout, and what else to try', async () => {
		const { code, stdout, stderr } = await get({ kubeNamespace: 'empty' });
		expect([code, stdout]).toEqual([0, '']);
		expect(stderr).toBe('No pods in namespace empty on this node; -A shows all namespaces.\n');
	});

	it('does not call a namespace empty when nobody knows which pods are in it', async () => {
		const { stderr } = await get(
			{ kubeNamespace: 'default' },
			{ runtimes: ['docker:///nonexistent.sock'], kube: false },
		);
		expect(stderr).toMatch(/No pods are known to be in namespace default\. Of \d+ the namespace is not known/);
	});
});

describe('in which form', () => {
	it('name', async () => {
		const { stdout } = await get({ output: 'name', kubeNamespace: 'kube-system' });
		expect(stdout).toBe(`pod/static-web-${node.nodeName}\n`);
	});

	it('wide has kubectl’s columns', async () => {
		const { stdout } = await get({ output: 'wide' });
		expect(stdout).toMatch(/ IP +NODE +NOMINATED NODE +READINESS GATES /);
		expect(stdout).toMatch(/pause-test .* 10\.244\.0\.\d+ +pausetop-demo +<none> +<none> /);
	});

	it('json keeps the contract, and has times and exit codes', async () => {
		const { stdout } = await get({ output: 'json' });
		const document = JSON.parse(stdout);
		expect(findSchemaErrors(document)).toEqual([]);
		const crasher = document.pods.find(({ name }: { name: string }) => name === 'crasher');
		expect(crasher.containers[0]).toMatchObject({ kind: 'app', state: 'exited', reason: 'CrashLoopBackOff' });
		expect(crasher.containers[0].exitCode).toBeGreaterThan(0);
		expect(Date.parse(crasher.containers[0].finishedAt)).toBeGreaterThan(Date.parse(crasher.containers[0].startedAt));
		expect(document.unmatched).toMatchObject([{ name: 'registry-cache', runtime: 'docker', state: 'running' }]);
		expect(document.node).toMatchObject({ name: node.nodeName, runtimes: [{ name: 'docker', version: '20.10.24' }] });
	});

	it('yaml is the same document', async () => {
		const [{ stdout: json }, { stdout: yaml }] = [await get({ output: 'json' }), await get({ output: 'yaml' })];
		expect({ ...parse(yaml), takenAt: '' }).toEqual({ ...JSON.parse(json), takenAt: '' });
	});

	it('prints no environment, in none of them', async () => {
		const { stdout } = await get({ output: 'json' });
		expect(stdout).not.toMatch(/secret|password/i);
	});
});

describe('with a source missing', () => {
	it('no API server wanted: pods as the runtime knows them, and no complaint', async () => {
		const { code, stdout, stderr } = await get({ output: 'json' }, { kube: false });
		const document = JSON.parse(stdout);
		expect([code, stderr]).toEqual([0, '']);
		expect(findSchemaErrors(document)).toEqual([]);
		expect(new Set(document.pods.map(({ matched }: { matched: string }) => matched))).toEqual(new Set(['runtime']));
	});

	it('no runtime: what is known is printed, what is not is said, and the code tells', async () => {
		const { code, stdout, stderr } = await get({}, { runtimes: ['docker:///nonexistent.sock'] });
		expect(code).toBe(3);
		expect(stdout).toMatch(/pause-test2 +3\/3 +Running/);
		expect(stderr).toMatch(/^pausetop: docker failed: no Docker socket at \/nonexistent\.sock\n {2}next: .*--runtime/);
	});

	it('nothing at all: no data, each reason, code 1', async () => {
		const where = {
			runtimes: ['docker:///nonexistent.sock'],
			kubeconfig: '/nonexistent.conf',
			hostRoot: '/nonexistent',
		};
		const { code, stdout, stderr } = await get({}, where);
		expect([code, stdout]).toEqual([1, '']);
		expect(stderr).toMatch(/docker failed(.|\n)*kube failed: .*\/nonexistent\.conf(.|\n)*proc unsupported/);
		expect(stderr.match(/next: /g)).toHaveLength(3);
	});

	it('a socket that accepts and never answers does not hold it up for good', async () => {
		const path = join(node.hostRoot, 'silent.sock');
		const silent = createServer(() => {}).listen(path);
		onTestFinished(() => void silent.close());
		const { code, stdout, stderr } = await get({}, { runtimes: [`docker://${path}`] });
		expect(code).toBe(3);
		expect(stderr).toContain('has not answered within 5 s');
		expect(stdout).toMatch(/pause-test2 +3\/3/);
	});

	it('a node name that the cluster does not have: it says which there are', async () => {
		const { code, stderr } = await get({}, { node: 'elsewhere' });
		expect(code).toBe(3);
		expect(stderr).toMatch(/no node named elsewhere; its nodes are: pausetop-demo\n {2}next: .*--node/);
	});
});
