import { describe, expect, it } from 'vitest';
import { sandboxFlappingRule } from '../../../source/core/findings/sandbox-flapping-rule.ts';
import type { Observation } from '../../../source/core/observation.ts';
import { acted, at, changed, first, listing, record, records } from '../restart-story/scene.ts';
import { createFindingBench, evidenceOf, type FindingBench, textOf } from './finding-bench.ts';
import { criListing, ended, ofPod, up } from './sandbox-scene.ts';

const rule = sandboxFlappingRule;
/** Older than ten minutes, as `spec` of the scene's pod says nothing of. */
const pod = { statuses: { 'app#0': {} } };

/** Recycles at these seconds, each of the sandbox before, with only the newest two listed, as the kubelet leaves them. */
function recycle(bench: FindingBench, ...times: readonly number[]): void {
	let attempt = 0;
	bench.take(listing(0, up('pause#0', -5000)));
	for (const time of times) {
		attempt += 1;
		const before = ended(`pause#${attempt - 1}`, attempt === 1 ? -5000 : (times[attempt - 2] ?? 0), time - 1);
		bench.pass(Math.max(0, at(time) - bench.state().now));
		bench.take(listing(time, up(`pause#${attempt}`, time), before));
	}
}

/** A repetition that the API server counts, of one event. */
function event(seconds: number, type: string, count: number, message = type): Observation {
	return {
		at: at(seconds),
		source: 'kube',
		kind: 'events',
		events: [
			{
				key: `kube:${type}-${message}:${count}`,
				at: at(seconds),
				resolution: 1000,
				source: 'kube',
				type,
				count,
				podUid: 'uid-web',
				pod: 'web',
				kubeNamespace: 'default',
				message,
			},
		],
	};
}

