import { existsSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type Asked, type CriLab, startCriLab } from './cri-lab.ts';
import { readInodes } from './proc-inodes.ts';

let lab: CriLab;

afterEach(() => lab.close());

/** The first namespaces' numbers, fixed in the kernel (include/linux/proc_ns.h). */
const host = { net: 4026531833, uts: 4026531838, user: 4026531837, pid: 4026531836 };

/** What a sandbox's specification says is kept by files, read from those files. */
function readPinned({ node }: CriLab, info: Asked['info']): Record<string, string> {
	const pinned = info.runtimeSpec.linux.namespaces.filter((each) => each.path !== undefined);
	return Object.fromEntries(
		pinned.map(({ type, path = '' }) => [type, readlinkSync(join(node.hostRoot, path))] as const),
	);
}

test('CRI-O drops the pause: files keep what the containers share, and the status says only where', async () => {
	lab = await startCriLab({ runtime: 'cri-o' });
	const found = lab.node.findContainer('pause-test');
	expect(found?.pid).toBeUndefined();
	const { info } = await lab.askSandbox('pause-test');
	expect(Object.keys(info)).toEqual(['runtimeSpec']);
	const inodes = readInodes(lab.node, 'pause-test', ['nginx', 'ghost']);
	expect(inodes.POD).toBeUndefined();
	expect(readPinned(lab, info)).toEqual({
		ipc: `ipc:[${inodes.nginx?.ipc}]`,
		network: `net:[${inodes.nginx?.net}]`,
		uts: `uts:[${inodes.nginx?.uts}]`,
	});
	expect(inodes.ghost).toMatchObject({ net: inodes.nginx?.net, ipc: inodes.nginx?.ipc, uts: inodes.nginx?.uts });
	expect(inodes.ghost?.pid).not.toBe(inodes.nginx?.pid);
	const container = (await lab.askContainer('pause-test', 'nginx')).info;
	expect(container).toMatchObject({ sandboxID: found?.id, pid: lab.node.findContainer('pause-test', 'nginx')?.pid });
	expect(container.runtimeSpec.linux.namespaces).toContainEqual(
		info.runtimeSpec.linux.namespaces.find((each) => each.type === 'uts'),
	);
});

test('CRI-O without a pause: nothing to kill, and StopPodSandbox makes a new sandbox with new files', async () => {
	lab = await startCriLab({ runtime: 'cri-o' });
	const { info } = await lab.askSandbox('pause-test');
	const path = info.runtimeSpec.linux.namespaces.find((each) => each.type === 'network')?.path ?? '';
	const refused = expect(lab.node.run({ do: 'kill', id: lab.idOf('pause-test') })).rejects.toThrow(/no running task/);
	await lab.clock.advance(100);
	await refused;
	await lab.operate('stop', 'pause-test');
	expect(existsSync(join(lab.node.hostRoot, path))).toBe(false);
	expect(await lab.listSandboxesOf('pause-test')).toMatchObject([
		{ state: 'SANDBOX_READY', metadata: { attempt: 1 } },
		{ state: 'SANDBOX_NOTREADY', metadata: { attempt: 0 } },
	]);
	expect((await lab.readPod('pause-test')).status?.containerStatuses?.map((each) => each.restartCount)).toEqual([
		1, 1, 1,
	]);
	const after = await lab.askSandbox('pause-test');
	expect(readPinned(lab, after.info).network).toBe(`net:[${readInodes(lab.node, 'pause-test', ['ghost']).ghost?.net}]`);
});

test('CRI-O keeps a pause for a shared PID namespace, and it takes all with it', async () => {
	lab = await startCriLab({ runtime: 'cri-o' });
	const { pid } = lab.node.findContainer('pause-test2') ?? {};
	expect((await lab.askSandbox('pause-test2')).info).toMatchObject({ pid, image: 'registry.k8s.io/pause:3.9' });
	const before = readInodes(lab.node, 'pause-test2', ['nginx']);
	expect(before.nginx?.pid).toBe(before.POD?.pid);
	await lab.operate('term', 'pause-test2');
	expect(lab.node.findContainer('pause-test2')).toMatchObject({ attempt: 1, pid: expect.any(Number) });
	const [newest] = await lab.listSandboxesOf('pause-test2');
	expect(newest).toMatchObject({ state: 'SANDBOX_READY' });
	expect(lab.node.findContainer('pause-test2', 'busybox')).toMatchObject({ attempt: 1 });
});

test('with the host’s network the pod keeps the host’s name with containerd, not with CRI-O', async () => {
	for (const runtime of ['containerd', 'cri-o'] as const) {
		if (runtime === 'cri-o') await lab.close();
		lab = await startCriLab({ runtime });
		const { main } = readInodes(lab.node, 'on-host', ['main']);
		expect(main?.net).toBe(host.net);
		expect(main?.uts === host.uts).toBe(runtime === 'containerd');
	}
});

test('CRI-O’s events are switched off by default: the stream ends at once without an error', async () => {
	lab = await startCriLab({ runtime: 'cri-o' });
	const stream = await lab.cri.open('GetContainerEvents', 'ContainerEventResponse');
	expect(await stream.ended).toBeUndefined();
	expect(stream.messages).toEqual([]);
	// None of containerd's services either, nor the old CRI.
	await expect(lab.cri.call('/containerd.services.version.v1.Version/Version')).rejects.toMatchObject({ code: 12 });
	await expect(lab.cri.call('/runtime.v1alpha2.RuntimeService/Version')).rejects.toMatchObject({ code: 12 });
	await expect(lab.cri.call('ContainerStatus', { containerId: 'feedbeef' })).rejects.toMatchObject({
		code: 5,
		details:
			'could not find container "feedbeef": container with ID starting with feedbeef not found: ID does not exist',
	});
});
