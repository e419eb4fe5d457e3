import { describe, expect, it } from 'vitest';
import { backOffRule } from '../../../source/core/findings/back-off-rule.ts';
import { createStuckRule } from '../../../source/core/findings/create-stuck-rule.ts';
import { ephemeralTargetRule } from '../../../source/core/findings/ephemeral-target-rule.ts';
import { type Finding, noFindings } from '../../../source/core/findings/finding.ts';
import { hostNamespaceRule } from '../../../source/core/findings/host-namespace-rule.ts';
import { judge } from '../../../source/core/findings/judge.ts';
import { killedWithSandboxRule } from '../../../source/core/findings/killed-with-sandbox-rule.ts';
import { kubeletDownRule } from '../../../source/core/findings/kubelet-down-rule.ts';
import { kubeletNotReconcilingRule } from '../../../source/core/findings/kubelet-not-reconciling-rule.ts';
import { outOfMemoryRule } from '../../../source/core/findings/out-of-memory-rule.ts';
import { stateDisagreesRule } from '../../../source/core/findings/state-disagrees-rule.ts';
import { stuckTerminatingRule } from '../../../source/core/findings/stuck-terminating-rule.ts';
import type { Observation } from '../../../source/core/observation.ts';
import { classifyEvent } from '../../../source/core/restart-story/event-stamp.ts';
import type { RuntimeRecord } from '../../../source/core/runtime-record.ts';
import type { TimelineEvent } from '../../../source/core/timeline-event.ts';
import { emptyState, reduce } from '../../../source/store/reduce.ts';
import { snapshotAt, snapshotObservations } from '../../helpers/snapshot.ts';
import { observationsOf, type RecordedStory, readStory, recordsOf } from '../restart-story/recorded.ts';
import { factsOf } from './api-bench.ts';

const rules = [
	...[kubeletDownRule, kubeletNotReconcilingRule, createStuckRule, stuckTerminatingRule, stateDisagreesRule],
	...[ephemeralTargetRule, outOfMemoryRule, killedWithSandboxRule, backOffRule, hostNamespaceRule],
];

const live = (source: string, at: number): Observation => ({ at, source, kind: 'health', health: 'live' });

/** Every finding that there was at any moment of these observations, once, and what could not be judged at the end. */
function judgeThrough(runtime: string, observations: readonly Observation[]) {
	const begin = observations[0]?.at ?? 0;
	const running: Observation = { at: begin, source: 'proc', kind: 'kubelet', running: true };
	let state = [live(runtime, begin), live('kube', begin), live('proc', begin), running].reduce(reduce, emptyState);
	let judged = noFindings;
	const seen = new Map<string, Finding>();
	for (const observation of observations) {
		state = reduce(state, observation);
		judged = judge(judged, factsOf(state), rules);
		for (const finding of judged.findings) seen.set(finding.key, finding);
	}
	return { seen: [...seen.values()], judged };
}

/** The same story with the records as they were re-read after each of the runtime's events, as its adapter does. */
function withRecords(story: RecordedStory): readonly Observation[] {
	const known = new Map(
		[...recordsOf(story, 'before'), ...recordsOf(story, 'after')].map((record) => [record.id, record]),
	);
	return observationsOf(story).flatMap((observation) => {
		if (observation.kind !== 'events' || observation.source !== story.runtime) return [observation];
		return [
			observation,
			...observation.events.flatMap((event) => reread(event, known.get(event.id ?? ''), story.runtime)),
		];
	});
}

function reread(event: TimelineEvent, record: RuntimeRecord | undefined, source: string): readonly Observation[] {
	const kind = classifyEvent(event);
	if (!record || !kind) return [];
	const { finishedAt: _, exitCode: __, oomKilled: ___, ...rest } = record;
	const isCriSandbox = source !== 'docker' && record.metadata?.role === 'sandbox';
	const records: Record<typeof kind, readonly RuntimeRecord[]> = {
		created: [{ ...rest, state: isCriSandbox ? 'ready' : 'created', startedAt: undefined }],
		started: [{ ...rest, state: isCriSandbox ? 'ready' : 'running', startedAt: event.at }],
		ended: [
			{
				...record,
				state: isCriSandbox ? 'notready' : 'exited',
				finishedAt: event.at,
				exitCode: event.exitCode,
				oomKilled: false,
			},
		],
		removed: [],
	};
	return [
		{
			at: event.at,
			source,
			kind: 'runtime-records',
			records: records[kind],
			gone: kind === 'removed' ? [record.id] : [],
		},
	];
}

/** Nothing happens, and time passes. */
function tenMinutesAfter(begin: number): readonly Observation[] {
	return [60, 120, 300, 600].map((seconds) => ({ at: begin + seconds * 1000, source: 'pausetop', kind: 'tick' }));
}

describe('what was recorded on a node that worked', () => {
	it.each([
		['docker-stop', ['killed-with-sandbox']],
		// the recycle of half a minute before is told of as well
		['docker-stop-again', ['back-off', 'back-off', 'back-off', 'killed-with-sandbox', 'killed-with-sandbox']],
		['docker-stop-noshare', ['killed-with-sandbox']],
		['docker-kill-hostnet', ['killed-with-sandbox']],
		['docker-rm', ['killed-with-sandbox']],
		['docker-stop-app', []],
		['docker-delete-pod', ['killed-with-sandbox']],
		['containerd-crictl-stopp', ['killed-with-sandbox']],
		['containerd-ctr-kill', ['killed-with-sandbox']],
		['containerd-ctr-kill-app', ['killed-with-sandbox']],
		['containerd-ctr-term-noshare', ['killed-with-sandbox']],
	])('%s has only what is worth knowing, at no moment more', (name, expected) => {
		const story = readStory(name);
		const { seen } = judgeThrough(story.runtime, [...withRecords(story), ...tenMinutesAfter(story.t0)]);
		expect(seen.filter(({ severity }) => severity !== 'info')).toEqual([]);
		expect(seen.map(({ rule }) => rule).sort()).toEqual(expected);
	});

	it('thirteen pods at rest have only what is worth knowing, also ten minutes later', () => {
		const { seen, judged } = judgeThrough('docker', [
			...snapshotObservations,
			{ at: snapshotAt + 600_000, source: 'pausetop', kind: 'tick' },
		]);
		expect(seen.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual([
			'info back-off',
			'info host-namespace',
			'info host-namespace',
		]);
		expect(judged.cannotTell).toEqual([]);
	});
});
