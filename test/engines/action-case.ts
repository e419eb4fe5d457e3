import { until } from '../helpers/engine-until.ts';
import type { Terminal } from '../helpers/terminal.ts';
import { readPause } from './action-pause.ts';
import { findBrokenPromises } from './action-promises.ts';
import type { ActionRuntime, EventRecorder } from './action-runtime.ts';
import { aim, ask, confirm, openPod, openPodContainer, type Question, readRestarts } from './action-screen.ts';
import type { Moment, PodWatch } from './action-watch.ts';
import { compareStoryJson, type StoryObject } from './compare-story-json.ts';
import { compareStoryPane } from './compare-story-pane.ts';
import { collectLives, findStoryTruth, type StoryTruth } from './story-truth.ts';

/** What is beside the program: the processes that record, and what is asked past it. */
export type Surroundings = {
	env: Record<string, string>;
	runtime: ActionRuntime;
	recorder: EventRecorder;
	watch: PodWatch;
	/** The stories that `pausetop events` has printed so far. */
	stories: () => readonly StoryObject[];
};

/** One action from the screen on one pod. */
export type ActionCase = {
	/** As kubectl calls it. */
	pod: string;
	/** Of its container instead of its sandbox. */
	container?: string;
	/** The entry of the menu: `Restart sandbox`. */
	title: string;
	/** Whether the name has to be typed. */
	typed?: boolean;
	/** A part of a sentence that has to be among the consequences. */
	says?: RegExp;
	/** The newest state of the pod in which it is to be done; at once if absent. */
	when?: (moment: Moment) => boolean;
	/** How long it may take until the pod is back. */
	seconds?: number;
};

/** What the program said of an action and what came of it: with everything right, all lists are empty. */
export type ActionReport = { question: string[]; promises: string[]; pane: string[]; json: string[] };

export const allRight: ActionReport = { question: [], promises: [], pane: [], json: [] };

/** Does it from the screen as an operator does, and holds all that the program says to what the runtime, kubectl and /proc say. */
export async function runActionCase(the: ActionCase, around: Surroundings): Promise<ActionReport> {
	const { pod, container, title, seconds = 60 } = the;
	const { env, watch } = around;
	const terminal = container ? await openPodContainer(pod, container, env) : await openPod(pod, env);
	await awaitState(the, around);
	const pauseBefore = await readPause(pod, around);
	const question = await ask(terminal, title);
	await aim(terminal, title, question);
	const confirmedAt = await confirm(terminal);
	await until(`${pod} is as it is to be`, seconds, () => findEnd(the, question, confirmedAt, around)).catch((error) => {
		throw new Error(`${error.message}: ${describeLast(pod, confirmedAt, around)}`, { cause: error });
	});
	const pauseAfter = await readPause(pod, around);
	const moments = watch.momentsOf(pod).filter(({ at }) => at >= confirmedAt);
	const { screen, truth } = await readScreen(terminal, the, confirmedAt, around);
	const story = await findStory(truth, pod, around);
	return {
		question: checkQuestion(question, the, around),
		promises: findBrokenPromises(question.consequences, { truth, moments, confirmedAt, runtime: around.runtime.name }),
		pane: withScreen(compareStoryPane(screen, describeSubject(container), truth), screen),
		json: compareStoryJson(story, truth, { before: pauseBefore, after: pauseAfter }),
	};
}

async function awaitState({ pod, when }: ActionCase, { watch }: Surroundings): Promise<void> {
	if (when === undefined) return;
	await until(`${pod} is as the action wants it`, 90, () => {
		const moment = watch.momentsOf(pod).at(-1);
		return moment && when(moment) ? true : undefined;
	});
}

/** How the heads of its stories begin. */
function describeSubject(container: string | undefined): RegExp {
	return container === undefined ? /^(recycle|sandbox ended) / : new RegExp(`^${container} `);
}

function tellTruth(pod: string, since: number, { recorder, watch }: Surroundings): StoryTruth | undefined {
	return findStoryTruth(collectLives(recorder, pod), watch.momentsOf(pod), since);
}

/** What there is of a pod that is not back. */
function describeLast(pod: string, since: number, { recorder, watch }: Surroundings): string {
	const lives = collectLives(recorder, pod).filter(({ endedAt = since }) => endedAt >= since);
	return JSON.stringify({ since, lives, status: watch.momentsOf(pod).at(-1)?.pod.status });
}

/** Undefined until kubectl says what the consequences said. */
function findEnd(
	{ pod }: ActionCase,
	{ consequences }: Question,
	since: number,
	around: Surroundings,
): StoryTruth | undefined {
	const truth = tellTruth(pod, since, around);
	const staysAway = consequences.some((text) => text.includes('does not come back'));
	if (!truth || (!staysAway && !truth.isBack)) return undefined;
	const phase = truth.after.pod.status.phase;
	return !staysAway || phase === 'Failed' || phase === 'Succeeded' ? truth : undefined;
}

/** The screen may be told a moment later than kubectl, and kubectl than the screen. */
async function readScreen(
	terminal: Terminal,
	{ pod, container }: ActionCase,
	since: number,
	around: Surroundings,
): Promise<{ screen: string; truth: StoryTruth }> {
	const screen = await readRestarts(terminal, describeSubject(container));
	const truth = tellTruth(pod, since, around);
	if (truth === undefined) throw new Error(`nothing has happened to ${pod}`);
	return { screen, truth };
}

function findStory({ beganAt }: StoryTruth, pod: string, { stories }: Surroundings): Promise<StoryObject> {
	return until(`pausetop events tells the story of ${pod}`, 15, () =>
		stories().findLast(
			(story) =>
				story.pod === pod && story.status !== 'running' && Math.abs(Date.parse(story.beganAt) - beganAt) < 1000,
		),
	);
}

/** Differences with what they are found in. */
function withScreen(differences: string[], screen: string): string[] {
	return differences.length > 0 ? [...differences, screen.replace(/\n\s*\n+/g, '\n')] : [];
}

/** What stands in the dialog besides the consequences. */
function checkQuestion(
	{ question, command, expected, consequences }: Question,
	{ pod, container, title, typed = false, says }: ActionCase,
	{ runtime }: Surroundings,
): string[] {
	const name = `${container ?? (title === 'Kill pause' ? 'pause' : 'sandbox')} #\\d+ of \\S+/${pod}\\?`;
	const verb = title.split(' ')[0];
	return [
		...(new RegExp(`^${verb} ${name}$`).test(question) ? [] : [`asks: ${question}`]),
		...(runtime.commands[title]?.test(command) ? [] : [`names the command ${command}`]),
		...(expected === (typed ? pod : undefined) ? [] : [`wants typed: ${expected}`]),
		...(says === undefined || consequences.some((text) => says.test(text)) ? [] : [`does not say ${says}`]),
	];
}
