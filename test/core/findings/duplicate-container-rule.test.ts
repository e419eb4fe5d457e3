import { describe, expect, it } from 'vitest';
import { duplicateContainerRule } from '../../../source/core/findings/duplicate-container-rule.ts';
import { at, first, listing, records } from '../restart-story/scene.ts';
import { createFindingBench, evidenceOf, stepsOf, textOf } from './finding-bench.ts';
import { criListing, ended, ofPod, processOf, scan, up } from './sandbox-scene.ts';

const rule = duplicateContainerRule;

describe(rule.id, () => {
	it('says that an ended container was started again by hand beside the new one', () => {
		const bench = createFindingBench(rule);
		bench.take(first(0, { statuses: { 'app#1': {} } }));
		bench.take(listing(0, up('pause#0', -60), ended('app#0', -59, -30), up('app#1', -29)));
		bench.take(records(10, { ...up('app#0', -59), startedAt: at(10) }));
		bench.pass(29_000);
		expect(bench.found()).toEqual([]);
		bench.pass(2_000);
		const [finding] = bench.found();
		const now = bench.state().now;
		expect(finding).toMatchObject({ severity: 'critical', since: at(10), subject: { container: 'app' } });
		expect(textOf(finding?.summary, now)).toBe(
			"default/web: app runs twice at the same time, #1 617070233100 and #0 617070233000: they share the pod's volumes and ports, and kubectl shows one",
		);
		expect(finding && evidenceOf(finding, now)).toEqual([
			'app #1 617070233100: running, started 22:26:11 (docker)',
			'app #0 617070233000: running, started 22:26:50 (docker)',
			'container id in the API: 617070233100 (kube)',
		]);
		expect(finding && stepsOf(finding, now)[0]).toBe(
			'Stop app #0 617070233000, the one that is too many: the other goes on [docker stop -t 30 617070233000]',
		);
		bench.take(records(45, ended('app#0', -59, 44)));
		expect(bench.found()).toEqual([]);
	});

	it('stops the one that the API does not name, even if it is the newer', () => {
		const bench = createFindingBench(rule);
		bench.take(first(0, { statuses: { 'app#0': {} } }), criListing(0, up('app#0', -90), up('app#1', -60)));
		expect(bench.found()).toHaveLength(1);
		const [finding] = bench.found();
		expect(finding && stepsOf(finding, 0)[0]).toContain('crictl stop -t 30 617070233100');
	});

	it('is silent while the next one starts, where the records are a moment apart', () => {
		const bench = createFindingBench(rule);
		bench.take(listing(0, up('app#0', -90), up('app#1', -1)));
		bench.pass(5_000);
		bench.take(records(5, ended('app#0', -90, -2)));
		bench.pass(60_000);
		expect(bench.everFound()).toEqual([]);
	});

	it.each([
		['one has ended', [ended('app#0', -90, -80), up('app#1', -70)]],
		['they have other names', [up('app#0', -90), up('web#0', -90)]],
		['they are of other pods', [up('app#0', -90), ofPod(up('app#0', -90), 'other')]],
		['one is only created', [up('app#0', -90), { ...up('app#1', -60), state: 'created' as const }]],
	])('is silent where %s', (_, listed) => {
		const bench = createFindingBench(rule);
		bench.take(listing(0, ...listed));
		bench.pass(120_000);
		expect(bench.judged()).toMatchObject({ findings: [], suspected: [] });
	});

	it('does not count processes that no runtime lists, nor records whose process has ended', () => {
		const bench = createFindingBench(rule);
		const stray = processOf('app#2', -50, 50, { podUid: 'uid-web', command: 'app' });
		bench.take(listing(0, up('app#0', -90), up('app#1', -70)));
		bench.take(scan(0, processOf('app#0', -90, 50), processOf('app#1', -70, 50), stray));
		bench.take(scan(1, processOf('app#1', -70, 50), stray));
		bench.pass(120_000);
		expect(bench.judged()).toMatchObject({ findings: [], suspected: [] });
	});

	it('counts from when it was noticed where a start is not known', () => {
		const bench = createFindingBench(rule);
		bench.take(listing(0, up('app#0', -90), { ...up('app#1', -60), startedAt: undefined }));
		expect(bench.found()).toEqual([]);
		bench.pass(30_000);
		expect(bench.found()).toMatchObject([{ noticed: true }]);
	});
});
