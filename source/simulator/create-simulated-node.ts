import { randomBytes } from 'node:crypto';
import { startAutonomy } from './autonomy.ts';
import { realClock } from './clock.ts';
import { createDockerServer } from './docker/docker-server.ts';
import type { KubeApi, Resource } from './kube/kube-api.ts';
import { createKubeServer } from './kube/kube-server.ts';
import { writeKubeconfig } from './kube/kubeconfig.ts';
import type { Listener } from './listener.ts';
import { createNodeDirectory } from './node-directory.ts';
import { findContainer, readLogs, runAction } from './operator.ts';
import { startPlainContainer } from './plain-container.ts';
import { createProcTree } from './proc/proc-tree.ts';
import { createScopedClock } from './scoped-clock.ts';
import type { SimulatedNode, SimulatedNodeOptions } from './simulated-node.ts';
import { createManyPod, story } from './story.ts';
import { createWarmUpClock, type WarmUpClock } from './warm-up-clock.ts';
import { createWorld, nodeName, type World } from './world.ts';

export type { SimulatedNode, SimulatedNodeOptions } from './simulated-node.ts';

const storyLength = 27 * 60_000;
/** Many pods are old enough for the events of their start to have expired. */
const manyLength = 65 * 60_000;

/** Builds a node with a past, and serves it. */
export async function createSimulatedNode(options: SimulatedNodeOptions = {}): Promise<SimulatedNode> {
	const outer = createScopedClock(options.clock ?? realClock);
	const presentAt = outer.now();
	const many = options.pods ?? 0;
	const length = many > 0 ? manyLength : storyLength;
	const clock = createWarmUpClock(outer, presentAt - length - 10_000);
	const cgroup = options.cgroup ?? 'v1-cgroupfs';
	const directory = createNodeDirectory(options.directory, 200 + many * 4);
	const world = createWorld({ clock, cgroup, seed: options.seed ?? 1 });
	const forbidden = new Set<Resource>();
	const docker = createDockerServer({
		...world,
		clock,
		socketPath: directory.socket,
		host: { name: nodeName, cgroup },
	});
	const token = randomBytes(16).toString('hex');
	const kube = createKubeServer({
		api: world.api,
		clock,
		token,
		isForbidden: (resource) => forbidden.has(resource),
		readLogs: (kubeNamespace, pod, container) => readLogs(world.engine, kubeNamespace, pod, container),
	});

	await liveUntil(presentAt, { world, clock, many, withStory: options.story !== false });
	createProcTree(world.kernel, directory.proc, cgroup);
	await Promise.all([docker.start(), kube.start()]);
	writeKubeconfig(directory.kubeconfig, { server: `http://127.0.0.1:${kube.port()}`, token, nodeName });
	const find: SimulatedNode['findContainer'] = (...names) => findContainer(world.engine, ...names);
	if (options.autonomous === true) startAutonomy({ ...world, clock, find });

	return {
		dockerSocket: directory.socket,
		kubeconfig: directory.kubeconfig,
		hostRoot: directory.root,
		nodeName,
		clock: options.clock ?? realClock,
		docker: createDaemonControl(docker, world),
		api: {
			...createApiControl(kube, world.api),
			forbid: (resource, on) => void (on ? forbidden.add(resource) : forbidden.delete(resource)),
		},
		kubelet: world.kubelet,
		run: (action) => runAction(world.engine, action),
		findContainer: find,
		createPod: world.createPod,
		deletePod(kubeNamespace, name) {
			const pod = world.api.collections.pods.get(kubeNamespace, name);
			if (pod === undefined) throw new Error(`There is no pod ${name} in ${kubeNamespace} on the simulated node`);
			world.api.deletePod(pod);
		},
		async close() {
			outer.close();
			await Promise.all([docker.stop(), kube.stop()]);
			directory.remove();
		},
	};
}

/** Lets the node live through its past: pods come, crash and complete, at their times. */
async function liveUntil(
	presentAt: number,
	{ world, clock, many, withStory }: { world: World; clock: WarmUpClock; many: number; withStory: boolean },
): Promise<void> {
	const at = (age: number, run: () => void) => clock.setTimeout(run, presentAt - age - clock.now());
	world.kubelet.start();
	for (let number = 1; number <= many; number++) at(manyLength, () => world.createPod(createManyPod(number)));
	if (withStory) {
		for (const { age, pod } of story) at(age, () => world.createPod(pod));
		at(storyLength, () => void startPlainContainer(world.engine));
	}
	await clock.advanceTo(presentAt);
	clock.release();
	for (const collection of Object.values(world.api.collections)) collection.compact();
}

function createDaemonControl(listener: Listener, { engine, processes }: World): SimulatedNode['docker'] {
	return {
		async stop() {
			engine.setDaemon(false);
			processes.stopDocker();
			await listener.stop();
		},
		async start() {
			processes.startDocker();
			engine.setDaemon(true);
			await listener.start();
		},
		hang: (on) => listener.gate.hang(on),
	};
}

function createApiControl(listener: Listener, api: KubeApi) {
	return {
		async stop() {
			api.setUp(false);
			await listener.stop();
		},
		async start() {
			await listener.start();
			api.setUp(true);
		},
		hang: (on: boolean) => listener.gate.hang(on),
	};
}
