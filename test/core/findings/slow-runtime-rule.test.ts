import { describe, expect, test } from 'vitest';
import { slowRuntimeRule } from '../../../source/core/findings/slow-runtime-rule.ts';
import type { RuntimeCall } from '../../../source/core/runtime-facts.ts';
import { type BenchPod, begin, minutes, SurveyBench, sandboxIdOf, seconds } from './survey-bench.ts';

const web: BenchPod = { name: 'web', seed: 1 };

/** Listings every 30 s from `begin` on, each of which took so many milliseconds. */
function listings(...took: (number | 'given up' | 'refused')[]): RuntimeCall[] {
	return took.map((each, index) => {
		const call = { name: 'ListContainers', at: begin + index * seconds(30) };
		if (each === 'given up') return { ...call, took: 5_000, failure: 'containerd has not answered within 5 s' };
		return each === 'refused' ? { ...call, took: 2, failure: 'nobody listens' } : { ...call, took: each };
	});
}

function run(calls: readonly RuntimeCall[], runtime = 'containerd'): SurveyBench {
	const bench = new SurveyBench(slowRuntimeRule, runtime);
	bench.list(begin, [web]);
	bench.see(begin, { source: runtime, kind: 'runtime-calls', calls });
	const last = Math.max(...calls.map(({ at, took }) => at + took));
	bench.judge(last + 10);
	return bench;
}

test('listings that take more than a second', () => {
	const bench = run(listings(40, 1_200, 60, 2_300, 1_900, 1_400));
	expect(bench.say(begin + minutes(3))).toEqual([
		'containerd is slow: 4 of its last 6 listings took more than 1 s, up to 2.3s, so pods start and stop late',
	]);
	expect(bench.findings.findings).toMatchObject([
		{
			severity: 'warning',
			subject: { kind: 'runtime', name: 'containerd' },
			since: begin + seconds(30),
			noticed: false,
		},
	]);
	expect(bench.evidence()).toEqual(['95 of 100 listings take at most: 2.3s (pausetop)']);
	expect(bench.commands()).toContain('time crictl ps -aq');
});

test.each([
	['k3s', 'v1.29.4+k3s1', '/run/k3s/containerd/containerd.sock', 'tail -n 50 /var/lib/rancher/k3s/agent/'],
	['RKE2', 'v1.28.9+rke2r1', '/run/k3s/containerd/containerd.sock', 'tail -n 50 /var/lib/rancher/rke2/agent/'],
	['others', 'v1.29.4', '/run/containerd/containerd.sock', 'journalctl -u containerd --since -15min'],
])('the log of the containerd of %s', (_, kubeletVersion, endpoint, command) => {
	const bench = run(listings(40, 'given up'));
	const node = { metadata: { name: 'n' }, status: { nodeInfo: { kubeletVersion } } };
	bench.see(begin + seconds(41), { source: 'containerd', kind: 'health', health: 'live', endpoint });
	bench.see(begin + seconds(41), { source: 'kube', kind: 'node', node });
	bench.judge(begin + seconds(42));
	const commands = bench.findings.findings.flatMap(({ todo }) => todo.map((step) => step.command ?? ''));
	expect(commands.some((one) => one.startsWith(command))).toBe(true);
});

test('a listing that was given up, at once; over after three in time', () => {
	const bench = run(listings(40, 'given up'));
	expect(bench.say(begin + seconds(40))).toEqual([
		'containerd hangs: it had not answered ListContainers after 5.0s, so the kubelet cannot start or stop anything either',
	]);
	expect(bench.findings.findings).toMatchObject([{ severity: 'critical', since: begin + seconds(30) }]);
	const answering = run(listings(40, 'given up', 30, 30));
	expect(answering.findings.findings).toMatchObject([{ severity: 'warning', since: begin + seconds(30) }]);
	expect(answering.say(begin + minutes(2))[0]).toContain(
		'containerd hung: it had not answered ListContainers after 5.0s,',
	);
	expect(run(listings(40, 'given up', 30, 30, 30)).findings.findings).toEqual([]);
});

test('what the kubelet says of it, and who hangs in the kernel, is evidence', () => {
	const bench = run(listings('given up'));
	const message = 'PLEG is not healthy: pleg was last seen active 3m12s ago; threshold is 3m0s';
	const conditions = [{ type: 'Ready', status: 'False', reason: 'KubeletNotReady', message }];
	bench.see(begin + seconds(6), {
		source: 'kube',
		kind: 'node',
		node: { metadata: { name: 'worker-2' }, status: { conditions } },
	});
	const stuck = { pid: 77, startTicks: 1, command: 'cat', waitsIn: 'rpc_wait_bit_killable', seenSince: begin };
	bench.survey(begin + seconds(7), { uninterruptible: [stuck] });
	bench.judge(begin + seconds(8));
	expect(bench.evidence().slice(2)).toEqual([
		`the node's condition Ready: ${message} (kube)`,
		'processes of containers in uninterruptible sleep (D): 1: cat (pid 77, in rpc_wait_bit_killable) (proc)',
	]);
});

describe('one container that hangs', () => {
	const id = sandboxIdOf(web).slice(0, 12);
	const ask = (at: number, failed = true): RuntimeCall => ({
		...{ name: `PodSandboxStatus ${id}`, at: begin + seconds(at), took: failed ? 2_000 : 20 },
		...(failed && { failure: 'no answer within 2 s' }),
	});

	test('is a finding when it did so twice', () => {
		const bench = run([ask(0)]);
		expect(bench.judge(begin + seconds(35))).toEqual([]);
		bench.see(begin + seconds(36), { source: 'containerd', kind: 'runtime-calls', calls: [ask(30)] });
		expect(bench.say(begin + seconds(41))).toEqual([
			`containerd hangs on ${id}: it does not answer questions about this container, which can hold up the kubelet for all others`,
		]);
		expect(bench.commands()[0]).toBe(`time crictl inspect ${id}`);
		bench.see(begin + seconds(60), { source: 'containerd', kind: 'runtime-calls', calls: [ask(59, false)] });
		expect(bench.judge(begin + seconds(61))).toEqual([]);
	});

	test('and is none any more when it is gone', () => {
		const bench = run([ask(0), ask(30)]);
		expect(bench.judge(begin + seconds(41))).toHaveLength(1);
		bench.list(begin + seconds(42), []);
		expect(bench.judge(begin + seconds(43))).toEqual([]);
	});
});

test('on Docker the consequence of a restart is named', () => {
	const calls = listings(1_500, 1_500, 1_500, 1_500, 1_500).map((call) => ({ ...call, name: 'GET /containers/json' }));
	const [finding] = run(calls, 'docker').findings.findings;
	expect(finding?.avoid[0]?.join('')).toContain('live-restore');
});

test.each<[string, RuntimeCall[]]>([
	['fast', listings(20, 30, 40, 20, 30, 20)],
	['one late among many', listings(20, 30, 4_000, 20, 30, 20, 30)],
	['too few to tell', listings(1_500, 1_500, 1_500, 1_500)],
	['late once, in time since', listings(1_500, 1_500, 1_500, 20, 20, 20)],
	['refused, which the source’s health tells', listings(20, 'refused', 'refused', 'refused', 'refused', 'refused')],
])('nothing is said: %s', (_, calls) => {
	const { findings, suspected } = run(calls).findings;
	expect([...findings, ...suspected]).toEqual([]);
});

test('what was ten minutes ago says nothing of now', () => {
	const bench = run(listings('given up'));
	expect(bench.judge(begin + minutes(11))).toEqual([]);
});
