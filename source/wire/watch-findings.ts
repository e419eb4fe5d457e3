import type { Finding, NodeFindings } from '../core/findings/finding.ts';
import type { FindingFacts, FindingRule } from '../core/findings/finding-rule.ts';
import { findingRules } from '../core/findings/finding-rules.ts';
import { judge } from '../core/findings/judge.ts';
import { selectKubeletFacts } from '../core/findings/kubelet-facts.ts';
import type { NodeState } from '../core/node-state.ts';
import type { Store } from '../store/create-store.ts';
import { selectNodeView } from '../store/select-node-view.ts';
import { selectStories } from '../store/select-stories.ts';
import { describeFindingChanges } from './finding-changes.ts';

/** Judges the node's state again and again, and has the store know what is wrong. */
export type FindingsWatch = {
	/** Judges whenever something has changed that findings are made of, until it is closed. */
	start(): void;
	/** Judges at once. What it says stands in the state's `findings` as well. */
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

const source = 'pausetop';

/**
 * It has no clock and no timer of its own: the store's observations are its time, and while anything runs the clock's tick is one
 * each second.
 */
export function createFindingsWatch({ store, rules = findingRules }: FindingsWatchOptions): FindingsWatch {
	let stop: (() => void) | undefined;
	let judged: { state: NodeState; gap: number } | undefined;

	function judgeNow(): NodeFindings {
		const state = store.get();
		const began = performance.now();
		const findings = judge(state.findings, selectFacts(state), rules);
		const rest = (performance.now() - began) / largestShare;
		judged = { state, gap: Math.min(longestGap, Math.max(shortestGap, rest)) };
		if (isSame(state.findings, findings)) return state.findings;
		store.dispatch({ at: state.now, source, kind: 'findings', findings });
		const events = describeFindingChanges(state.findings, findings, state.now);
		if (events.length > 0) store.dispatch({ at: state.now, source, kind: 'events', events });
		return findings;
	}

	return {
		judgeNow,
		start() {
			stop ??= store.subscribe(() => {
				if (isDue(store.get(), judged)) judgeNow();
			});
		},
		close: () => stop?.(),
	};
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
