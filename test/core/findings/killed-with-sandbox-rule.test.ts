import { describe, expect, it } from 'vitest';
import type { Action } from '../../../source/core/action/action.ts';
import { killedWithSandboxRule as rule } from '../../../source/core/findings/killed-with-sandbox-rule.ts';
import type { Observation } from '../../../source/core/observation.ts';
import { emptyState, reduce } from '../../../source/store/reduce.ts';
import { formatFindingText } from '../../../source/ui/columns/finding-text.ts';
import { observationsOf, type RecordedStory, readStory } from '../restart-story/recorded.ts';
import { factsOf } from './api-bench.ts';

function tellAfter(story: RecordedStory, seconds: number, ...more: readonly Observation[]) {
	const tick: Observation = { at: story.t0 + seconds * 1000, source: 'pausetop', kind: 'tick' };
	const state = [...observationsOf(story), ...more, tick].reduce(reduce, emptyState);
	const found = rule.find(factsOf(state));
	const write = (text: (typeof found)[number]['summary']) => formatFindingText(text, { now: state.now, utc: true });
	return found.map(({ summary, evidence, ...rest }) => ({
		...rest,
		summary: write(summary),
		evidence: evidence.map(
			({ what, value, source }) => `${what.replace(/ [0-9a-f]{12}$/, '')}: ${write(value)} [${source}]`,
		),
	}));
}

function ordered({ t0, uid }: RecordedStory, id: string): Observation {
	const target = {
		podUid: uid,
		kubeNamespace: 'default',
		pod: 'pause-test2',
		role: 'sandbox',
		id,
		attempt: 0,
		runtime: 'docker',
	} as const;
	const action: Action = {
		id: 'action-1',
		kind: 'restart-sandbox',
		means: 'docker-stop',
		confirmed: 'chosen',
		askedAt: t0,
		endedAt: t0 + 200,
		status: 'done',
		target,
	};
	return { at: t0 + 250, source: 'pausetop', kind: 'action', action };
}

describe('recorded on a real node', () => {
	it('a shared pid namespace whose pause was stopped', () => {
		const [found, ...others] = tellAfter(readStory('docker-stop'), 40);
		expect(others).toEqual([]);
		expect(found).toMatchObject({ severity: 'info', patience: 0 });
		expect(found?.summary).toMatch(
			/^default\/pause-test2: exit 137 of ghost, nginx and busybox was no lack of memory: their sandbox ended at \d\d:\d\d:\d\d, who stopped it is not known$/,
		);
		expect(found?.evidence).toHaveLength(5);
		expect(found?.evidence[0]).toMatch(/^pause: exit 0, \d\d:\d\d:\d\d \[docker\]$/);
		expect(found?.evidence[1]).toMatch(/^ghost: exit 137, not OOMKilled, \d\d:\d\d:\d\d \[docker\]$/);
	});

	it('by an action from here', () => {
		const story = readStory('docker-stop');
		const [plain] = tellAfter(story, 40);
		const id = plain?.subject.kind === 'pod' ? (plain.subject.id ?? '') : '';
		expect(tellAfter(story, 40, ordered(story, id))[0]?.summary).toMatch(
			/you did that here: restart sandbox #0 of default\/pause-test2$/,
		);
	});

	it('StopPodSandbox of containerd', () => {
		expect(tellAfter(readStory('containerd-crictl-stopp'), 40)[0]?.summary).toContain(
			'exit 137 of busybox, nginx and ghost was no lack of memory',
		);
	});

	it('removed by hand', () => {
		expect(tellAfter(readStory('docker-rm'), 40)[0]?.summary).toMatch(/somebody removed it by hand$/);
	});

	it('killed by the kubelet after the grace period, without its pause', () => {
		expect(tellAfter(readStory('docker-stop-noshare'), 40)[0]?.summary).toContain(
			'exit 137 of main was no lack of memory: its sandbox ended at',
		);
	});
});

describe('nothing is said', () => {
	it('of a pod that was deleted, nor of one container that ended alone', () => {
		expect(tellAfter(readStory('docker-delete-pod'), 3)).toEqual([]);
		expect(tellAfter(readStory('docker-stop-app'), 6)).toEqual([]);
		expect(
			tellAfter(readStory('containerd-ctr-kill-app'), 12).filter(({ summary }) => summary.includes('of ghost was')),
		).toEqual([]);
	});

	it('after an hour', () => {
		expect(tellAfter(readStory('docker-stop'), 3605)).toEqual([]);
	});

	it('of containers that were killed for their memory, or where nobody knows', () => {
		const story = readStory('docker-stop');
		const edit = (oomKilled: unknown) => ({ ...story, inspected: edited(story, oomKilled) });
		expect(tellAfter(edit(true), 40)).toEqual([]);
		expect(tellAfter(edit(undefined), 40)).toEqual([]);
	});
});

function edited({ inspected }: RecordedStory, oomKilled: unknown) {
	const set = (text: string) =>
		JSON.parse(text, (key, value) => (key === 'OOMKilled' ? oomKilled : value)) as unknown[];
	return { before: set(JSON.stringify(inspected?.before)), after: set(JSON.stringify(inspected?.after)) };
}
