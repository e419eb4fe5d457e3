import { describe, expect, it } from 'vitest';
import { containerWithoutPauseRule } from '../../../source/core/findings/container-without-pause-rule.ts';
import { looks, readStory, watched } from '../restart-story/recorded.ts';
import { at, changed, first, listing, record, records, sceneStart } from '../restart-story/scene.ts';
import { createFindingBench, evidenceOf, stepsOf, textOf } from './finding-bench.ts';
import { criListing, ended, ofPod, processOf, scan, up } from './sandbox-scene.ts';

const rule = containerWithoutPauseRule;
const running = { statuses: { 'app#0': {} } };

describe(rule.id, () => {
	it('says that an app runs on when its grace period is long over, with what to do', () => {
		const bench = createFindingBench(rule);
		bench.take(first(0, running), listing(0, up('pause#0', -60), up('app#0', -59)));
		bench.take(scan(0, processOf('pause#0', -60, 50), processOf('app#0', -59, 50)));
		bench.take(records(10, ended('pause#0', -60, 10)), scan(10, processOf('app#0', -59, 50)));
		bench.pass(59_000);
		expect(bench.found()).toEqual([]);
		expect(bench.judged().suspected).toHaveLength(1);
		bench.pass(2_000);
		const [finding] = bench.found();
		const now = bench.state().now;
		expect(finding).toMatchObject({
			severity: 'critical',
			since: at(10),
			noticed: false,
			subject: { kind: 'pod', uid: 'uid-web', container: 'app' },
		});
		expect(textOf(finding?.summary, now)).toBe(
			'default/web: app runs without its pause: sandbox #0 706175736523 has ended, and nobody has stopped what ran in it',
		);
		expect(finding && evidenceOf(finding, now)).toEqual([
			'sandbox #0 706175736523: exited at 22:26:50 (docker)',
			'container app #0 617070233000: running, pid 9410 (docker)',
			"app's net namespace: 50 (proc)",
			'pod in the API: Running 10.0.0.1 (kube)',
		]);
		expect(finding && stepsOf(finding, now)).toEqual([
			'Read what the kubelet says [journalctl -u kubelet --since -15min --no-pager | grep -F uid-web | tail -n 50]',
			'If it is still there, stop app: it gets its grace period, and the kubelet can make the pod anew [docker stop -t 30 617070233000]',
		]);
		bench.take(records(75, ended('app#0', -59, 75)));
		expect(bench.found()).toEqual([]);
	});

	it('gives a pod the grace period that it has asked for', () => {
		const bench = createFindingBench(rule);
		const patient = { ...running, spec: { terminationGracePeriodSeconds: 300 } };
		bench.take(first(0, patient), listing(0, ended('pause#0', -60, -1), up('app#0', -59)));
		bench.pass(328_000);
		expect(bench.found()).toEqual([]);
		bench.pass(2_000);
		expect(bench.found()).toHaveLength(1);
	});

	it('knows the grace period of a pod that the API server has forgotten from its labels', () => {
		const bench = createFindingBench(rule);
		const app = up('app#0', -59, { labels: { 'annotation.io.kubernetes.pod.terminationGracePeriod': '90' } });
		bench.take(listing(0, ended('pause#0', -60, 0), app));
		bench.pass(119_000);
		expect(bench.found()).toEqual([]);
		bench.pass(2_000);
		expect(bench.found()).toHaveLength(1);
	});

	it('counts from when it was noticed where nobody tells when the sandbox ended', () => {
		const bench = createFindingBench(rule);
		bench.take(first(0, running), criListing(0, ended('pause#0', -600, -500), up('app#0', -599)));
		expect(bench.found()).toEqual([]);
		bench.pass(61_000);
		expect(bench.found()).toMatchObject([{ since: sceneStart, noticed: true }]);
	});

	it('says at once what has a newer sandbox beside it for long', () => {
		const bench = createFindingBench(rule);
		const records = [ended('pause#0', -600, -500), up('pause#1', -300), up('app#0', -599), up('app#1', -290)];
		bench.take(criListing(0, ...records.slice(0, 3)));
		expect(bench.found()).toMatchObject([{ since: at(-300), noticed: false }]);
		bench.take(criListing(1, ...records.slice(0, 2), record('app#0', { created: -599, finished: 0, exitCode: 137 })));
		expect(bench.found()).toEqual([]);
	});

	it('says it of a sandbox that nobody lists any more', () => {
		const bench = createFindingBench(rule);
		bench.take(first(0, running), listing(0, up('app#0', -59)));
		bench.pass(61_000);
		expect(textOf(bench.found()[0]?.summary, 0)).toContain('sandbox 706175736523 is gone');
	});

	it.each([
		['the sandbox is up', [up('pause#0', -60), up('app#0', -59)]],
		['the app has ended too', [ended('pause#0', -60, -50), ended('app#0', -59, -40)]],
		['the pod is Completed', [ended('pause#0', -60, -50), ended('app#0', -59, -51)]],
		[
			'there is a new sandbox with the app in it',
			[ended('pause#0', -60, -50), up('pause#1', -40), up('app#1', -39, { in: 'pause#1' })],
		],
		['the sandbox is only created', [record('pause#0', { created: -60 }, { state: 'created' }), up('app#0', -59)]],
		[
			'nobody knows in which sandbox it is',
			[{ ...up('app#0', -59), metadata: undefined, name: 'k8s_app_web_default_uid-web_0' }],
		],
	])('is silent where %s', (_, listed) => {
		const bench = createFindingBench(rule);
		bench.take(first(0, running), listing(0, ...listed));
		bench.pass(600_000, 10_000);
		expect(bench.judged()).toMatchObject({ findings: [], suspected: [] });
	});

	it("takes CRI-O's sandbox without a pause process for one that is up", () => {
		const bench = createFindingBench(rule);
		bench.take(criListing(0, up('pause#0', -60), up('app#0', -59)), scan(0, processOf('app#0', -59, 50)));
		bench.pass(600_000, 10_000);
		expect(bench.everFound()).toEqual([]);
	});

	it('does not believe a record whose process is seen to be gone', () => {
		const bench = createFindingBench(rule);
		bench.take(listing(0, ended('pause#0', -60, -50), up('app#0', -59)), scan(0, processOf('app#0', -59, 50)));
		bench.take(scan(1));
		bench.pass(600_000, 10_000);
		expect(bench.everFound()).toEqual([]);
	});

	it('finds the sandbox of a container under another pod', () => {
		const bench = createFindingBench(rule);
		bench.take(listing(0, ofPod(up('pause#0', -60), 'other'), { ...ofPod(up('app#0', -59), 'other') }));
		bench.pass(600_000, 10_000);
		expect(bench.everFound()).toEqual([]);
	});

	it('sees a recorded pause die before its app, and lets the kubelet work', () => {
		const story = readStory('docker-stop-noshare');
		const bench = createFindingBench(rule);
		const [before] = looks(story, 'before', -2);
		const [firstWatched] = watched(story);
		if (before?.kind !== 'runtime-listing' || !firstWatched) throw new Error('the recording has no listing');
		const t0 = Math.floor(story.t0);
		const dead = before.records.map((each) =>
			each.name.startsWith('k8s_POD') ? { ...each, state: 'exited' as const, finishedAt: t0 + 64 } : each,
		);
		bench.take(firstWatched, before, {
			at: t0 + 100,
			source: 'docker',
			kind: 'runtime-records',
			records: dead,
			gone: [],
		});
		expect(bench.judged().suspected).toMatchObject([{ since: t0 + 64, confirmedAt: t0 + 64 + 32_000 }]);
		// had the kubelet been stopped, main would run on
		bench.pass(32_000);
		expect(bench.found()).toMatchObject([{ subject: { container: 'main' } }]);
	});

	it('counts from the start of what was started again long after the sandbox ended', () => {
		const bench = createFindingBench(rule);
		const restarted = record('app#0', { created: -599, started: -2 });
		bench.take(changed(0, running), listing(0, ended('pause#0', -600, -500), restarted));
		bench.pass(57_000);
		expect(bench.found()).toEqual([]);
		bench.pass(5_000);
		expect(bench.found()).toMatchObject([{ since: at(-2), noticed: false }]);
	});

	it('cannot tell while the runtime does not answer, and keeps what it had found', () => {
		const bench = createFindingBench(rule);
		bench.take(changed(0, running), listing(0, ended('pause#0', -600, -500), up('app#0', -599)));
		expect(bench.found()).toHaveLength(1);
		bench.take({ at: at(5), source: 'docker', kind: 'health', health: 'failed', detail: 'no answer' });
		expect(bench.judged().cannotTell).toMatchObject([{ rule: rule.id }]);
		expect(bench.found()).toMatchObject([{ uncheckedSince: at(5) }]);
	});
});
