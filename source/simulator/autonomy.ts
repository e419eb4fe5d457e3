import type { Clock } from './clock.ts';
import type { DockerEngine } from './docker/docker-engine.ts';
import type { Random } from './random.ts';

type Find = (pod: string, container?: string) => { id: string; pid?: number } | undefined;

type Parts = { clock: Clock; random: Random; engine: DockerEngine; find: Find };

type Happening = (parts: Parts) => Promise<unknown> | undefined;

const onRunning = (
	pod: string,
	container: string | undefined,
	act: (id: string, engine: DockerEngine) => Promise<unknown>,
): Happening => {
	return ({ engine, find }) => {
		const found = find(pod, container);
		return found?.pid === undefined ? undefined : act(found.id, engine);
	};
};

const exit = (pod: string, container: string, exitCode: number, oom = false): Happening =>
	onRunning(pod, container, async (id, engine) => engine.exit(id, exitCode, { oom }));

/** What can happen now and then. Never two at once. */
const happenings: readonly Happening[] = [
	exit('pause-test', 'ghost', 137, true),
	onRunning('with-sidecar', undefined, (id, engine) => engine.kill(id, 9)),
	exit('with-sidecar', 'log-shipper', 1),
	onRunning('on-host', undefined, (id, engine) => engine.kill(id, 9)),
	exit('pause-test', 'nginx', 1),
	onRunning('pause-test', undefined, (id, engine) => engine.stop(id)),
	exit('pause-test2', 'busybox', 0),
	onRunning('pause-test2', undefined, (id, engine) => engine.stop(id)),
];

/** Lets the node live by itself: the story's turn first, then something every 40 to 90 s. */
export function startAutonomy(parts: Parts): void {
	const { clock, random } = parts;
	const at = (ms: number, happening: Happening) => {
		// The daemon may be down at the time: then it does not happen.
		clock.setTimeout(() => void happening(parts)?.catch(() => {}), ms);
	};
	at(
		12_000,
		onRunning('pause-test2', undefined, (id, engine) => engine.stop(id)),
	);
	at(45_000, exit('myapp-pod', 'init-myservice', 0));
	at(85_000, exit('myapp-pod', 'init-mydb', 0));
	let queue: Happening[] = [];
	const next = (first = 0) => {
		const wait = first + random.between(40_000, 90_000);
		if (queue.length === 0) queue = random.shuffle(happenings);
		const happening = queue.pop();
		if (happening !== undefined) at(wait, happening);
		clock.setTimeout(next, wait);
	};
	next(85_000);
}
