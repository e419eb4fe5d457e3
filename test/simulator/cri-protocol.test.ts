import { afterEach, expect, test } from 'vitest';
import { type CriLab, startCriLab } from './cri-lab.ts';

let lab: CriLab;

afterEach(() => lab.close());

test('versions: CRI in both its versions, and containerd itself', async () => {
	lab = await startCriLab({ runtime: 'containerd' });
	const said = { version: '0.1.0', runtimeName: 'containerd', runtimeVersion: '1.6.20~ds1' };
	expect(await lab.cri.call('Version')).toEqual({ ...said, runtimeApiVersion: 'v1' });
	expect(await lab.cri.call('/runtime.v1alpha2.RuntimeService/Version')).toEqual({
		...said,
		runtimeApiVersion: 'v1alpha2',
	});
	const own = await lab.cri.call('/containerd.services.version.v1.Version/Version');
	expect(own).toMatchObject({ version: '1.6.20~ds1' });
	const { status, info } = (await lab.cri.call('Status', { verbose: true })) as unknown as {
		status: { conditions: { type: string; status: boolean }[] };
		info: Record<string, string>;
	};
	expect(status.conditions.map((each) => [each.type, each.status])).toEqual([
		['RuntimeReady', true],
		['NetworkReady', true],
	]);
	expect(JSON.parse(info.config ?? '')).toMatchObject({ sandboxImage: 'registry.k8s.io/pause:3.9' });
});

test('the lists have what containerd shows: the pod in fields, images by id, no pause among the containers', async () => {
	lab = await startCriLab({ runtime: 'containerd' });
	const sandboxes = await lab.listSandboxes();
	const containers = await lab.listContainers();
	const pod = sandboxes.find((each) => each.metadata.name === 'pause-test2');
	expect(pod).toMatchObject({
		state: 'SANDBOX_READY',
		metadata: { uid: expect.stringMatching(/^[0-9a-f-]{36}$/), namespace: 'default', attempt: 0 },
		labels: { app: 'pause-test', 'io.kubernetes.pod.name': 'pause-test2', 'io.kubernetes.pod.uid': pod?.metadata.uid },
		runtimeHandler: '',
	});
	expect(pod?.createdAt).toMatch(/^1\d{18}$/);
	const nginx = containers.find((each) => each.podSandboxId === pod?.id && each.metadata.name === 'nginx');
	expect(nginx).toMatchObject({ state: 'CONTAINER_RUNNING', metadata: { attempt: 0 }, imageRef: nginx?.image.image });
	expect(nginx?.image.image).toMatch(/^sha256:[0-9a-f]{64}$/);
	expect(nginx?.labels).toEqual({
		'io.kubernetes.container.name': 'nginx',
		'io.kubernetes.pod.name': 'pause-test2',
		'io.kubernetes.pod.namespace': 'default',
		'io.kubernetes.pod.uid': pod?.metadata.uid,
	});
	const ids = new Set(sandboxes.map((each) => each.id));
	expect(containers.every((each) => ids.has(each.podSandboxId) && !ids.has(each.id))).toBe(true);
	const fixed = sandboxes.find((each) => each.metadata.namespace === 'kube-system');
	expect(fixed?.metadata).toMatchObject({
		name: 'static-web-pausetop-demo',
		uid: expect.stringMatching(/^[0-9a-f]{32}$/),
	});
});

test('filters: by a beginning of the id, by state, sandbox and label', async () => {
	lab = await startCriLab({ runtime: 'containerd' });
	const id = lab.idOf('pause-test');
	expect((await lab.listSandboxes({ id: id.slice(0, 13) })).map((each) => each.id)).toEqual([id]);
	expect((await lab.listSandboxes({ state: { state: 1 } })).map((each) => each.metadata.name)).toEqual(['done']);
	const own = await lab.listContainers({ podSandboxId: id });
	expect(own.map((each) => each.metadata.name).toSorted()).toEqual(['busybox', 'ghost', 'nginx']);
	const exited = await lab.listContainers({ state: { state: 2 } });
	expect(new Set(exited.map((each) => each.state))).toEqual(new Set(['CONTAINER_EXITED']));
	const labelSelector = { 'io.kubernetes.pod.name': 'done' };
	expect((await lab.listContainers({ labelSelector })).map((each) => each.metadata.name)).toEqual(['job']);
	expect(await lab.listContainers({ labelSelector, state: { state: 1 } })).toEqual([]);
});

