import type { RuntimeName } from './node-engine.ts';
import type { ContainerInput, PodSpecInput } from './pod-spec-input.ts';

/** A pod of the story and how long before the present it was created, in milliseconds. */
export type StoryPod = { age: number; pod: PodSpecInput };

const minute = 60_000;

/** Ports, logs and manners of the containers that the article's pods have in common. */
const nginx: ContainerInput = {
	name: 'nginx',
	image: 'nginx',
	ports: [80],
	termExitCode: 0,
	processes: ['nginx: worker process'],
	logs: ['10.244.0.1 - - "GET / HTTP/1.1" 200 615 "-" "curl/7.88.1"'],
};

const ghost: ContainerInput = {
	name: 'ghost',
	image: 'ghost',
	ports: [2368],
	env: { url: 'http://localhost:2368', database__connection__password: 'demo-not-a-real-secret' },
	logs: ['INFO Ghost is running in production...', 'INFO Listening on: 0.0.0.0:2368'],
};

const busybox: ContainerInput = { name: 'busybox', image: 'busybox', command: ['sleep', '3600'] };

/** Loops until its service exists; somebody has to end it. */
function createInit(service: string): ContainerInput {
	const command = ['sh', '-c', `until nslookup ${service}; do echo waiting for ${service}; sleep 2; done`];
	return { name: `init-${service}`, command, processes: ['sleep 2'], logs: [`waiting for ${service}`] };
}

/** The article's pods, oldest first. */
const story: readonly StoryPod[] = [
	{
		age: 27 * minute,
		pod: {
			name: 'static-web',
			kubeNamespace: 'kube-system',
			labels: { tier: 'static' },
			static: true,
			containers: [{ ...nginx, name: 'web' }],
		},
	},
	{
		age: 27 * minute - 2000,
		pod: { name: 'pause-test', labels: { app: 'pause-test' }, containers: [nginx, ghost, busybox] },
	},
	{
		age: 27 * minute - 3000,
		pod: {
			name: 'pause-test2',
			labels: { app: 'pause-test' },
			shareProcessNamespace: true,
			containers: [nginx, ghost, busybox],
		},
	},
	{
		age: 26 * minute,
		pod: {
			name: 'on-host',
			labels: { app: 'on-host' },
			hostNetwork: true,
			terminationGracePeriodSeconds: 2,
			containers: [{ name: 'main', command: ['sleep', '100000'] }],
		},
	},
	{
		age: 20 * minute,
		pod: {
			name: 'with-sidecar',
			labels: { app: 'with-sidecar' },
			terminationGracePeriodSeconds: 5,
			initContainers: [
				{ name: 'log-shipper', restartPolicy: 'Always', command: ['sh', '-c', 'tail -F /logs/app.log'] },
			],
			containers: [{ name: 'app', image: 'nginx', ports: [8080], termExitCode: 0 }],
			ephemeralContainers: [{ name: 'debugger-4xk2p', command: ['sh'], targetContainerName: 'app' }],
		},
	},
	{
		age: 12 * minute,
		pod: {
			name: 'done',
			labels: { app: 'done' },
			restartPolicy: 'Never',
			containers: [{ name: 'job', command: ['sh', '-c', 'echo 3.14159'], runsFor: 2000, logs: ['3.14159'] }],
		},
	},
	{
		age: 6 * minute,
		pod: {
			name: 'myapp-pod',
			labels: { app: 'myapp' },
			initContainers: [createInit('myservice'), createInit('mydb')],
			containers: [{ name: 'myapp-container', command: ['sh', '-c', 'echo The app is running! && sleep 3600'] }],
		},
	},
	{
		age: 2.25 * minute,
		pod: {
			name: 'crasher',
			labels: { app: 'crasher' },
			terminationGracePeriodSeconds: 2,
			containers: [
				{ name: 'boom', command: ['sh', '-c', 'sleep 2; exit 3'], runsFor: 2000, exitCode: 3, logs: ['boom'] },
			],
		},
	},
];

/** What only a CRI runtime has: a pod in a virtual machine or under gVisor, and one with user namespaces of its own. */
function listCriStory(runtimeClassName: string): StoryPod[] {
	return [
		{
			age: 18 * minute,
			pod: {
				name: 'isolated',
				labels: { app: 'isolated' },
				runtimeClassName,
				terminationGracePeriodSeconds: 5,
				containers: [{ ...nginx, name: 'web', processes: undefined }, busybox],
			},
		},
		{
			age: 15 * minute,
			pod: {
				name: 'rootless',
				labels: { app: 'rootless' },
				hostUsers: false,
				terminationGracePeriodSeconds: 5,
				containers: [{ name: 'app', image: 'ghost', ports: [2368], termExitCode: 0 }],
			},
		},
	];
}

/** The pods that a node with this runtime has had, oldest first. */
export function listStory(runtime: RuntimeName): readonly StoryPod[] {
	if (runtime === 'docker') return story;
	const more = listCriStory(runtime === 'containerd' ? 'gvisor' : 'kata');
	return [...story, ...more].sort((a, b) => b.age - a.age);
}

/** One of many alike pods. */
export function createManyPod(number: number): PodSpecInput {
	return {
		name: `many-${number}`,
		labels: { app: 'many' },
		terminationGracePeriodSeconds: 2,
		containers: [
			{ ...nginx, processes: undefined },
			{ ...ghost, env: undefined },
			{ ...busybox, command: ['sleep', '100000'] },
		],
	};
}
