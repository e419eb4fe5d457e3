import { describe, expect, test } from 'vitest';
import {
	normalizeCriContainer,
	normalizeCriContainerStatus,
	normalizeCriSandbox,
	normalizeCriSandboxStatus,
} from '../../source/core/cri-record.ts';
import { identifyRecord } from '../../source/core/identity.ts';
import { readRecordedListing } from '../adapters/cri/recorded.ts';

const recorded = readRecordedListing('after');
const sandboxes = recorded.sandboxes.map((item) => normalizeCriSandbox(item, 'containerd'));
const containers = recorded.containers.map((item) => normalizeCriContainer(item, 'containerd'));

describe('what a real node lists', () => {
	test('has both sandboxes of the pod whose pause was killed', () => {
		const attempts = sandboxes.filter(({ name }) => name === 'pause-test');
		expect(attempts.map(({ state, metadata }) => [state, metadata?.attempt])).toEqual([
			['ready', 1],
			['notready', 0],
		]);
		expect(attempts[1]?.createdAt).toBe(Math.floor(Number(recorded.sandboxes.at(-1)?.createdAt) / 1e6));
	});

	test('identifies every container by its labels, with its sandbox and attempt', () => {
		for (const [index, record] of containers.entries()) {
			const { podSandboxId, labels, metadata } = recorded.containers[index] as Record<string, Record<string, unknown>>;
			expect(identifyRecord(record)).toMatchObject({
				role: 'container',
				podName: labels?.['io.kubernetes.pod.name'],
				containerName: metadata?.name,
				attempt: metadata?.attempt,
				sandboxId: podSandboxId,
				evidence: 'metadata',
			});
		}
	});

	test('is completed by the statuses', () => {
		const explained = containers
			.filter(({ id }) => recorded.statuses[id])
			.map((record) => normalizeCriContainerStatus(recorded.statuses[record.id], record));
		const running = explained.filter(({ state }) => state === 'running');
		const ended = explained.filter(({ state }) => state === 'exited');
		expect([running.length, ended.length]).toEqual([3, 3]);
		for (const { pid, startedAt, finishedAt, exitCode } of running) {
			expect([pid, startedAt]).toEqual([expect.any(Number), expect.any(Number)]);
			expect([finishedAt, exitCode]).toEqual([undefined, undefined]);
		}
		for (const { pid, startedAt = 0, finishedAt, exitCode, oomKilled, reason } of ended) {
			expect(finishedAt).toBeGreaterThan(startedAt);
			expect([pid, exitCode, oomKilled, reason]).toEqual([undefined, 137, false, 'Error']);
		}
	});
});

describe('a sandbox', () => {
	const listed = normalizeCriSandbox({ id: 's', state: 'SANDBOX_READY', runtimeHandler: 'kata' }, 'cri-o');
	const status = (fields: object, info: object) =>
		normalizeCriSandboxStatus(
			{ status: { state: 'SANDBOX_READY', ...fields }, info: { info: JSON.stringify(info) } },
			listed,
		);

	test('of CRI-O without a pause has its namespaces pinned and no pid', () => {
		const namespaces = [
			{ type: 'network', path: '/var/run/netns/a' },
			{ type: 'ipc', path: '/var/run/ipcns/a' },
			{ type: 'uts', path: '/var/run/utsns/a' },
			{ type: 'pid' },
			{ type: 'mount' },
		];
		expect(status({}, { runtimeSpec: { linux: { namespaces } } })).toMatchObject({
			state: 'ready',
			pid: undefined,
			pinnedNamespaces: { net: '/var/run/netns/a', ipc: '/var/run/ipcns/a', uts: '/var/run/utsns/a' },
		});
	});

	test('that has ended has no pid, whatever its info still says', () => {
		expect(status({ state: 'SANDBOX_NOTREADY' }, { pid: 12 }).pid).toBeUndefined();
	});

	test('tells its handler, its IP and whether it has users of its own', () => {
		const options = { usernsOptions: { mode: 'POD' } };
		const record = status({ network: { ip: '10.0.0.7' }, linux: { namespaces: { options } } }, {});
		expect(record).toMatchObject({ runtimeHandler: 'kata', sandboxIp: '10.0.0.7', hostUsers: false });
		const onHost = { usernsOptions: { mode: 'NODE' } };
		expect(status({ network: { ip: '' }, linux: { namespaces: { options: onHost } } }, {})).toMatchObject({
			sandboxIp: undefined,
			hostUsers: true,
		});
		expect(status({ network: null, linux: null }, {}).hostUsers).toBeUndefined();
	});
});

