import { describe, expect, it } from 'vitest';
import { deadPauseProcessRule } from '../../../source/core/findings/dead-pause-process-rule.ts';
import type { Observation } from '../../../source/core/observation.ts';
import { at, first, listing, record, records } from '../restart-story/scene.ts';
import { createFindingBench, evidenceOf, stepsOf, textOf } from './finding-bench.ts';
import { cri, criListing, ended, ofPod, processOf, scan, up } from './sandbox-scene.ts';

const rule = deadPauseProcessRule;
const running = { statuses: { 'app#0': {} } };
const [pause, app] = [up('pause#0', -300), up('app#0', -299)];
/** Another pod, whose pause lives: the scan sees such. */
const other = ofPod(pause, 'other', 'other');
const others = { ...processOf('pause#0', -300, 90), containerId: other.id };
const apps = processOf('app#0', -299, 50);

function idle(bench: ReturnType<typeof createFindingBench>): void {
	bench.pass(300_000, 5_000);
	expect(bench.judged()).toMatchObject({ findings: [], suspected: [] });
}

describe(rule.id, () => {
	it('says that a sandbox is called ready though its pause has no process any more', () => {
		const bench = createFindingBench(rule);
		bench.take(first(0, running), criListing(0, { ...pause, pid: 7000 }, app, other));
		bench.take(scan(0, processOf('pause#0', -300, 50), apps, others));
		bench.take(scan(30, apps, others));
		bench.pass(64_000);
		expect(bench.found()).toEqual([]);
		bench.pass(1_000);
		const [finding] = bench.found();
		const now = bench.state().now;
		expect(finding).toMatchObject({ severity: 'critical', since: at(30), noticed: true });
		expect(textOf(finding?.summary, now)).toBe(
			'default/web: containerd calls sandbox #0 706175736523 ready, but its pause is dead: no container can start in it, and the kubelet makes no new one',
		);
		expect(finding && evidenceOf(finding, now)).toEqual([
			'sandbox #0 706175736523: ready (containerd)',
			"the pause's pid: 7000 (containerd)",
			"the pause's process: not there any more, it was pid 7000 (proc)",
			'container app #0 617070233000: running (containerd)',
		]);
		expect(finding && stepsOf(finding, now)[0]).toBe(
			'Have the runtime end the sandbox: app goes down with it; the kubelet then makes a new one with another IP [crictl stopp 706175736523]',
		);
		bench.take(criListing(100, ended('pause#0', -300, 99), app, other));
		expect(bench.found()).toEqual([]);
	});

	it('says it of a pause that an inspection gives no pid', () => {
		const bench = createFindingBench(rule);
		bench.take(listing(0, pause, app, other), scan(0, apps, others));
		bench.pass(65_000);
		const [finding] = bench.found();
		expect(finding && evidenceOf(finding, 0)[1]).toBe("the pause's pid: none (docker)");
	});

	it('lets a re-read win over a scan that is older than the sandbox', () => {
		const bench = createFindingBench(rule);
		bench.take(listing(0, other), scan(0, others), records(1, pause));
		bench.pass(20_000);
		bench.take({ at: at(21), source: 'proc', kind: 'processes', processes: [processOf('pause#0', 1, 50)], gone: [] });
		bench.pass(200_000, 5_000);
		expect(bench.everFound()).toEqual([]);
	});

	it('lets the runtime notice the end', () => {
		const bench = createFindingBench(rule);
		bench.take(listing(0, pause, other), scan(0, processOf('pause#0', -300, 50), others), scan(10, others));
		bench.pass(30_000);
		bench.take(records(40, ended('pause#0', -300, 9)));
		bench.pass(200_000, 5_000);
		expect(bench.everFound()).toEqual([]);
	});

	it.each<[string, readonly Observation[]]>([
		['its process lives', [listing(0, pause, other), scan(0, processOf('pause#0', -300, 50), others)]],
		['it has ended', [listing(0, ended('pause#0', -300, -100), other), scan(0, others)]],
		[
			'it is only created, or paused',
			[listing(0, record('pause#0', {}, { state: 'created' }), other), scan(0, others)],
		],
		['the scan sees none of its runtime', [listing(0, pause, app, other), scan(0)]],
		[
			'only sandboxes of another handler are seen',
			[criListing(0, { ...pause, runtimeHandler: 'runc-shim' }, other), scan(0, others)],
		],
		['it runs in a guest', [criListing(0, { ...pause, runtimeHandler: 'kata' }, other), scan(0, others)]],
	])('is silent where %s', (_, observations) => {
		const bench = createFindingBench(rule);
		bench.take(observations);
		idle(bench);
	});

	it("is silent about CRI-O's sandboxes without a pause process, but not where there was one", () => {
		const bench = createFindingBench(rule);
		const [crio, crioOther] = [cri(pause, 'cri-o'), cri(other, 'cri-o')];
		bench.take({ at: at(0), source: 'cri-o', kind: 'runtime-listing', records: [crio, crioOther] });
		bench.take(scan(0, others));
		idle(bench);
		bench.take(scan(301, processOf('pause#0', -300, 50), others), scan(302, others));
		expect(bench.judged().suspected).toHaveLength(1);
	});

	it("does not take containerd's pinned network for a pause", () => {
		const bench = createFindingBench(rule);
		const pinned = { sandboxId: pause.id, linuxNamespaces: { net: 50 } };
		bench.take(criListing(0, pause, other), scan(0, others));
		bench.take({ at: at(0), source: 'containerd', kind: 'pinned-namespaces', namespaces: [pinned] });
		bench.pass(65_000);
		expect(bench.found()).toHaveLength(1);
	});

	it('says nothing by a scan that is no longer current', () => {
		const bench = createFindingBench(rule);
		bench.take(listing(0, pause, other), scan(0, others));
		bench.take({ at: at(1), source: 'proc', kind: 'health', health: 'failed', detail: 'not readable' });
		idle(bench);
	});
});
