import { execFile, spawnSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { createDockerDaemon, type DockerDaemon, findDaemonObstacle } from '../helpers/engine-daemon.ts';
import { importImages } from '../helpers/engine-images.ts';
import { createKubelet } from '../helpers/engine-pods.ts';
import { requireEngine } from '../helpers/engine-requirement.ts';
import { commandLine } from '../helpers/terminal-program.ts';
import type { Document } from './document.ts';
import { compareAtRest, withoutForeign } from './equality.ts';
import { readGroundTruth } from './ground-truth.ts';
import { runCommand } from './run-command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const image = 'engine/pausetop:1';
const obstacle = findDaemonObstacle();

/**
 * Where even root may not read pid 1 (an init with more capabilities than root has), the number of the host's mount namespace is known from
 * outside of a container only.
 */
const hostMountUnknown = /\.mnt\.sharing: "unknown", but should be "own"$/;
const initIsReadable = canRead('/proc/1/ns/mnt');

describe('the image, in a real dockerd', () => {
	let daemon: DockerDaemon | undefined;
	let nodeName = '';
	const requireDaemon = (): DockerDaemon => {
		if (daemon === undefined) throw new Error('there is no dockerd');
		return daemon;
	};

	beforeAll(async () => {
		if (obstacle !== undefined) return;
		await promisify(execFile)(process.execPath, ['source/build/image.ts'], { cwd: root });
		nodeName = readNodeName();
		daemon = await createDockerDaemon();
		// the builder that every docker has; nothing but the files at hand is needed
		await runCommand('docker', ['build', '--tag', image, root], { ...daemon.env, DOCKER_BUILDKIT: '0' });
		const kubelet = createKubelet(daemon, await importImages(daemon));
		const pod = { kubeNamespace: 'default', name: 'web', uid: '0a1b2c3d-0000-4000-8000-000000000001' };
		const pause = await kubelet.runPause(pod);
		await kubelet.runContainer(pod, pause, 'nginx');
	}, 180_000);
	afterAll(async () => daemon?.dispose(), 120_000);
	beforeEach((context) => requireEngine(context, obstacle));

	/** pausetop in a container, as the README starts it on a node. */
	const run = (flags: readonly string[], args: readonly string[]) =>
		promisify(execFile)('docker', ['run', '--rm', '--network', 'host', ...flags, image, ...args], {
			env: { ...process.env, ...requireDaemon().env },
		}).catch((error: { code: number; stdout: string; stderr: string }) => error);
	const socket = () => ['-v', `${requireDaemon().socket}:/run/docker.sock`];
	// the one capability that reading other processes' namespaces takes; --privileged is not needed
	const onNode = () => ['--pid=host', '--cap-add', 'SYS_PTRACE', '-v', '/:/host:ro', ...socket()];

	it('has the program, and nothing is missing', async () => {
		const { stdout } = await run([], ['--version']);
		expect(stdout).toMatch(new RegExp(`^${packageJson.version.replaceAll('.', '\\.')}( \\(\\w+\\+?\\))?\\n$`));
		const { stdout: demo } = await run([], ['get', '-A', '--demo', '--seed', '1']);
		expect(demo).toContain('pause-test2');
	}, 60_000);

	it("finds the node's / at /host by itself, and says so", async () => {
		const { stdout } = await run(onNode(), ['doctor', '--no-kube', '--runtime', 'docker:///run/docker.sock']);
		expect(stdout).toMatch(/\ndocker +live/);
		expect(stdout).toMatch(/\nproc +live/);
		expect(stdout).toMatch(/ \/host\/proc: used\n/);
		expect(stdout).toMatch(/ host root \/host: found: /);
		expect(stdout).toMatch(new RegExp(`^node +${nodeName}\n`));
	}, 60_000);

	it('says why it has not found it, where it is not mounted', async () => {
		const { stdout } = await run([], ['doctor', '--no-kube']);
		expect(stdout).toMatch(/ host root \/: nothing at \/host/);
	}, 60_000);

	it('equals docker, readlink and /proc as the program on the node does', async () => {
		const { env } = requireDaemon();
		const readActual = async () => {
			const args = ['get', '-A', '-o', 'json', '--no-kube', '--runtime', 'docker:///run/docker.sock'];
			const { stdout } = await run([...onNode(), '--name', 'pausetop-itself'], args);
			const document = withoutForeign(JSON.parse(stdout) as Document);
			const [itself, ...others] = document.unmatched;
			expect(itself?.name).toBe('pausetop-itself');
			return { ...document, unmatched: others };
		};
		const readTruth = () => readGroundTruth({ env, withoutKube: true, nodeName });
		const { differences, truth } = await compareAtRest(readTruth, readActual);
		expect(truth.pods).toHaveLength(1);
		const isKnowable = (difference: string) => initIsReadable || !hostMountUnknown.test(difference);
		expect(differences.filter(isKnowable)).toEqual([]);
	}, 120_000);
});

/** As the program on the node says: a kubelet that runs here may have given it another name than the host's. */
function readNodeName(): string {
	const { command, args } = commandLine(['doctor', '--no-kube']);
	const { stdout: said } = spawnSync(command, args, { encoding: 'utf8' });
	const name = /^node +(\S+)/.exec(said)?.[1];
	if (name === undefined) throw new Error(`doctor names no node: ${said}`);
	return name;
}

function canRead(link: string): boolean {
	try {
		return readlinkSync(link) !== '';
	} catch {
		return false;
	}
}