describe('a container', () => {
	const listed = normalizeCriContainer({ id: 'c', state: 'CONTAINER_RUNNING', podSandboxId: 's' }, 'containerd', {
		role: 'sandbox',
		podUid: 'u',
		podName: 'web',
		kubeNamespace: 'default',
	});

	test('without labels belongs to its sandbox’s pod', () => {
		expect(identifyRecord(listed)).toMatchObject({ podUid: 'u', podName: 'web', role: 'container', sandboxId: 's' });
	});

	test('that was put into its sandbox’s namespaces names it for each kind, and a target for pid', () => {
		const namespaces = ['network', 'ipc', 'uts', 'pid'].map((type) => ({ type, path: `/proc/12/ns/${type}` }));
		const answer = (more: object) => ({
			status: { state: 'CONTAINER_RUNNING' },
			info: { info: JSON.stringify({ pid: 7, runtimeSpec: { linux: { namespaces } }, ...more }) },
		});
		const found = normalizeCriContainer({ id: 'c', podSandboxId: 's' }, 'containerd');
		const joins = { net: 's', ipc: 's', uts: 's', pid: 's' };
		expect(normalizeCriContainerStatus(answer({}), found).joins).toEqual(joins);
		const options = { pid: 3, target_id: 'target' };
		const config = { linux: { security_context: { namespace_options: options } } };
		expect(normalizeCriContainerStatus(answer({ config }), found).joins).toEqual({ ...joins, pid: 'target' });
	});

	test('that joins another one’s pid namespace names it', () => {
		const config = { linux: { security_context: { namespace_options: { pid: 3, target_id: 'target' } } } };
		const wire = { status: { state: 'CONTAINER_RUNNING' }, info: { info: JSON.stringify({ pid: 7, config }) } };
		expect(normalizeCriContainerStatus(wire, listed)).toMatchObject({ pid: 7, joins: { pid: 'target' } });
	});

	test('that ran out of memory says so', () => {
		const wire = {
			status: { state: 'CONTAINER_EXITED', exitCode: 137, reason: 'OOMKilled', finishedAt: '5000000000' },
		};
		expect(normalizeCriContainerStatus(wire, listed)).toMatchObject({
			state: 'exited',
			oomKilled: true,
			exitCode: 137,
			finishedAt: 5000,
		});
	});

	test('has the image that crictl prints', () => {
		const image = (fields: object) => normalizeCriContainer({ id: 'c', ...fields }, 'containerd').image;
		expect(image({ image: { image: 'sha256:1', userSpecifiedImage: 'nginx:1' }, imageRef: 'sha256:2' })).toBe(
			'nginx:1',
		);
		expect(image({ image: { image: 'sha256:1', userSpecifiedImage: '' }, imageRef: 'sha256:2' })).toBe('sha256:1');
		expect(image({ image: null, imageRef: 'sha256:2' })).toBe('sha256:2');
		expect(image({})).toBeUndefined();
	});

	test.each([null, 7, 'x', [], { id: 3, state: 9, metadata: 'x', labels: [1] }])(
		'of any shape (%j) never fails',
		(wire) => {
			expect(normalizeCriContainer(wire, 'containerd')).toMatchObject({ id: '', state: 'unknown', labels: {} });
			expect(normalizeCriSandbox(wire, 'containerd')).toMatchObject({ id: '', state: 'unknown', labels: {} });
			expect(normalizeCriContainerStatus(wire, listed)).toMatchObject({ id: 'c', state: 'unknown' });
			expect(normalizeCriSandboxStatus(wire, listed)).toMatchObject({ id: 'c', state: 'unknown' });
		},
	);
});
