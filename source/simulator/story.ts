import type { RuntimeName } from './node-engine.ts';
import type { ContainerInput, PodSpecInput } from './pod-spec-input.ts';

/** A pod of the story and how long before the present it was created, in milliseconds. */
export type StoryPod = { age: number; pod: PodSpecInput };

const minute = 60_000;
const mebibyte = 1024 ** 2;

/** Ports, logs and manners of the containers that the article's pods have in common. */
const nginx: ContainerInput = {
	name: 'nginx',
	image: 'nginx',
	ports: [80],
	termExitCode: 0,
	processes: ['nginx: worker process'],
	talksTo: [2368],
	chatter: {
		every: 7_000,
		lines: [
			'10.244.0.1 - - "GET / HTTP/1.1" 200 615 "-" "curl/7.88.1"',
			'10.244.0.1 - - "GET /ghost/ HTTP/1.1" 301 0 "-" "Mozilla/5.0"',
			'10.244.0.1 - - "GET /healthz HTTP/1.1" 200 2 "-" "kube-probe/1.20"',
			'![error] 29#29: *41 open() "/usr/share/nginx/html/favicon.ico" failed (2: No such file or directory)',
		],
	},
	logs: ['10.244.0.1 - - "GET / HTTP/1.1" 200 615 "-" "curl/7.88.1"'],
};

const ghost: ContainerInput = {
	name: 'ghost',
	image: 'ghost',
	ports: [2368],
	env: { url: 'http://localhost:2368', database__connection__password: 'demo-not-a-real-secret' },
	chatter: {
		every: 11_000,
		lines: [
			'INFO "GET /" 200 14ms',
			'INFO "GET /ghost/api/admin/site/" 200 31ms',
			'!WARN Mail is not set up: no messages are sent',
			'INFO "GET /robots.txt" 200 3ms',
		],
	},
	logs: ['INFO Ghost is running in production...', 'INFO Listening on: 0.0.0.0:2368'],
};

const busybox: ContainerInput = { name: 'busybox', image: 'busybox', command: ['sleep', '3600'] };

/** Loops until its service exists; somebody has to end it. */
function createInit(service: string): ContainerInput {
	const command = ['sh', '-c', `until nslookup ${service}; do echo waiting for ${service}; sleep 2; done`];
	const logs = [`waiting for ${service}`];
	return { name: `init-${service}`, command, processes: ['sleep 2'], logs, chatter: { every: 2_000, lines: logs } };
}

/** It leaves a child behind that ends: a zombie, where PID 1 is a program that does not wait for it. */
const orphaning: ContainerInput = {
	name: 'main',
	command: ['sh', '-c', '(sleep 2 &); exec sleep 100000'],
	orphan: { command: 'sleep 2', runsFor: 2_000 },
};

/** The article's pods, oldest first. */
const story: readonly StoryPod[] = [
	{
		age: 27 * minute,
		pod: {
			name: 'static-web',
			kubeNamespace: 'kube-system',
			labels: { tier: 'static' },
			static: true,
			containers: [{ ...nginx, name: 'web', limits: { memory: 128 * mebibyte } }],
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
				{
					name: 'log-shipper',
					restartPolicy: 'Always',
					command: ['sh', '-c', 'tail -F /logs/app.log'],
					limits: { memory: 32 * mebibyte },
					oomKills: 1,
				},
			],
			containers: [
				{
					...{ name: 'app', image: 'nginx', ports: [8080], termExitCode: 0 },
					processes: ['nginx: worker process'],
					limits: { memory: 128 * mebibyte, cpu: 0.5 },
				},
			],
			ephemeralContainers: [{ name: 'debugger-4xk2p', command: ['sh'], targetContainerName: 'app' }],
		},
	},
	{
		age: 17 * minute,
		pod: { name: 'zombies-own', labels: { app: 'zombies' }, terminationGracePeriodSeconds: 2, containers: [orphaning] },
	},
	{
		age: 17 * minute - 1000,
		pod: {
			name: 'zombies-shared',
			labels: { app: 'zombies' },
			shareProcessNamespace: true,
			terminationGracePeriodSeconds: 2,
			containers: [orphaning],
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

/** Many of them must not cost much: nothing moves in them, so that they share what can be shared. */
const still: Partial<ContainerInput> = { idle: true, talksTo: undefined, chatter: undefined };

/** One of many alike pods. */
export function createManyPod(number: number): PodSpecInput {
	return {
		name: `many-${number}`,
		labels: { app: 'many' },
		terminationGracePeriodSeconds: 2,
		containers: [
			{ ...nginx, ...still, processes: undefined },
			{ ...ghost, ...still, env: undefined },
			{ ...busybox, command: ['sleep', '100000'] },
		],
	};
}
