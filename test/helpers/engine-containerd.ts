import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { runCommand } from '../engines/run-command.ts';
import { type CriTestClient, createCriTestClient } from './cri-client.ts';
import { type DaemonProcess, startDaemonProcess } from './engine-child.ts';
import { findObstacle } from './engine-daemon.ts';
import { packImage } from './engine-images.ts';
import { removeCgroups, unmountBelow } from './engine-leftovers.ts';

/**
 * A containerd of the test's own with the CRI plugin, its own socket, data and network: no kubelet on the machine sees
 * its pods.
 */
export type ContainerdDaemon = {
	socket: string;
	cri: CriTestClient;
	/** Where its pods' cgroups are to be made: an absolute cgroup path. */
	cgroupParent: string;
	/** Where its pods' logs are to be written. */
	logDirectory: string;
	/** The image of its containers, in which there is a shell. */
	image: string;
	/** `ctr` in the CRI plugin's namespace. */
	ctr(...args: string[]): Promise<string>;
	start(): Promise<void>;
	/** Stops containerd alone; its containers go on. */
	stop(): Promise<void>;
	/** Removes all pods and everything else that it made. */
	dispose(): Promise<void>;
};

const plugins = '/usr/lib/cni';

/** Why one cannot be started here; undefined when it can. */
export function findContainerdObstacle(): string | undefined {
	return findObstacle([
		'containerd',
		'ctr',
		'runc',
		'busybox',
		'tar',
		'ip',
		`${plugins}/bridge`,
		`${plugins}/host-local`,
	]);
}

/** Makes one and starts it, with one image that serves as the pause's, too. */
export async function createContainerdDaemon(): Promise<ContainerdDaemon> {
	const directory = await mkdtemp(join(tmpdir(), 'pausetop-cri-'));
	const name = basename(directory);
	// an interface's name has at most 15 characters
	const bridge = `pt-${name.slice(-6).toLowerCase()}`;
	const socket = join(directory, 'containerd.sock');
	const ctr = (...args: string[]) => runCommand('ctr', ['--address', socket, '--namespace', 'k8s.io', ...args]);
	let containerd: DaemonProcess | undefined;
	const cri = createCriTestClient(socket);
	const daemon: ContainerdDaemon = {
		socket,
		cri,
		cgroupParent: `/${name}`,
		logDirectory: join(directory, 'logs'),
		image: 'docker.io/engine/app:1',
		ctr,
		async start() {
			containerd = startDaemonProcess(
				'containerd',
				['--config', join(directory, 'config.toml')],
				join(directory, 'log'),
			);
			await containerd.waitUntil(30, () => access(socket).then(() => cri.call('Version')));
		},
		async stop() {
			await containerd?.stop();
		},
		async dispose() {
			if (containerd?.isAlive() === false) await daemon.start();
			const { items } = (await cri.call('ListPodSandbox')) as { items: { id: string }[] };
			for (const { id } of items) await cri.removeSandbox(id);
			cri.close();
			await daemon.stop();
			await removeTraces();
		},
	};
	const removeTraces = async () => {
		await unmountBelow(directory);
		await removeCgroups(daemon.cgroupParent);
		await runCommand('sh', ['-c', '! ip link show dev "$0" >/dev/null 2>&1 || ip link delete "$0"', bridge]);
		await rm(directory, { recursive: true, force: true });
	};
	try {
		await writeConfiguration(directory, { bridge, name, image: daemon.image });
		await daemon.start();
		await ctr('images', 'import', await packImage(directory, daemon.image));
	} catch (error) {
		cri.close();
		await daemon.stop();
		await removeTraces();
		throw error;
	}
	return daemon;
}

type Names = { bridge: string; name: string; image: string };

async function writeConfiguration(directory: string, { bridge, name, image }: Names): Promise<void> {
	const own = (file: string) => join(directory, file);
	const config = `version = 2
root = "${own('data')}"
state = "${own('state')}"
[grpc]
  address = "${own('containerd.sock')}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${image}"
  # runc cannot lower a score on a machine without CAP_SYS_RESOURCE
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${plugins}"
    conf_dir = "${own('cni')}"
[plugins."io.containerd.internal.v1.opt"]
  path = "${own('opt')}"
`;
	const network = {
		cniVersion: '0.3.1',
		name,
		plugins: [
			{
				type: 'bridge',
				bridge,
				isGateway: false,
				ipMasq: false,
				ipam: { type: 'host-local', dataDir: own('ipam'), ranges: [[{ subnet: '10.245.0.0/16' }]] },
			},
		],
	};
	await mkdir(own('cni'));
	await mkdir(own('logs'));
	await writeFile(own('config.toml'), config);
	await writeFile(own('cni/10-own.conflist'), JSON.stringify(network));
}
