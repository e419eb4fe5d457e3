import { randomBytes } from 'node:crypto';
import { startAutonomy } from './autonomy.ts';
import { realClock } from './clock.ts';
import type { KubeApi, Resource } from './kube/kube-api.ts';
import { createKubeServer } from './kube/kube-server.ts';
import { writeKubeconfig } from './kube/kubeconfig.ts';
import type { Listener } from './listener.ts';
import { createLogTree } from './log/log-tree.ts';
import { createNodeDirectory } from './node-directory.ts';
import type { EngineServer, SandboxName } from './node-engine.ts';
import { createPinTree } from './proc/pin-tree.ts';
import { createProcTree } from './proc/proc-tree.ts';
import { createScopedClock } from './scoped-clock.ts';
import type {
	CriControl,
	SimulatedCriNode,
	SimulatedCriNodeOptions,
	SimulatedNode,
	SimulatedNodeOptions,
} from './simulated-node.ts';
import { createManyPod, listStory } from './story.ts';
import { createWarmUpClock, type WarmUpClock } from './warm-up-clock.ts';
import { createWorld, nodeName, type World } from './world.ts';

export type {
	SimulatedCriNode,
	SimulatedCriNodeOptions,
	SimulatedNode,
	SimulatedNodeOptions,
} from './simulated-node.ts';

type Options = SimulatedNodeOptions | SimulatedCriNodeOptions;

const storyLength = 27 * 60_000;
/** Many pods are old enough for the events of their start to have expired. */
const manyLength = 65 * 60_000;

export async function createSimulatedNode(options?: SimulatedNodeOptions): Promise<SimulatedNode>;
export async function createSimulatedNode(options: SimulatedCriNodeOptions): Promise<SimulatedCriNode>;
export async function createSimulatedNode(options: Options): Promise<SimulatedNode | SimulatedCriNode>;
/** Builds a node with a past, and serves it. */
export async function createSimulatedNode(options: Options = {}): Promise<SimulatedNode | SimulatedCriNode> {
	const { runtime = 'docker' } = options;
	const outer = createScopedClock(options.clock ?? realClock);
	const presentAt = outer.now();
	const many = options.pods ?? 0;
	const clock = createWarmUpClock(outer, presentAt - (many > 0 ? manyLength : storyLength) - 10_000);
	const cgroup = options.cgroup ?? (runtime === 'cri-o' ? 'v2-systemd' : 'v1-cgroupfs');
	const directory = createNodeDirectory({ wanted: options.directory, runtime, processes: 200 + many * 4 });
	const autonomous = options.autonomous === true;
	const world = createWorld({ clock, cgroup, seed: options.seed ?? 1, choice: options, autonomous });
	const forbidden = new Set<Resource>();
	const server = world.engine.createServer(directory.socket);
	const token = randomBytes(16).toString('hex');
	const kube = createKubeServer({
		api: world.api,
		clock,
		token,
		isForbidden: (resource) => forbidden.has(resource),
		readLogs: world.engine.readLogs,
	});

	await liveUntil(presentAt, { world, clock, many, story: options.story === false ? [] : listStory(runtime) });
	createProcTree(world.kernel, { hostRoot: directory.root, style: cgroup, clock });
	createPinTree(world.kernel, directory.root);
	createLogTree(world.engine.watchLogs, { hostRoot: directory.root, clock });
	await Promise.all([server.start(), kube.start()]);
	writeKubeconfig(directory.kubeconfig, { server: `http://127.0.0.1:${kube.port()}`, token, nodeName });
	if (autonomous) startAutonomy({ ...world, clock });

	const control = createDaemonControl(server, world);
	const common = {
		kubeconfig: directory.kubeconfig,
		hostRoot: directory.root,
		nodeName,
		clock: options.clock ?? realClock,
		engine: control,
		api: {
			...createApiControl(kube, world.api),
			forbid: (resource: Resource, on: boolean) => void (on ? forbidden.add(resource) : forbidden.delete(resource)),
		},
		kubelet: world.kubelet,
		host: world.kernel,
		forgetAddress: world.addresses.forget,
		runSandbox: (sandbox: SandboxName) => runSandbox(world, sandbox),
		run: world.engine.run,
		findContainer: world.engine.find,
		createPod: world.createPod,
		deletePod(kubeNamespace: string, name: string) {
			const pod = world.api.collections.pods.get(kubeNamespace, name);
			if (pod === undefined) throw new Error(`There is no pod ${name} in ${kubeNamespace} on the simulated node`);
			world.api.deletePod(pod);
		},
		async close() {
			outer.close();
			await Promise.all([server.stop(), kube.stop()]);
			directory.remove();
		},
	};
	if (runtime === 'docker') return { ...common, runtime, dockerSocket: directory.socket, docker: control };
	return { ...common, runtime, criSocket: directory.socket, cri: control };
}

function runSandbox({ engine }: World, { pod, kubeNamespace = 'default', uid, attempt }: SandboxName): Promise<string> {
	const bare = { input: { name: pod, containers: [] }, containers: [], annotations: {}, terminated: false };
	return engine.runtime.runSandbox({ ...bare, uid, name: pod, kubeNamespace, startTime: '' }, attempt);
}

type Past = { world: World; clock: WarmUpClock; many: number; story: ReturnType<typeof listStory> };

/** Lets the node live through its past: pods come, crash and complete, at their times. */
async function liveUntil(presentAt: number, { world, clock, many, story }: Past): Promise<void> {
	const at = (age: number, run: () => void) => clock.setTimeout(run, presentAt - age - clock.now());
	world.kubelet.start();
	for (let number = 1; number <= many; number++) at(manyLength, () => world.createPod(createManyPod(number)));
	for (const { age, pod } of story) at(age, () => world.createPod(pod));
	if (story.length > 0) at(storyLength, () => void world.engine.startPlain());
	await clock.advanceTo(presentAt);
	clock.release();
	for (const collection of Object.values(world.api.collections)) collection.compact();
}

function createDaemonControl(server: EngineServer, { engine, processes }: World): CriControl {
	return {
		async stop() {
			engine.setDaemon(false);
			processes.stopDaemon();
			await server.stop();
		},
		async start() {
			processes.startDaemon();
			engine.setDaemon(true);
			await server.start();
		},
		hang: (on, method, id) => server.hang(on, method, id),
		slow: server.slow,
		reserve: engine.reserve,
		unimplemented: (method) => server.unimplemented(method),
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
