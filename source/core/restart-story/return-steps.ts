import { describeLife } from './end-steps.ts';
import type { Episode } from './episode.ts';
import { findExpected } from './expected-containers.ts';
import type { Life } from './life.ts';
import type { PodFacts } from './pod-facts.ts';
import type { StoryStep } from './restart-story.ts';
import { findReturns, hasStarted } from './returned.ts';
import { stampStart } from './start-stamp.ts';

/** The next sandbox: made, up. Without a time what has not happened. */
export function tellSandbox(episode: Episode, facts: PodFacts): readonly StoryStep[] {
	const { scope, sandbox, nextSandbox: next } = episode;
	if (scope !== 'sandbox') return [];
	const failure = next ? undefined : findFailure(episode, facts);
	const created: StoryStep = {
		kind: 'sandbox-created',
		...next?.created,
		...(next && describeLife(next)),
		...(failure !== undefined && { message: failure }),
	};
	const started: StoryStep = {
		kind: 'sandbox-started',
		...(next && stampStart(next, facts)),
		...(next && describeLife(next)),
	};
	// one that was only started again was not made anew
	return next && next.id === sandbox?.id ? [started] : [created, started];
}

/** Why there is no next sandbox yet, in the kubelet's words. */
export function findFailure({ beganAt }: Episode, { kubeEvents }: PodFacts): string | undefined {
	return kubeEvents.findLast(({ type, at }) => type === 'FailedCreatePodSandBox' && at >= beganAt - 999)?.message;
}

/** Init containers and the others, each with its runs; those that have none have no time. */
export function tellReturns(episode: Episode, facts: PodFacts): readonly StoryStep[] {
	return findExpected(episode, facts).flatMap(({ name, kind }): StoryStep[] => {
		const returns = findReturns(name, episode, facts);
		if (kind !== 'init') {
			const first = returns.find(hasStarted);
			const stamp = first && stampStart(first, facts);
			return [{ kind: 'container-started', ...stamp, ...(first ? describeLife(first) : { container: name }) }];
		}
		const runs = returns.filter(hasStarted).map((life) => tellInitRun(life, facts));
		const isDone = returns.some(({ exitCode, ended }) => ended && exitCode === 0);
		const isRunning = returns.some((life) => hasStarted(life) && !life.ended);
		return isDone || isRunning ? runs : [...runs, { kind: 'init-run', container: name }];
	});
}

function tellInitRun(life: Life, facts: PodFacts): StoryStep {
	return {
		kind: 'init-run',
		...stampStart(life, facts),
		...(life.ended && { until: life.ended.at }),
		...describeLife(life),
		...(life.exitCode !== undefined && { exitCode: life.exitCode }),
		...(life.oomKilled && { oomKilled: true }),
	};
}
