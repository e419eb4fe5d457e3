import type { Clock } from './clock.ts';
import type { NodeEngine } from './node-engine.ts';
import type { OperatorAction } from './operator.ts';
import type { Random } from './random.ts';

type Parts = { clock: Clock; random: Random; engine: NodeEngine };

type Happening = (engine: NodeEngine) => Promise<unknown> | undefined;

/** Something that happens to a container, or without its name to the sandbox, if that lives. */
const onAlive = (
	pod: string,
	container: string | undefined,
	act: (id: string, engine: NodeEngine) => Promise<unknown>,
): Happening => {
	return (engine) => {
		const found = engine.find(pod, container);
		return found === undefined || !engine.isAlive(found.id) ? undefined : act(found.id, engine);
	};
};

const exit = (pod: string, container: string, exitCode: number, oom = false): Happening =>
	onAlive(pod, container, async (id, engine) => engine.exit(id, exitCode, { oom }));

const operate = (pod: string, action: OperatorAction['do']): Happening =>
	onAlive(pod, undefined, (id, engine) => engine.run({ do: action, id }));

/** What can happen now and then. Never two at once. */
const happenings: readonly Happening[] = [
	exit('pause-test', 'ghost', 137, true),
	operate('with-sidecar', 'kill'),
	exit('with-sidecar', 'log-shipper', 1),
	operate('on-host', 'kill'),
	exit('pause-test', 'nginx', 1),
	operate('pause-test', 'stop'),
	exit('pause-test2', 'busybox', 0),
	operate('pause-test2', 'stop'),
];

/** Lets the node live by itself: the story's turn first, then something every 40 to 90 s. */
export function startAutonomy({ clock, random, engine }: Parts): void {
	const at = (ms: number, happening: Happening) => {
		// The daemon may be down at the time, or have no pause process to kill (CRI-O): then it does not happen.
		clock.setTimeout(() => void happening(engine)?.catch(() => {}), ms);
	};
	at(12_000, operate('pause-test2', 'stop'));
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