describe(rule.id, () => {
	it('says that a pod got three sandboxes within ten minutes, and is silent when they are over', () => {
		const bench = createFindingBench(rule);
		bench.take(first(0, pod));
		bench.take({
			at: at(0),
			source: 'docker',
			kind: 'runtime-facts',
			facts: { readAt: at(0), cgroupDriver: 'systemd' },
		});
		recycle(bench, 100, 200);
		expect(bench.found()).toEqual([]);
		bench.take(event(300, 'SandboxChanged', 3));
		bench.take(listing(301, up('pause#3', 300), ended('pause#2', 200, 299)));
		const [finding] = bench.found();
		const now = bench.state().now;
		expect(finding).toMatchObject({ severity: 'critical', since: at(100), noticed: false });
		expect(textOf(finding?.summary, now)).toBe(
			'default/web got a new sandbox 3 times within 10 minutes: each time all of its containers go down and its IP changes',
		);
		expect(finding && evidenceOf(finding, now)).toEqual([
			'sandbox #1 706175736523: made at 22:28:20 (docker)',
			'sandbox #2 706175736523: made at 22:30:00 (docker)',
			'sandbox #3 706175736523: made at 22:31:40 (docker)',
			'SandboxChanged within 10 minutes: 1 (kube)',
			'what began it: the pause ended with 0, 3 times (pausetop)',
			"the runtime's cgroup driver: systemd (docker)",
		]);
		bench.pass(398_000);
		expect(bench.found()).toHaveLength(1);
		bench.pass(3_000);
		expect(bench.found()).toEqual([]);
	});

	it('does not speak of an IP where the pod has that of the node', () => {
		const bench = createFindingBench(rule);
		bench.take(first(0, { ...pod, spec: { hostNetwork: true } }));
		recycle(bench, 100, 200, 300);
		expect(textOf(bench.found()[0]?.summary, 0)).toMatch(/each time all of its containers go down$/);
	});

	it('dates a row of them from its beginning, also when that is longer ago', () => {
		const bench = createFindingBench(rule);
		bench.take(first(0, pod));
		recycle(bench, 100, 300, 500, 700, 900, 1100);
		expect(bench.found()).toMatchObject([{ since: at(100) }]);
	});

	it('is silent about three that are further apart', () => {
		const bench = createFindingBench(rule);
		bench.take(first(0, pod));
		recycle(bench, 100, 500, 900, 1300);
		expect(bench.everFound()).toEqual([]);
	});

	it('knows by the attempts of those that came and went before it looked', () => {
		const bench = createFindingBench(rule);
		const created = new Date(at(-400)).toISOString();
		const young = first(0, pod);
		if (young.kind !== 'pod-listing') throw new Error('no listing');
		bench.take({
			...young,
			pods: young.pods.map((each) => ({ ...each, metadata: { ...each.metadata, creationTimestamp: created } })),
		});
		bench.take(criListing(0, up('pause#845', -10)));
		// they may all be failures, of which events tell
		expect(bench.found()).toEqual([]);
		bench.pass(5_000);
		expect(textOf(bench.found()[0]?.summary, 0)).toContain('got a new sandbox 845 times');
	});

	it('does not take a high attempt of an old pod for news', () => {
		const bench = createFindingBench(rule);
		const old = changed(0, pod);
		if (old.kind !== 'pod-changed') throw new Error('no pod');
		const metadata = { ...old.pod.metadata, creationTimestamp: new Date(at(-99_999)).toISOString() };
		bench.take({ ...old, pod: { ...old.pod, metadata } });
		bench.take(listing(0, up('pause#845', -300), ended('pause#844', -9000, -301)));
		bench.pass(60_000);
		expect(bench.everFound()).toEqual([]);
	});

	it('knows by the count of an event, and not by what it had counted before', () => {
		const bench = createFindingBench(rule);
		bench.take(first(0, pod), listing(0, up('pause#0', -5000)), event(1, 'SandboxChanged', 5166));
		expect(bench.found()).toEqual([]);
		bench.take(event(60, 'SandboxChanged', 5168));
		expect(bench.found()).toHaveLength(1);
	});

	it('is silent about tries that fail: that is another fault', () => {
		const bench = createFindingBench(rule);
		bench.take(first(0, pod), listing(0, up('pause#0', -5000)));
		for (let count = 1; count < 9; count += 1) {
			bench.take(
				event(count * 10, 'SandboxChanged', count),
				event(count * 10, 'FailedCreatePodSandBox', 1, `try ${count}`),
			);
		}
		bench.pass(60_000);
		expect(bench.everFound()).toEqual([]);
	});

	it('does not count what was asked for in pausetop', () => {
		const bench = createFindingBench(rule);
		bench.take(first(0, pod));
		bench.take(acted(99, 'pause#0', { id: 'a1' }), acted(199, 'pause#1', { id: 'a2' }));
		recycle(bench, 100, 200, 300, 400);
		expect(bench.everFound()).toEqual([]);
		bench.take(listing(450, up('pause#5', 450), ended('pause#4', 400, 449)));
		expect(bench.found()).toMatchObject([{ since: at(300) }]);
	});

	it('counts one for which an action was refused', () => {
		const bench = createFindingBench(rule);
		bench.take(first(0, pod), acted(99, 'pause#0', { status: 'refused' }));
		recycle(bench, 100, 200, 300);
		expect(bench.found()).toHaveLength(1);
	});

	it('counts sandboxes that were removed by hand, whose attempts begin at 0 again', () => {
		const bench = createFindingBench(rule);
		const id = (number: number) => String(number).repeat(64);
		bench.take(first(0, pod), listing(0, up('pause#0', -5000, { id: id(1) })));
		for (const number of [2, 3, 4]) bench.take(listing(number * 10, up('pause#0', number * 10, { id: id(number) })));
		expect(bench.found()).toHaveLength(1);
	});

	it('does not count how often the file of a static pod is taken away and put back', () => {
		const uid = 'd41d8cd98f00b204e9800998ecf8427e';
		const bench = createFindingBench(rule);
		const take = (seconds: number, attempt: number) => {
			const id = String(seconds % 9).repeat(64);
			bench.take(listing(seconds, ofPod(up(`pause#${attempt}`, seconds, { id }), uid)));
		};
		for (const seconds of [0, 60, 122, 183, 244]) take(seconds, 0);
		expect(bench.everFound()).toEqual([]);
		for (const [index, seconds] of [305, 366, 425].entries()) take(seconds, index + 1);
		expect(bench.found()).toHaveLength(1);
	});

	it.each([
		[
			'a pod that is made anew under its name',
			[1, 2, 3, 4].map((number) => ofPod(up('pause#0', -number * 60), `uid-${number}`)),
		],
		['a new pod with its first sandbox', [up('pause#0', -10)]],
		['sandboxes whose creation is not known', [1, 2, 3, 4].map((number) => record(`pause#${number}`, {}))],
	])('is silent about %s', (_, listed) => {
		const bench = createFindingBench(rule);
		bench.take(listing(0, ...listed));
		bench.pass(60_000);
		expect(bench.everFound()).toEqual([]);
	});

	it('is silent about a pod that is being deleted, is through, or is gone', () => {
		for (const state of [
			{ ...pod, deleting: 900 },
			{ ...pod, phase: 'Failed' },
		]) {
			const bench = createFindingBench(rule);
			bench.take(first(0, state));
			recycle(bench, 100, 200, 300);
			expect(bench.everFound()).toEqual([]);
		}
		const gone = createFindingBench(rule);
		gone.take({ at: at(0), source: 'kube', kind: 'pod-listing', pods: [] });
		recycle(gone, 100, 200, 300);
		expect(gone.everFound()).toEqual([]);
	});

	it('needs no API server', () => {
		const bench = createFindingBench(rule);
		recycle(bench, 100, 200);
		bench.take(records(300, up('pause#3', 300)));
		expect(bench.found()).toHaveLength(1);
	});
});
