import { correlate } from '../../../source/core/correlate/correlate.ts';
import { type Finding, type NodeFindings, noFindings } from '../../../source/core/findings/finding.ts';
import type { FindingFacts, FindingRule } from '../../../source/core/findings/finding-rule.ts';
import type { FindingText } from '../../../source/core/findings/finding-text.ts';
import { judge } from '../../../source/core/findings/judge.ts';
import { selectKubeletFacts } from '../../../source/core/findings/kubelet-facts.ts';
import type { NodeState } from '../../../source/core/node-state.ts';
import type { Observation } from '../../../source/core/observation.ts';
import { emptyState, reduce } from '../../../source/store/reduce.ts';
import { selectStories } from '../../../source/store/select-stories.ts';
import { formatFindingText } from '../../../source/ui/columns/finding-text.ts';

/** What rules read of a state. */
export function factsOf(state: NodeState): FindingFacts {
	return {
		now: state.now,
		view: correlate(state),
		state,
		stories: selectStories(state).byPod,
		kubelet: selectKubeletFacts(state),
	};
}

/** Takes in observations as the program does, and judges after each of them and with each second that passes. */
export type FindingBench = {
	/** In the order of their times. A source that was not heard of before is live from then on. */
	take(...observations: readonly (Observation | readonly Observation[])[]): void;
	/** Lets the clock tick for so many milliseconds, in steps of a second or the given one. */
	pass(milliseconds: number, step?: number): void;
	state(): NodeState;
	judged(): NodeFindings;
	found(): readonly Finding[];
	/** The keys of all that was ever found, suspected or not. */
	everFound(): readonly string[];
};

export function createFindingBench(...rules: readonly FindingRule[]): FindingBench {
	let state = emptyState;
	let judged = noFindings;
	const ever = new Set<string>();
	const look = () => {
		judged = judge(judged, factsOf(state), rules);
		for (const { key } of judged.findings) ever.add(key);
	};
	const takeOne = (observation: Observation) => {
		const { at, source, kind } = observation;
		if (kind !== 'health' && !state.sources.has(source) && isSource(observation)) {
			state = reduce(state, { at, source, kind: 'health', health: 'live' });
		}
		state = reduce(state, observation);
		look();
	};
	return {
		take: (...observations) => observations.flat().forEach(takeOne),
		pass(milliseconds, step = 1000) {
			for (const end = state.now + milliseconds; state.now < end; ) {
				takeOne({ at: Math.min(end, state.now + step), source: 'pausetop', kind: 'tick' });
			}
		},
		state: () => state,
		judged: () => judged,
		found: () => judged.findings,
		everFound: () => [...ever],
	};
}

function isSource({ kind }: Observation): boolean {
	return ['runtime-listing', 'pod-listing', 'process-listing'].includes(kind);
}

/** A text as it is shown at `now`, times in UTC. */
export function textOf(text: FindingText | undefined, now: number): string {
	return text ? formatFindingText(text, { now, utc: true }) : '';
}

/** A finding's evidence in short: `what: value (source)`. */
export function evidenceOf({ evidence }: Finding, now: number): readonly string[] {
	return evidence.map(({ what, value, source }) => `${what}: ${textOf(value, now)} (${source})`);
}

/** A finding's steps, with their commands in brackets. */
export function stepsOf({ todo }: Finding, now: number): readonly string[] {
	return todo.map(({ text, command }) => `${textOf(text, now)}${command === undefined ? '' : ` [${command}]`}`);
}
