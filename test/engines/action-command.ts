import { until } from '../helpers/engine-until.ts';
import { runPiped } from '../helpers/terminal-pausetop.ts';
import type { Surroundings } from './action-case.ts';
import { readPause } from './action-pause.ts';
import { findBrokenPromises } from './action-promises.ts';
import { readPoints } from './action-screen.ts';
import { compareStoryJson, type StoryObject } from './compare-story-json.ts';
import { compareStoryPane } from './compare-story-pane.ts';
import { collectLives, findStoryTruth } from './story-truth.ts';

/** How `pausetop restart` ended, and how what it printed compares. */
export type CommandReport = {
	code: number | null;
	stdout: string;
	stderr: string;
	/** Nothing of the pod has ended. */
	isUntouched: boolean;
	/** The story, where it was printed as JSON. */
	json?: StoryObject;
	/** Sentences that did not come true. */
	promises: string[];
	/** Where the story differs from the events, kubectl and /proc. */
	story: string[];
};

/** What a report says besides its code when the program told the truth. */
export const allTrue = { isUntouched: false, promises: [], story: [] } satisfies Partial<CommandReport>;

const unicode = { LC_ALL: 'C.UTF-8', TERM: 'xterm-256color' };

/** `pausetop restart` without a terminal, on one pod. */
export async function runRestartCommand(
	args: readonly string[],
	pod: string,
	around: Surroundings,
): Promise<CommandReport> {
	const { env, recorder, watch, runtime } = around;
	const pauseBefore = await readPause(pod, around);
	const since = Date.now();
	// what is read here are the words of a terminal with Unicode
	const { code, stdout, stderr } = await runPiped(['restart', ...args], { env: { ...env, ...unicode } });
	const tell = () => findStoryTruth(collectLives(recorder, pod), watch.momentsOf(pod), since);
	const report = { code, stdout, stderr };
	if (stdout === '') return { ...report, isUntouched: tell() === undefined, promises: [], story: [] };
	const isBack = code === 0;
	const truth = await until(`kubectl says what the exit code ${code} says of ${pod}`, 5, () => {
		const found = tell();
		const hasEnded = found?.after.pod.status.phase === 'Failed';
		return found && (isBack ? found.isBack : hasEnded) ? found : undefined;
	});
	const moments = watch.momentsOf(pod).filter(({ at }) => at >= since);
	const outcome = { truth, moments, confirmedAt: since, runtime: runtime.name };
	const json = stdout.startsWith('{') ? (JSON.parse(stdout) as StoryObject) : undefined;
	return {
		...report,
		isUntouched: false,
		json,
		promises: findBrokenPromises(readPoints(stderr, '!!|!|·'), outcome),
		story: json
			? compareStoryJson(json, truth, { before: pauseBefore, after: await readPause(pod, around) })
			: compareStoryPane(stdout, /^(recycle|sandbox ended) /, truth),
	};
}
