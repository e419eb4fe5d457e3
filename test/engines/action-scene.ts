import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab } from '../helpers/engine-lab.ts';
import { startEvents } from '../helpers/engine-program.ts';
import { until } from '../helpers/engine-until.ts';
import type { Surroundings } from './action-case.ts';
import { type ActionPod, type ActionPods, createActionPods } from './action-pods.ts';
import type { ActionRuntime } from './action-runtime.ts';
import { isReady, type Moment, startWatch } from './action-watch.ts';
import type { StoryObject } from './compare-story-json.ts';

/** The pods by what is to be tried on them: each has had no restart before. */
const pods = {
	ownRestart: { name: 'lab4-own-r', like: 'pause-test' },
	ownKill: { name: 'lab4-own-k', like: 'pause-test' },
	ownStop: { name: 'lab4-own-s', like: 'pause-test' },
	sharedRestart: { name: 'lab4-shared-r', like: 'pause-test2' },
	sharedKill: { name: 'lab4-shared-k', like: 'pause-test2' },
	initRestart: { name: 'lab4-init-r', like: 'with-init' },
	initKill: { name: 'lab4-init-k', like: 'with-init' },
	hostRestart: { name: 'lab4-host-r', like: 'on-host' },
	hostKill: { name: 'lab4-host-k', like: 'on-host' },
	staticRestart: { name: 'lab4-static-r', like: 'static/static-web' },
	staticKill: { name: 'lab4-static-k', like: 'static/static-web' },
	neverRestart: { name: 'lab4-never-r', like: 'done', command: ['sleep', '100000'] },
	neverKill: { name: 'lab4-never-k', like: 'done', command: ['sleep', '100000'] },
	done: { name: 'lab4-done', like: 'done' },
	crashRestart: { name: 'lab4-crash-r', like: 'crasher' },
	crashKill: { name: 'lab4-crash-k', like: 'crasher' },
	parts: { name: 'lab4-parts', like: 'pause-test' },
	hand: { name: 'lab4-hand', like: 'pause-test2' },
	commandRestart: { name: 'lab4-command-r', like: 'with-init' },
	commandKill: { name: 'lab4-command-k', like: 'pause-test2' },
	commandNever: { name: 'lab4-command-n', like: 'done', command: ['sleep', '100000'] },
} as const satisfies Record<string, ActionPod>;

export type PodKey = keyof typeof pods;

/** A line of the action log. */
export type LogEntry = {
	event: string;
	process: number;
	id: string;
	status?: string;
	target: { pod: string; id: string };
};

/** The pods of a test file, and everything that records what happens to them. */
export type Scene = {
	around: Surroundings;
	nameOf(key: PodKey): string;
	readLog(): Promise<LogEntry[]>;
	close(): Promise<void>;
};

/** Everything that records is there before the first pod is. */
export async function openScene(lab: Lab, runtime: ActionRuntime): Promise<Scene> {
	// what is done here is not to stand in the operator's own log
	const state = await mkdtemp(join(tmpdir(), 'pausetop-state-'));
	const env = { ...lab.env, XDG_STATE_HOME: state };
	const recorder = await runtime.record();
	const watch = startWatch(env);
	const events = startEvents([], env);
	const stories = () => events.lines.filter(({ type }) => type === 'story') as unknown as StoryObject[];
	const around: Surroundings = { env, runtime, recorder, watch, stories };
	const wanted = (Object.keys(pods) as PodKey[]).filter((key) => key !== 'ownStop' || runtime.commands['Stop sandbox']);
	let made: ActionPods | undefined;
	const nameOf = (key: PodKey) => made?.fullName(pods[key]) ?? '';
	const scene: Scene = {
		around,
		nameOf,
		async readLog() {
			const text = await readFile(join(state, 'pausetop', 'actions.log'), 'utf8');
			return text
				.trim()
				.split('\n')
				.map((line) => JSON.parse(line) as LogEntry);
		},
		async close() {
			await Promise.all([made?.dispose(), events.stop(), watch.stop(), recorder.stop()]);
			await rm(state, { recursive: true });
		},
	};
	try {
		made = await createActionPods(
			lab,
			wanted.map((key) => pods[key]),
		);
		await until('the pods are there', 90, () =>
			wanted.every((key) => watch.momentsOf(nameOf(key)).some(hasSettled)) ? true : undefined,
		);
	} catch (error) {
		await scene.close();
		throw error;
	}
	return scene;
}

/** It runs with all it has, or has run. */
function hasSettled({ pod }: Moment): boolean {
	return isReady(pod) || pod.status.phase === 'Succeeded';
}
