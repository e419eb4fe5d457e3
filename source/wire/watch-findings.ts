import { setImmediate } from 'node:timers/promises';
import type { Finding, NodeFindings } from '../core/findings/finding.ts';
import type { FindingFacts, FindingRule } from '../core/findings/finding-rule.ts';
import { findingRules } from '../core/findings/finding-rules.ts';
import { judgeInSteps } from '../core/findings/judge.ts';
import { selectKubeletFacts } from '../core/findings/kubelet-facts.ts';
import type { NodeState } from '../core/node-state.ts';
import type { Store } from '../store/create-store.ts';
import { selectNodeView } from '../store/select-node-view.ts';
import { hasWaitingStories, selectStories } from '../store/select-stories.ts';
import { describeFindingChanges } from './finding-changes.ts';

/** Judges the node's state again and again, and has the store know what is wrong. */
export type FindingsWatch = {
	/**
	 * Judges whenever something has changed that findings are made of, until it is closed. Gives way to keys and frames, first while
	 * stories wait to be told, which the rules read, then between two rules: what it says is of the state of which the first one was
	 * asked, and stands in the state's `findings` when all have been.
	 */
	start(): void;
	/** Judges at once, without giving way. What it says stands in the state's `findings` as well. */
	judgeNow(): NodeFindings;
	close(): void;
};

export type FindingsWatchOptions = {
	store: Store;
	/** All of them, unless a test says otherwise. */
	rules?: readonly FindingRule[];
};

/** At most this often, milliseconds: a recycle is many changes in a moment, and a finding is no news of that kind. */
const shortestGap = 1_000;
/** A judgement may take this part of the time: on a node with thousands of pods it is made less often. */
const largestShare = 1 / 50;
/**
 * What only time changes (a deletion that should be over by now) is looked at this often, milliseconds, and so is all else however long
 * a judgement took: where others want the processor, most of that was waiting, and what is wrong then is not to be told late.
 */
const longestGap = 10_000;

/** How long it goes on before it gives way, milliseconds: a key waits for it. */
const longestSlice = 4;

const source = 'pausetop';

/**
 * It has no clock and no timer of its own: the store's observations are its time, and while anything runs the clock's tick is one
 * each second.
 */
export function createFindingsWatch({ store, rules = findingRules }: FindingsWatchOptions): FindingsWatch {
	let stop: (() => void) | undefined;
	let judged: { state: NodeState; gap: number } | undefined;
	let underWay: object | undefined;

	/** Takes in what was found by the rules in so many milliseconds. */
	function conclude({ state, spent }: Judging, findings: NodeFindings): NodeFindings {
		judged = { state, gap: Math.min(longestGap, Math.max(shortestGap, spent / largestShare)) };
		if (isSame(state.findings, findings)) return state.findings;
		store.dispatch({ at: state.now, source, kind: 'findings', findings });
		const events = describeFindingChanges(state.findings, findings, state.now);
		if (events.length > 0) store.dispatch({ at: state.now, source, kind: 'events', events });
		return findings;
	}

	async function judgeInTurns(): Promise<void> {
		const telling = {};
		underWay = telling;
		const enough = store.get().now + shortestGap;
		while (store.get().now < enough && hasWaitingStories(store.get())) {
			await setImmediate();
			if (underWay !== telling) return;
		}
		const judging = beginJudging(store.get(), rules);
		underWay = judging;
		for (;;) {
			const findings = goOn(judging, longestSlice);
			if (findings) {
				underWay = undefined;
				// whoever has judged meanwhile has done so by a newer state
				if (store.get().findings === judging.state.findings) conclude(judging, findings);
				return;
			}
			await setImmediate();
			if (underWay !== judging) return;
		}
	}

	return {
		judgeNow() {
			underWay = undefined;
			const judging = beginJudging(store.get(), rules);
			return conclude(judging, goOn(judging) ?? judging.state.findings);
		},
		start() {
			stop ??= store.subscribe(() => {
				if (!underWay && isDue(store.get(), judged)) void judgeInTurns();
			});
		},
		close() {
			underWay = undefined;
			stop?.();
		},
	};
}

/** A judgement of one state, begun and perhaps not over yet. */
type Judging = {
	state: NodeState;
	steps: Generator<undefined, NodeFindings, void>;
	/** How long it has taken so far, milliseconds: only what it did itself. */
	spent: number;
};

function beginJudging(state: NodeState, rules: readonly FindingRule[]): Judging {
	return { state, steps: judgeState(state, rules), spent: 0 };
}

function* judgeState(state: NodeState, rules: readonly FindingRule[]): Judging['steps'] {
	const facts = selectFacts(state);
	yield;
	return yield* judgeInSteps(state.findings, facts, rules);
}

/** Goes on for so many milliseconds, and for one rule at least. Undefined while there is more to do. */
function goOn(judging: Judging, atMost = Infinity): NodeFindings | undefined {
	const began = performance.now();
	for (;;) {
		const step = judging.steps.next();
		const took = performance.now() - began;
		if (!step.done && took < atMost) continue;
		judging.spent += took;
		return step.done ? step.value : undefined;
	}
}

function selectFacts(state: NodeState): FindingFacts {
	return {
		now: state.now,
		view: selectNodeView(state),
		state,
		stories: selectStories(state).byPod,
		kubelet: selectKubeletFacts(state),
	};
}

function isDue(state: NodeState, judged: { state: NodeState; gap: number } | undefined): boolean {
	if (!judged) return true;
	const passed = state.now - judged.state.now;
	if (passed < judged.gap) return false;
	if (passed >= longestGap || !hasSameFacts(state, judged.state)) return true;
	return state.findings.suspected.some(({ confirmedAt }) => confirmedAt <= state.now);
}

/** What findings are made of. */
const parts = [
	...([
		'records',
		'pods',
		'node',
		'processes',
		'pinned',
		'endedProcesses',
		'sources',
		'histories',
		'timeline',
	] as const),
	...(['actions', 'kubeletRuns', 'survey', 'runtimeFacts', 'runtimeCalls'] as const),
] satisfies readonly (keyof NodeState)[];

function hasSameFacts(a: NodeState, b: NodeState): boolean {
	return parts.every((part) => a[part] === b[part]);
}

/** Findings that did not change are the same objects. */
function isSame(a: NodeFindings, b: NodeFindings): boolean {
	const isSameList = (one: readonly Finding[], other: readonly Finding[]) =>
		one.length === other.length && one.every((finding, index) => finding === other[index]);
	return (
		isSameList(a.findings, b.findings) &&
		isSameList(a.suspected, b.suspected) &&
		JSON.stringify(a.cannotTell) === JSON.stringify(b.cannotTell)
	);
}