test('the status of a sandbox: its IP and modes, and in its info pid, pinned net and the kubelet’s request', async () => {
	lab = await startCriLab({ runtime: 'containerd' });
	const { status, info } = await lab.askSandbox('pause-test2');
	expect(status).toMatchObject({
		state: 'SANDBOX_READY',
		network: { ip: expect.stringMatching(/^10\.244\.0\.\d+$/) },
		linux: { namespaces: { options: { network: 'POD', pid: 'POD', ipc: 'POD', usernsOptions: null } } },
	});
	const { pid } = lab.node.findContainer('pause-test2') ?? {};
	expect(info).toMatchObject({
		pid,
		processStatus: 'running',
		netNamespaceClosed: false,
		image: 'registry.k8s.io/pause:3.9',
		config: { metadata: { name: 'pause-test2' }, linux: { security_context: { namespace_options: {} } } },
	});
	expect(info.runtimeSpec.linux.namespaces).toEqual([
		{ type: 'pid' },
		{ type: 'ipc' },
		{ type: 'uts' },
		{ type: 'mount' },
		{ type: 'network', path: expect.stringMatching(/^\/var\/run\/netns\/cni-[0-9a-f-]{36}$/) },
	]);
	expect(info.runtimeSpec.linux.cgroupsPath).toBe(
		`/kubepods/besteffort/pod${info.config.metadata.uid}/${lab.idOf('pause-test2')}`,
	);
	const done = await lab.askSandbox('done');
	expect(done.status).toMatchObject({ state: 'SANDBOX_NOTREADY', network: { ip: '' } });
	expect(done.info).toMatchObject({ pid: 0, processStatus: 'deleted', netNamespaceClosed: true });
	const host = await lab.askSandbox('on-host');
	expect(host.status).toMatchObject({ network: { ip: '' }, linux: { namespaces: { options: { network: 'NODE' } } } });
	expect(host.info.runtimeSpec.linux.namespaces).toEqual([{ type: 'pid' }, { type: 'ipc' }, { type: 'mount' }]);
});

test('the status of a container: times, image by name, reason; joined namespaces by the pause’s pid', async () => {
	lab = await startCriLab({ runtime: 'containerd' });
	const { status, info } = await lab.askContainer('pause-test', 'ghost');
	expect(status).toMatchObject({
		state: 'CONTAINER_RUNNING',
		finishedAt: '0',
		image: { image: 'docker.io/library/ghost:latest' },
		reason: '',
		logPath: expect.stringMatching(/^\/var\/log\/pods\/default_pause-test_[0-9a-f-]{36}\/ghost\/0\.log$/),
	});
	const { pid: pausePid } = lab.node.findContainer('pause-test') ?? {};
	expect(info).toMatchObject({
		sandboxID: lab.idOf('pause-test'),
		pid: lab.node.findContainer('pause-test', 'ghost')?.pid,
	});
	expect(info.config.linux.security_context.namespace_options).toEqual({ pid: 1 });
	expect(info.config.envs).toContainEqual({ key: 'database__connection__password', value: 'demo-not-a-real-secret' });
	expect(info.runtimeSpec.linux.namespaces).toEqual([
		{ type: 'pid' },
		{ type: 'ipc', path: `/proc/${pausePid}/ns/ipc` },
		{ type: 'uts', path: `/proc/${pausePid}/ns/uts` },
		{ type: 'mount' },
		{ type: 'network', path: `/proc/${pausePid}/ns/net` },
	]);
	const boom = await lab.askContainer('crasher', 'boom');
	expect(boom.status).toMatchObject({ state: 'CONTAINER_EXITED', exitCode: 3, reason: 'Error' });
	expect(boom.info.pid).toBe(0);
	expect((await lab.askContainer('done', 'job')).status).toMatchObject({ exitCode: 0, reason: 'Completed' });
	const target = await lab.askContainer('with-sidecar', 'debugger-4xk2p');
	const { id, pid } = lab.node.findContainer('with-sidecar', 'app') ?? {};
	expect(target.info.config.linux.security_context.namespace_options).toEqual({ pid: 3, target_id: id });
	expect(target.info.runtimeSpec.linux.namespaces[0]).toEqual({ type: 'pid', path: `/proc/${pid}/ns/pid` });
});

