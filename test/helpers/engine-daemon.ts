import { execFileSync } from 'node:child_process';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { runCommand } from '../engines/run-command.ts';
import { type DaemonProcess, startDaemonProcess } from './engine-child.ts';
import { removeCgroups, unmountBelow } from './engine-leftovers.ts';

/**
 * A dockerd of the test's own, with its own containerd, socket and data: it can be stopped and started, and no kubelet
 * on the machine sees its containers (a kubelet removes pods that it does not know).
 */
export type DockerDaemon = {
	socket: string;
	/** For the docker command. */
	env: Record<string, string>;
	/** Where its containers' cgroups are: an absolute cgroup path. */
	cgroupParent: string;
	directory: string;
	start(): Promise<void>;
	/** Stops dockerd alone. With live-restore its containers go on. */
	stop(): Promise<void>;
	/** Removes all containers and everything else that it made. */
	dispose(): Promise<void>;
};

/** Why a daemon cannot be started here; undefined when it can. */
export function findDaemonObstacle(): string | undefined {
	return findObstacle(['dockerd', 'containerd', 'runc', 'docker', 'busybox', 'tar']);
}

/** Why a daemon that needs these commands cannot be started here; undefined when it can. */
export function findObstacle(commands: readonly string[]): string | undefined {
	if (process.platform !== 'linux') return 'Linux is needed';
	if (process.getuid?.() !== 0) return 'starting a daemon needs root';
	const missing = commands.filter((name) => !isInstalled(name));
	return missing.length > 0 ? `not installed: ${missing.join(', ')}` : undefined;
}

function isInstalled(name: string): boolean {
	try {
		execFileSync('sh', ['-c', 'PATH=$PATH:/usr/sbin:/sbin; command -v "$0"', name], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

type DaemonOptions = {
	/** Containers outlive the daemon. */
	liveRestore?: boolean;
	/** The socket of a containerd that is there already; else it gets its own. */
	containerd?: string;
};

/** Makes one and starts it. */
export async function createDockerDaemon(options: DaemonOptions = {}): Promise<DockerDaemon> {
	const directory = await mkdtemp(join(tmpdir(), 'pausetop-engine-'));
	const socket = join(directory, 'docker.sock');
	const env = { DOCKER_HOST: `unix://${socket}`, DOCKER_CONFIG: directory };
	const cgroupParent = `/${basename(directory)}`;
	let containerd: DaemonProcess | undefined;
	let dockerd: DaemonProcess | undefined;
	const daemon: DockerDaemon = {
		socket,
		env,
		cgroupParent,
		directory,
		async start() {
			if (options.containerd === undefined) containerd ??= await startContainerd(directory);
			dockerd = startDaemonProcess('dockerd', dockerdArguments(directory, options), join(directory, 'dockerd.log'));
			await dockerd.waitUntil(60, () => runCommand('docker', ['version'], env));
		},
		async stop() {
			await dockerd?.stop();
		},
		async dispose() {
			if (dockerd?.isAlive() === false) await daemon.start();
			await removeContainers(env);
			await daemon.stop();
			await removeTraces();
		},
	};
	const removeTraces = async () => {
		await containerd?.stop();
		await unmountBelow(directory);
		await removeCgroups(cgroupParent);
		await rm(directory, { recursive: true, force: true });
	};
	try {
		await writeFile(join(directory, 'daemon.json'), '{}');
		await daemon.start();
	} catch (error) {
		await daemon.stop();
		await removeTraces();
		throw error;
	}
	return daemon;
}

async function removeContainers(env: Record<string, string>): Promise<void> {
	const ids = (await runCommand('docker', ['ps', '-aq'], env)).split('\n').filter((id) => id !== '');
	if (ids.length > 0) await runCommand('docker', ['rm', '--force', ...ids], env);
}

/** Its own one: on the system's, two dockerds would see each other's containers. */
async function startContainerd(directory: string): Promise<DaemonProcess> {
	const own = (name: string) => join(directory, name);
	const config = [
		'version = 2',
		`root = "${own('containerd')}"`,
		`state = "${own('containerd-state')}"`,
		'disabled_plugins = ["io.containerd.grpc.v1.cri"]',
		'[grpc]',
		`address = "${own('containerd.sock')}"`,
		'[plugins."io.containerd.internal.v1.opt"]',
		`path = "${own('opt')}"`,
	];
	await writeFile(own('containerd.toml'), `${config.join('\n')}\n`);
	const containerd = startDaemonProcess('containerd', ['--config', own('containerd.toml')], own('containerd.log'));
	await containerd.waitUntil(30, () => access(own('containerd.sock')));
	return containerd;
}

function dockerdArguments(directory: string, { liveRestore, containerd }: DaemonOptions): string[] {
	const own = (name: string) => join(directory, name);
	return [
		// an own configuration file, so that the machine's does not count
		...['--config-file', own('daemon.json'), '--host', `unix://${own('docker.sock')}`, '--pidfile', own('docker.pid')],
		...['--data-root', own('data'), '--exec-root', own('exec'), '--containerd', containerd ?? own('containerd.sock')],
		// networks are the kubelet's business: its pauses are made with `none`
		...['--bridge', 'none', '--iptables=false', '--ip6tables=false', '--ip-forward=false'],
		...['--exec-opt', 'native.cgroupdriver=cgroupfs', '--shutdown-timeout', '10'],
		...(liveRestore === true ? ['--live-restore'] : []),
	];
}
