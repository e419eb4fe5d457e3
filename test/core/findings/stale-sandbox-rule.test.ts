import { describe, expect, it } from 'vitest';
import { staleSandboxRule } from '../../../source/core/findings/stale-sandbox-rule.ts';
import { at, changed, first, listing } from '../restart-story/scene.ts';
import { createFindingBench, evidenceOf, stepsOf, textOf } from './finding-bench.ts';
import { cri, criListing, ended, ofPod, up } from './sandbox-scene.ts';

const rule = staleSandboxRule;
const running = { statuses: { 'app#1': {} } };
const hour = 3600;
const current = [up('pause#9', -900), up('app#9', -890, { in: 'pause#9' })];

function leftOvers(count: number, age: number) {
	return Array.from({ length: count }, (_, attempt) => ended(`pause#${attempt}`, -age - 100 + attempt, -age + attempt));
}

describe(rule.id, () => {
	it('says that a sandbox that nobody needs is still there an hour after its end', () => {
		const bench = createFindingBench(rule);
		bench.take(first(0, running), listing(0, ...current, ended('pause#0', -hour - 60, -hour + 300)));
		bench.pass(299_000);
		expect(bench.found()).toEqual([]);
		bench.pass(2_000);
		const [finding] = bench.found();
		const now = bench.state().now;
		expect(finding).toMatchObject({ severity: 'warning', since: at(-hour + 300), noticed: false });
		expect(textOf(finding?.summary, now)).toBe(
			'default/web still has an ended sandbox although it has a newer one: the kubelet has not cleared it away, and what it holds of the network may leak',
		);
		expect(finding && evidenceOf(finding, now)).toEqual([
			'sandbox #0 706175736523: exited, ended by 21:31:40, with 0 containers (docker)',
		]);
		bench.take(listing(320, ...current));
		expect(bench.found()).toEqual([]);
	});

	it('says much earlier that there are many', () => {
		const bench = createFindingBench(rule);
		bench.take(first(0, running), criListing(0, ...current, ...leftOvers(4, 1000)));
		bench.pass(119_000);
		expect(bench.found()).toEqual([]);
		bench.pass(1_000);
		const [finding] = bench.found();
		expect(finding).toMatchObject({ subject: { uid: 'uid-web' } });
		expect(textOf(finding?.summary, 0)).toContain('default/web still has 4 ended sandboxes although');
		expect(finding && stepsOf(finding, 0)[1]).toContain('[crictl stopp 706175736523]');
	});

	it('counts an end that CRI does not tell from the creation of the next sandbox', () => {
		const bench = createFindingBench(rule);
		bench.take(first(0, running), criListing(0, up('pause#1', -hour + 300), ended('pause#0', -9 * hour, -8 * hour)));
		bench.pass(299_000);
		expect(bench.found()).toEqual([]);
		bench.pass(2_000);
		expect(bench.found()).toMatchObject([{ since: at(-hour + 300) }]);
	});

	it('is silent about the sandbox that holds the last ended container of a name, however old', () => {
		const bench = createFindingBench(rule);
		const kept = [ended('pause#0', -9 * hour, -8 * hour), ended('app#0', -9 * hour, -8 * hour)];
		bench.take(first(0, running), criListing(0, ...current, ...kept));
		bench.pass(hour * 1000, 60_000);
		expect(bench.judged()).toMatchObject({ findings: [], suspected: [] });
	});

	it('counts one whose ended containers are not the last ones of their names', () => {
		const bench = createFindingBench(rule);
		const older = [ended('pause#0', -9 * hour, -8 * hour), ended('app#0', -9 * hour, -8 * hour)];
		const kept = [ended('pause#1', -7 * hour, -6 * hour), ended('app#1', -7 * hour, -6 * hour, { in: 'pause#1' })];
		bench.take(first(0, running), listing(0, ...current, ...older, ...kept));
		// the kubelet kept app#0 until app#1 had ended
		expect(bench.found()).toMatchObject([{ since: at(-6 * hour) }]);
		const [finding] = bench.found();
		expect(finding && evidenceOf(finding, 0)).toHaveLength(1);
	});

	it('gives the kubelet its time for a sandbox that an ended container kept until now', () => {
		const bench = createFindingBench(rule);
		const kept = [ended('pause#0', -9 * hour, -8 * hour), ended('app#0', -9 * hour, -8 * hour)];
		bench.take(first(0, running), criListing(0, ...current, ...kept));
		bench.pass(10_000);
		const [pause, app] = current;
		const crashed = app && { ...app, state: 'exited' as const, finishedAt: at(10), exitCode: 1 };
		bench.take(criListing(11, ...(pause && crashed ? [pause, crashed] : []), ...kept));
		bench.pass(30_000);
		bench.take(criListing(41, ...(pause && crashed ? [pause, crashed] : []), ...kept.slice(0, 1)));
		bench.pass(60_000);
		expect(bench.everFound()).toEqual([]);
		expect(bench.judged().suspected).toMatchObject([{ since: at(41) }]);
	});

	it('gives the kubelet its time for a pod that may just have been deleted', () => {
		const bench = createFindingBench(rule);
		const job = ofPod(ended('pause#0', -9 * hour, -8 * hour), 'gone', 'old');
		bench.take(first(0, running), listing(0, ...current, job));
		bench.pass(119_000);
		expect(bench.found()).toEqual([]);
		bench.pass(1_000);
		expect(bench.found()).toMatchObject([{ since: at(0), noticed: true }]);
	});

	it('says it of a pod that is gone', () => {
		const bench = createFindingBench(rule);
		const gone = ofPod(ended('pause#0', -9 * hour, -8 * hour), 'gone', 'old');
		bench.take(first(0, running), listing(0, ...current, gone));
		bench.pass(120_000);
		expect(textOf(bench.found()[0]?.summary, 0)).toContain(
			'default/old still has an ended sandbox although the pod is gone',
		);
	});

	it('waits an hour from the first look where nobody tells when a gone pod ended', () => {
		const bench = createFindingBench(rule);
		const gone = cri(ofPod(ended('pause#0', -9 * hour, -8 * hour), 'gone', 'old'));
		bench.take(first(0, running), listing(0, ...current));
		bench.take({ at: at(0), source: 'containerd', kind: 'runtime-listing', records: [gone] });
		bench.pass((hour - 1) * 1000, 1_000);
		expect(bench.found()).toEqual([]);
		bench.pass(1_000);
		expect(bench.found()).toMatchObject([{ noticed: true }]);
	});

	it('is silent about pods that are gone while nobody knows what the API server has', () => {
		const bench = createFindingBench(rule);
		bench.take(listing(0, ...current, ofPod(ended('pause#0', -9 * hour, -8 * hour), 'gone', 'old')));
		bench.pass(60_000);
		expect(bench.judged()).toMatchObject({ findings: [], suspected: [], cannotTell: [] });
	});

	it.each([
		['of a Completed pod', { statuses: {}, phase: 'Succeeded' }, [...leftOvers(1, 9 * hour)]],
		['of a pod that is being deleted', { ...running, deleting: 30 }, [up('pause#9', -900), ...leftOvers(4, 9 * hour)]],
	])('is silent about the newest sandbox %s', (_, pod, listed) => {
		const bench = createFindingBench(rule);
		const other = ofPod(up('pause#0', -9 * hour), 'd'.repeat(32), 'etcd');
		bench.take(first(0, pod), listing(0, ...listed, other));
		bench.pass(60_000);
		expect(bench.judged()).toMatchObject({ findings: [], suspected: [] });
	});

	it('is silent after a boot, until the kubelet has had its time', () => {
		const bench = createFindingBench(rule);
		bench.take(first(0, running), listing(0, up('pause#9', -30), ...leftOvers(4, 9 * hour)));
		bench.pass(500_000, 10_000);
		expect(bench.everFound()).toEqual([]);
		bench.pass(240_000, 10_000);
		expect(bench.found()).toHaveLength(1);
	});

	it('is silent while the kubelet is down, and about a recycle of minutes ago', () => {
		const down = createFindingBench(rule);
		down.take({ at: at(0), source: 'proc', kind: 'kubelet', running: false });
		down.take(first(0, running), listing(0, ...current, ...leftOvers(4, 9 * hour)));
		expect(down.judged()).toMatchObject({ findings: [], suspected: [] });
		const recent = createFindingBench(rule);
		recent.take(changed(0, running), listing(0, ...current, ...leftOvers(2, 120)));
		recent.pass(600_000, 10_000);
		expect(recent.everFound()).toEqual([]);
	});
});
