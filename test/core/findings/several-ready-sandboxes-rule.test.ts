import { describe, expect, it } from 'vitest';
import { severalReadySandboxesRule } from '../../../source/core/findings/several-ready-sandboxes-rule.ts';
import { at, first, listing, pod, records } from '../restart-story/scene.ts';
import { createFindingBench, evidenceOf, stepsOf, textOf } from './finding-bench.ts';
import { criListing, ended, ofPod, processOf, scan, up } from './sandbox-scene.ts';

const rule = severalReadySandboxesRule;
const running = { statuses: { 'app#1': {} } };

describe(rule.id, () => {
	it('says that two sandboxes of one pod are up when the kubelet has not ended one in time', () => {
		const bench = createFindingBench(rule);
		bench.take(first(0, running));
		bench.take(criListing(0, up('pause#0', -60), up('pause#1', -5), up('app#1', -4, { in: 'pause#1' })));
		bench.pass(84_000);
		expect(bench.found()).toEqual([]);
		bench.pass(2_000);
		const [finding] = bench.found();
		const now = bench.state().now;
		expect(finding).toMatchObject({ key: `${rule.id}/uid-web`, severity: 'warning', since: at(-5) });
		expect(textOf(finding?.summary, now)).toBe(
			'default/web has 2 ready sandboxes, #1 706175736523 and #0 706175736523: each holds an IP and namespaces, and kubectl shows one',
		);
		expect(finding && evidenceOf(finding, now)).toEqual([
			'sandbox #1 706175736523: ready, up since 22:26:35, in it: app (containerd)',
			'sandbox #0 706175736523: ready, up since 22:25:40, in it: nothing (containerd)',
			'pod in the API: uid-web 10.0.0.1 (kube)',
		]);
		expect(finding && stepsOf(finding, now)).toEqual([
			'Read what the kubelet says [journalctl -u kubelet --since -15min --no-pager | grep -F web | tail -n 50]',
			'If it stays, stop sandbox #0 706175736523: no container runs in it [crictl stopp 706175736523]',
		]);
		bench.take(criListing(90, ended('pause#0', -60, 89), up('pause#1', -5), up('app#1', -4, { in: 'pause#1' })));
		expect(bench.found()).toEqual([]);
	});

	it('is silent about a recycle whose old sandbox is listed a moment longer', () => {
		const bench = createFindingBench(rule);
		bench.take(listing(0, up('pause#0', -60), up('pause#1', -1)));
		bench.pass(20_000);
		bench.take(records(20, ended('pause#0', -60, -2)));
		bench.pass(300_000, 10_000);
		expect(bench.everFound()).toEqual([]);
	});

	it('is silent where one of two is ended, or its process is seen to be gone', () => {
		const bench = createFindingBench(rule);
		bench.take(listing(0, ended('pause#0', -600, -590), up('pause#1', -500), up('pause#2', -400)));
		bench.take(scan(0, processOf('pause#1', -500, 50), processOf('pause#2', -400, 60)));
		expect(bench.found()).toHaveLength(1);
		bench.take(scan(1, processOf('pause#2', -400, 60)));
		expect(bench.found()).toEqual([]);
	});

	it('says that two generations of a static pod are up, both at work', () => {
		const bench = createFindingBench(rule);
		const [old, young] = ['a'.repeat(32), 'b'.repeat(32)];
		const two = [old, young].flatMap((uid, index) => [
			ofPod(up('pause#0', -600 + index * 60), uid),
			ofPod(up('app#0', -599 + index * 60), uid),
		]);
		bench.take(criListing(0, ...two));
		expect(bench.found()).toMatchObject([{ key: `${rule.id}/default/web`, severity: 'critical', since: at(-540) }]);
		expect(textOf(bench.found()[0]?.summary, 0)).toContain('default/web is up twice: sandboxes');
	});

	it.each([
		['within its deletion', 30, 0],
		['long after its deletion should be over', -120, 1],
	])('counts a pod of the same name that is %s', (_, deletedIn, count) => {
		const bench = createFindingBench(rule);
		const older = pod(0, { statuses: {}, deleting: deletedIn });
		const younger = { ...pod(0, { statuses: {} }), metadata: { ...pod(0, { statuses: {} }).metadata, uid: 'young' } };
		bench.take({ at: at(0), source: 'kube', kind: 'pod-listing', pods: [older, younger] });
		bench.take(listing(0, up('pause#0', -600), ofPod(up('pause#0', -300), 'young')));
		expect(bench.found()).toHaveLength(count);
	});

	it('ends the sandbox of the pod that the API does not know', () => {
		const bench = createFindingBench(rule);
		bench.take(first(0, { statuses: {} }));
		bench.take(listing(0, up('pause#0', -300), ofPod(up('pause#0', -600), 'forgotten')));
		const [finding] = bench.found();
		expect(finding?.subject).toMatchObject({ uid: 'uid-web' });
		expect(finding && stepsOf(finding, 0).at(-1)).toBe(
			'If it stays, stop sandbox #0 forgotten706 of uid forgotten: no container runs in it [docker stop forgotten706]',
		);
	});

	it('is silent about pods of the same name in other namespaces, and about one with one sandbox', () => {
		const bench = createFindingBench(rule);
		const other = ofPod(up('pause#0', -600), 'other');
		const elsewhere = { ...other, metadata: other.metadata && { ...other.metadata, kubeNamespace: 'team-a' } };
		bench.take(listing(0, up('pause#0', -300), elsewhere));
		bench.pass(300_000, 10_000);
		expect(bench.judged()).toMatchObject({ findings: [], suspected: [] });
	});
});
