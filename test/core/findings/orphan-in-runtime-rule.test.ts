import { describe, expect, it } from 'vitest';
import { orphanInRuntimeRule } from '../../../source/core/findings/orphan-in-runtime-rule.ts';
import { severalReadySandboxesRule } from '../../../source/core/findings/several-ready-sandboxes-rule.ts';
import type { KubePod } from '../../../source/core/kube-pod.ts';
import type { Observation } from '../../../source/core/observation.ts';
import { snapshotAt, snapshotObservations } from '../../helpers/snapshot.ts';
import { observationsOf, readStory } from '../restart-story/recorded.ts';
import { at, first, listing, records } from '../restart-story/scene.ts';
import { createFindingBench, evidenceOf, stepsOf, textOf } from './finding-bench.ts';
import { criListing, ended, ofPod, processOf, scan, up } from './sandbox-scene.ts';

const rule = orphanInRuntimeRule;
const running = { statuses: { 'app#0': {} } };
const own = [up('pause#0', -300), up('app#0', -299)];
const lost = own.map((each) => ofPod(each, 'lost', 'old'));

function pods(seconds: number, ...list: KubePod[]): Observation {
	return { at: at(seconds), source: 'kube', kind: 'pod-listing', pods: list };
}

describe(rule.id, () => {
	it('says that a pod runs that the API server does not know', () => {
		const bench = createFindingBench(rule);
		bench.take(first(0, running), listing(0, ...own, ...lost));
		bench.pass(89_000);
		expect(bench.found()).toEqual([]);
		bench.pass(1_000);
		const [finding] = bench.found();
		const now = bench.state().now;
		expect(finding).toMatchObject({ key: `${rule.id}/lost`, severity: 'warning', since: at(0), noticed: true });
		expect(textOf(finding?.summary, now)).toBe(
			'default/old still runs on this node (app): the API server knows no such pod, so nobody counts what it uses, and nobody may end it',
		);
		expect(finding && evidenceOf(finding, now)).toEqual([
			'sandbox #0 lost70617573: running (docker)',
			'container app #0 lost61707023: running (docker)',
			'pod with uid lost: not in the API (kube)',
		]);
		expect(finding && stepsOf(finding, now)).toEqual([
			'Read what the kubelet says [journalctl -u kubelet --since -15min --no-pager | grep -F lost | tail -n 50]',
			"Restart the kubelet, which ends what belongs to no pod when it starts: the containers of the node's pods stay as they are [systemctl restart kubelet]",
			'If it is still there, stop app: nothing starts it again [docker stop -t 30 lost61707023]',
			'Then end its sandbox #0 lost70617573 [docker stop lost70617573]',
		]);
		bench.take(records(95, ...lost.map((each) => ({ ...each, state: 'exited' as const }))));
		expect(bench.found()).toEqual([]);
	});

	it('counts from the deletion where the API server told of it, and gives the grace period of the pod', () => {
		const bench = createFindingBench(rule);
		bench.take(first(0, { ...running, spec: { terminationGracePeriodSeconds: 120 } }), listing(0, ...own));
		bench.take(listing(0, ...own, ...lost.map((each) => ofPod(each, 'kept', 'kept'))));
		bench.take({ at: at(0), source: 'kube', kind: 'node', node: { metadata: { name: 'worker' } } });
		bench.take({ at: at(10), source: 'kube', kind: 'pod-deleted', uid: 'uid-web' });
		bench.pass(179_000);
		expect(bench.found().map(({ key }) => key)).toEqual([`${rule.id}/kept`]);
		bench.pass(1_000);
		const finding = bench.found().find(({ key }) => key === `${rule.id}/uid-web`);
		expect(finding).toMatchObject({ since: at(10), noticed: false });
		expect(textOf(finding?.summary, 0)).toContain('the API server deleted the pod at 22:26:50');
	});

	it('says nothing where the pods that run by the API are not here: it was asked about another machine', () => {
		const bench = createFindingBench(rule);
		bench.take({ at: at(0), source: 'kube', kind: 'node', node: { metadata: { name: 'worker' } } });
		bench.take(first(0, running), listing(0, ...lost));
		bench.pass(120_000);
		expect(bench.found()).toEqual([]);
		bench.take(listing(121, ...own, ...lost));
		expect(bench.found()).toEqual([]);
		bench.pass(120_000);
		expect(bench.found().map(({ key }) => key)).toEqual([`${rule.id}/lost`]);
	});

	it('sends to the kubelet first while that is down: it clears away by itself', () => {
		const bench = createFindingBench(rule);
		bench.take({ at: at(0), source: 'proc', kind: 'kubelet', running: false });
		bench.take(first(0, running), listing(0, ...own, ...lost));
		bench.pass(100_000);
		expect(bench.found()[0]?.todo.map(({ command }) => command)).toEqual([undefined, undefined]);
		expect(textOf(bench.found()[0]?.todo[0]?.text, 0)).toContain('Bring the kubelet back first');
	});

	it('is silent about a pod that is there a moment before its API object, and about what is only left over dead', () => {
		const bench = createFindingBench(rule);
		const dead = [ended('pause#0', -300, -200), ended('app#0', -299, -200)].map((each) => ofPod(each, 'dead', 'done'));
		bench.take(pods(0), listing(0, ...own, ...dead));
		bench.pass(5_000);
		bench.take(first(5, running));
		bench.pass(300_000, 5_000);
		expect(bench.everFound()).toEqual([]);
	});

	it.each(['docker-delete-pod', 'docker-stop'])('is silent through %s', (name) => {
		const bench = createFindingBench(rule);
		for (const observation of observationsOf(readStory(name))) {
			if (bench.state().now > 0) bench.pass(observation.at - bench.state().now);
			bench.take(observation);
		}
		bench.pass(300_000);
		expect(bench.everFound()).toEqual([]);
	});

	it('finds a recorded pod that the API server has lost, and no other', () => {
		const bench = createFindingBench(rule);
		const observations = snapshotObservations.map((one) =>
			one.kind === 'pod-listing'
				? { ...one, pods: one.pods.filter(({ metadata }) => metadata.name !== 'crasher') }
				: one,
		);
		bench.take(observations);
		bench.pass(120_000);
		expect(bench.found()).toMatchObject([{ subject: { name: 'crasher' }, since: snapshotAt }]);
	});

	it('is silent about static pods without a mirror', () => {
		const bench = createFindingBench(rule);
		const hashed = own.map((each) => ofPod(each, 'c'.repeat(32), 'etcd'));
		const named = own.map((each) => ({
			...ofPod(each, 'set-by-hand', 'proxy'),
			labels: { 'annotation.kubernetes.io/config.source': 'file' },
		}));
		bench.take(first(0, running), listing(0, ...own, ...hashed, ...named));
		bench.pass(300_000, 5_000);
		expect(bench.judged()).toMatchObject({ findings: [], suspected: [] });
	});

	it('is silent where the API server seems to be asked about another node', () => {
		const bench = createFindingBench(rule);
		bench.take(pods(0), listing(0, ...own, ...lost));
		bench.pass(300_000, 5_000);
		expect(bench.judged()).toMatchObject({ findings: [], suspected: [] });
		bench.take({ at: at(301), source: 'kube', kind: 'node', node: { metadata: { name: 'worker' } } });
		expect(bench.judged().suspected).toHaveLength(2);
	});

	it("is silent about processes of a kubelet's that runs in a container", () => {
		const bench = createFindingBench(rule);
		const nested = { ...processOf('inner#0', -50, 70), podUid: '11111111-2222-3333-4444-555555555555' };
		bench.take(first(0, running), listing(0, ...own), scan(0, nested));
		bench.pass(300_000, 5_000);
		expect(bench.judged()).toMatchObject({ findings: [], suspected: [] });
	});

	it('leaves a pod whose name another one has to the rule about several sandboxes', () => {
		const bench = createFindingBench(rule, severalReadySandboxesRule);
		bench.take(first(0, running), criListing(0, ...own, ...own.map((each) => ofPod(each, 'former'))));
		bench.pass(300_000, 5_000);
		expect(bench.found().map((finding) => finding.rule)).toEqual([severalReadySandboxesRule.id]);
		bench.take(criListing(300, ...own, ofPod(up('app#0', -299), 'former')));
		bench.pass(100_000, 5_000);
		expect(bench.found().map((finding) => finding.rule)).toEqual([rule.id]);
		expect(textOf(bench.found()[0]?.summary, 0)).toContain('the pod of that name in the API is another one');
	});

	it('cannot tell without the API server', () => {
		const bench = createFindingBench(rule);
		bench.take(listing(0, ...lost));
		bench.pass(300_000, 5_000);
		expect(bench.judged()).toMatchObject({ findings: [], suspected: [], cannotTell: [{ rule: rule.id }] });
	});
});