test('NotFound in the real words, Unimplemented for what containerd 1.6 does not have', async () => {
	lab = await startCriLab({ runtime: 'containerd' });
	await expect(lab.cri.call('ContainerStatus', { containerId: 'feedbeef' })).rejects.toMatchObject({
		code: 5,
		details: 'an error occurred when try to find container "feedbeef": not found',
	});
	await expect(lab.cri.call('PodSandboxStatus', { podSandboxId: 'feedbeef' })).rejects.toMatchObject({ code: 5 });
	const events = await lab.cri.open('GetContainerEvents', 'ContainerEventResponse');
	expect(await events.ended).toMatchObject({ code: 12 });
	// Both are done when there is nothing to do.
	expect(await lab.cri.call('StopPodSandbox', { podSandboxId: 'feedbeef' })).toEqual({});
	expect(await lab.cri.call('RemoveContainer', { containerId: 'feedbeef' })).toEqual({});
});

test('images: those of the pods, by name, with the pause’s', async () => {
	lab = await startCriLab({ runtime: 'containerd' });
	const { images } = (await lab.cri.call('/runtime.v1.ImageService/ListImages')) as {
		images: { repoTags: string[] }[];
	};
	const names = images.flatMap((each) => each.repoTags).toSorted();
	expect(names).toEqual([
		'docker.io/library/busybox:latest',
		'docker.io/library/ghost:latest',
		'docker.io/library/nginx:latest',
		'registry.k8s.io/pause:3.9',
	]);
});

test('StopContainer gives grace, RemovePodSandbox takes everything, and the next sandbox is attempt 0 again', async () => {
	lab = await startCriLab({ runtime: 'containerd' });
	lab.node.kubelet.stop();
	const id = lab.idOf('pause-test', 'ghost');
	const startedAt = lab.clock.now();
	await lab.during(lab.cri.call('StopContainer', { containerId: id, timeout: 2 }));
	// PID 1 of its namespace without a handler: TERM does nothing, KILL comes after the grace period.
	expect(lab.clock.now() - startedAt).toBeGreaterThan(2000);
	expect((await lab.askContainer('pause-test', 'ghost')).status).toMatchObject({ exitCode: 137 });
	const quick = await lab.listContainers({ id: lab.idOf('with-sidecar', 'app') });
	await lab.during(lab.cri.call('StopContainer', { containerId: quick[0]?.id, timeout: 5 }));
	expect((await lab.askContainer('with-sidecar', 'app')).status).toMatchObject({ exitCode: 0, reason: 'Completed' });
	const before = await lab.listSandboxes({ labelSelector: { 'io.kubernetes.pod.name': 'pause-test2' } });
	await lab.during(lab.cri.call('RemovePodSandbox', { podSandboxId: before[0]?.id }));
	expect(await lab.listSandboxes({ id: before[0]?.id })).toEqual([]);
	expect(await lab.listContainers({ podSandboxId: before[0]?.id })).toEqual([]);
	lab.node.kubelet.start();
	await lab.clock.advance(6000);
	expect(lab.node.findContainer('pause-test2')).toMatchObject({ attempt: 0, pid: expect.any(Number) });
	expect(lab.node.findContainer('pause-test2', 'nginx')).toMatchObject({ attempt: 1 });
});
