import { describe, expect, it } from 'vitest';
import { restartedBehindKubeletRule } from '../../../source/core/findings/restarted-behind-kubelet-rule.ts';
import type { Observation } from '../../../source/core/observation.ts';
import { at, changed, first, listing, records, type ScenePod } from '../restart-story/scene.ts';
import { createFindingBench, evidenceOf, type FindingBench, stepsOf, textOf } from './finding-bench.ts';
import { ended, hostNet, processOf, scan, survey, up } from './sandbox-scene.ts';

const rule = restartedBehindKubeletRule;
const running = { statuses: { 'app#0': {} } };
const app = processOf('app#0', -299, 50);

/** A pod whose pause was started again with docker at second 10, as far as each source tells of it. */
function restart(bench: FindingBench, pod: ScenePod = running, net = 60): void {
	bench.take(first(0, pod), listing(0, up('pause#0', -300), up('app#0', -299)));
	bench.take(scan(0, processOf('pause#0', -300, 50), app));
	bench.take(records(10, { ...up('pause#0', -300), startedAt: at(10), pid: 777 }));
	bench.take(scan(11, processOf('pause#0', 10, net), app));
}

describe(rule.id, () => {
	it('says that a pause is younger than what runs in its sandbox', () => {
		const bench = createFindingBench(rule);
		restart(bench);
		bench.take(survey(20, 60, ['lo']));
		bench.pass(19_000);
		expect(bench.found()).toEqual([]);
		bench.pass(2_000);
		const [finding] = bench.found();
		const now = bench.state().now;
		expect(finding).toMatchObject({ severity: 'critical', since: at(10), noticed: false });
		expect(textOf(finding?.summary, now)).toBe(
			"default/web: its pause was started again behind the kubelet's back: app is still in the old namespaces, and what starts next gets the pause's new network",
		);
		expect(finding && evidenceOf(finding, now)).toEqual([
			'start of pause #0 706175736523: 22:26:50 (docker)',
			"pause's net namespace: 60 (proc)",
			'start of app #0 617070233000: 22:21:41 (docker)',
			"app's net namespace: 50 (proc)",
			"the pause's network has: lo (proc)",
			'pod in the API: Running 10.0.0.1 (kube)',
		]);
		expect(finding && stepsOf(finding, now)).toEqual([
			'Restart the sandbox: the kubelet ends all containers of the pod and makes it anew, with another IP [pausetop restart -n default web]',
		]);
		expect(textOf(finding?.avoid[0], now)).toContain('Do not restart or start the pause with docker');
	});

	it('is silent again once the kubelet has made a new sandbox', () => {
		const bench = createFindingBench(rule);
		restart(bench);
		bench.pass(60_000);
		expect(bench.found()).toHaveLength(1);
		const old = [ended('pause#0', -300, 71), ended('app#0', -299, 72)];
		bench.take(listing(75, ...old, up('pause#1', 73), up('app#1', 74, { in: 'pause#1' })));
		bench.take(scan(75, processOf('pause#1', 73, 70), processOf('app#1', 74, 70)));
		expect(bench.found()).toEqual([]);
	});

	it('is silent where the kubelet has recycled it within moments', () => {
		const bench = createFindingBench(rule);
		restart(bench);
		bench.pass(3_000);
		bench.take(listing(15, ended('pause#0', -300, 14), up('pause#1', 14), up('app#1', 15, { in: 'pause#1' })));
		bench.take(scan(15, processOf('pause#1', 14, 70), processOf('app#1', 15, 70)));
		bench.pass(120_000);
		expect(bench.everFound()).toEqual([]);
	});

	it('knows it by the empty network when all containers have been started anew since', () => {
		const bench = createFindingBench(rule);
		const again = up('app#1', 12);
		bench.take(first(0, running), listing(12, { ...up('pause#0', -300), startedAt: at(10) }, again));
		bench.take(scan(13, processOf('pause#0', 10, 60), processOf('app#1', 12, 60)));
		bench.pass(60_000);
		expect(bench.everFound()).toEqual([]);
		bench.take(survey(75, 60, ['lo']));
		const [finding] = bench.found();
		expect(textOf(finding?.summary, at(75))).toBe(
			"default/web: its pause was started again behind the kubelet's back: its network now has nothing but lo, while kubectl still shows 10.0.0.1",
		);
		bench.take(survey(80, 60, ['lo', 'eth0'], ['10.0.0.1']));
		expect(bench.found()).toEqual([]);
	});

	it('tells it by the times of the runtime where /proc cannot be read', () => {
		const bench = createFindingBench(rule);
		bench.take(listing(20, { ...up('pause#0', -300), startedAt: at(-100) }, up('app#0', -299)));
		expect(bench.found()).toMatchObject([{ since: at(-100) }]);
	});

	const pause = up('pause#0', -300);
	it.each<[string, readonly Observation[]]>([
		['the pause was there first', [listing(0, pause, up('app#0', -299)), scan(0, processOf('pause#0', -300, 50), app)]],
		[
			'the app has unshared its own network',
			[listing(0, pause, up('app#0', -299)), scan(0, processOf('pause#0', -300, 50), processOf('app#0', -299, 80))],
		],
		[
			"the app has gone into the host's network",
			[
				listing(0, pause, up('app#0', -299)),
				scan(0, processOf('pause#0', -300, 50), processOf('app#0', -299, hostNet)),
			],
		],
		[
			'the app is of a former sandbox',
			[
				listing(0, ended('pause#0', -300, -50), up('pause#1', -40), up('app#0', -299)),
				scan(0, processOf('pause#1', -40, 60), app),
			],
		],
		['the clock was put back between the two', [listing(0, up('pause#0', -100), up('app#0', -299))]],
		[
			'only one of the two has a process that can be seen',
			[listing(0, { ...pause, startedAt: at(-100) }, up('app#0', -299)), scan(0, app)],
		],
		[
			'no start is known',
			[listing(0, { ...pause, startedAt: undefined }, { ...up('app#0', -299), startedAt: undefined })],
		],
		[
			'it runs in a guest',
			[
				listing(0, { ...pause, runtimeHandler: 'kata' }, up('app#0', -299)),
				scan(0, processOf('pause#0', -100, 60), app),
			],
		],
		[
			'a sandbox that was made just now has no address yet',
			[listing(0, up('pause#0', -40)), scan(0, processOf('pause#0', -40, 60)), survey(1, 60, ['lo'])],
		],
	])('is silent where %s', (_, observations) => {
		const bench = createFindingBench(rule);
		bench.take(first(0, running), observations);
		bench.pass(120_000);
		expect(bench.judged()).toMatchObject({ findings: [], suspected: [] });
	});

	it("is silent about a pod in the host's network, and about one that is being deleted", () => {
		const host = createFindingBench(rule);
		restart(host, { ...running, spec: { hostNetwork: true } }, hostNet);
		host.pass(120_000);
		expect(host.everFound()).toEqual([]);
		const deleted = createFindingBench(rule);
		restart(deleted);
		deleted.take(changed(12, { ...running, deleting: 40 }));
		deleted.pass(120_000);
		expect(deleted.everFound()).toEqual([]);
	});
});
