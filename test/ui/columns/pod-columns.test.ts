import { describe, expect, test } from 'vitest';
import type { PodView } from '../../../source/core/node-view.ts';
import { podColumns } from '../../../source/ui/columns/pod-columns.ts';
import { now, second } from '../node-builders.ts';

const pod: PodView = {
	uid: 'u',
	kubeNamespace: 'default',
	name: 'web',
	matched: 'api+runtime',
	ready: '1/2',
	status: 'Running',
	restarts: 4,
	lastRestartAt: now - 20 * second,
	createdAt: now - 151 * second,
	ip: '10.244.0.4',
	nodeName: 'worker-2',
	sandboxes: [
		{
			id: `511db9cd${'0'.repeat(56)}`,
			attempt: 2,
			current: true,
			state: 'running',
			linuxNamespaces: { net: 4026532259 },
		},
	],
	containers: [],
};

const read = (id: string, row: PodView = pod) =>
	podColumns.find((column) => column.id === id)?.read(row, { now, ascii: false })?.text;

const bare: PodView = {
	uid: 'u',
	kubeNamespace: 'default',
	name: 'web',
	matched: 'api',
	status: 'Pending',
	sandboxes: [],
	containers: [],
};

describe('podColumns', () => {
	test('print what kubectl get pod -o wide prints, then the sandbox', () => {
		expect(podColumns.map(({ title }) => title)).toEqual([
			'NAMESPACE',
			'NAME',
			'READY',
			'STATUS',
			'RESTARTS',
			'AGE',
			'IP',
			'NODE',
			'NOMINATED NODE',
			'READINESS GATES',
			'SANDBOX',
			'NET',
			'SHARES',
		]);
		expect(podColumns.map(({ id }) => read(id))).toEqual([
			'default',
			'web',
			'1/2',
			'Running',
			'4 (20s ago)',
			'2m31s',
			'10.244.0.4',
			'worker-2',
			undefined,
			undefined,
			'511db9cd #2',
			'4026532259',
			undefined,
		]);
	});

	test('leave out what is not known; the absent text is kubectl’s', () => {
		const missing = podColumns.filter((column) => column.read(bare, { now, ascii: false }) === undefined);
		expect(missing.map(({ id, absent }) => [id, absent])).toEqual([
			['ready', '<unknown>'],
			['restarts', '<unknown>'],
			['age', '<unknown>'],
			['ip', '<none>'],
			['node', '<none>'],
			['nominated-node', '<none>'],
			['readiness-gates', '<none>'],
			['sandbox', '<none>'],
			['net', '<unknown>'],
			['shares', '<unknown>'],
		]);
	});

	test('say when the sandbox does not run', () => {
		const [sandbox] = pod.sandboxes;
		const over: PodView = {
			...pod,
			sandboxes: sandbox ? [{ ...sandbox, state: 'exited', linuxNamespaces: undefined }] : [],
		};
		expect(read('sandbox', over)).toBe('511db9cd #2 exited');
		expect(read('net', over)).toBeUndefined();
	});

	test('reserve what ages can grow to, also those of years', () => {
		const context = { now, ascii: false };
		const reserve = (id: string, row: PodView) =>
			podColumns.find((column) => column.id === id)?.reserve?.(row, context);
		expect(reserve('restarts', pod)).toBe('4 (5m30s ago)'.length);
		expect(reserve('restarts', { ...pod, restarts: 0, lastRestartAt: undefined })).toBe(1);
		expect(reserve('age', pod)).toBe('5m30s'.length);
		expect(reserve('age', { ...pod, createdAt: now - 900 * 86_400 * second })).toBe('2y170d'.length);
	});

	test('what is not known sorts last', () => {
		for (const { compare, id } of podColumns) {
			if (!compare || ['namespace', 'name', 'status', 'shares'].includes(id)) continue;
			expect(compare(pod, bare), id).toBeLessThan(0);
			expect(compare(bare, pod), id).toBeGreaterThan(0);
		}
	});
});
