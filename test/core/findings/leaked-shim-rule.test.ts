import { describe, expect, test } from 'vitest';
import { leakedShimRule } from '../../../source/core/findings/leaked-shim-rule.ts';
import type { ShimProcess } from '../../../source/core/node-survey.ts';
import { type BenchPod, begin, idOf, minutes, SurveyBench, sandboxIdOf, seconds } from './survey-bench.ts';

const web: BenchPod = { name: 'web', seed: 1 };
const address = '/run/containerd/containerd.sock';

function shim(part: Partial<ShimProcess> = {}): ShimProcess {
	return {
		...{ pid: 4711, startTicks: 47110, startedAt: begin - minutes(60), containerdNamespace: 'k8s.io', address },
		...{ id: idOf(9), children: 0, seenSince: begin, ...part },
	};
}

function run(shims: readonly ShimProcess[], runtime?: string, pods = [web]): SurveyBench {
	const bench = new SurveyBench(leakedShimRule, runtime);
	bench.list(begin, pods);
	for (let at = 1; at <= 121; at += 30) {
		bench.survey(begin + seconds(at), { shims });
		bench.judge(begin + seconds(at));
	}
	return bench;
}

test('a shim for a sandbox that containerd does not list', () => {
	const bench = run([shim({ children: 2 })]);
	expect(bench.say(begin + seconds(130))).toEqual([
		'The shim with pid 4711 runs for aaaaaaaaaaaa, which containerd does not list: it is left over, with 2 processes below it, or somebody started it past the kubelet (nerdctl, ctr)',
	]);
	expect(bench.findings.findings).toMatchObject([
		{ severity: 'warning', subject: { kind: 'process', pid: 4711 }, noticed: true, since: begin + seconds(1) },
	]);
	expect(bench.evidence()).toEqual([
		"the shim serves: aaaaaaaaaaaa in containerd's namespace k8s.io (proc)",
		'aaaaaaaaaaaa in containerd: not listed (containerd)',
		'processes below it: 2 (proc)',
		'it runs since: 11:00:00 (proc)',
	]);
	bench.survey(begin + seconds(140), { shims: [] });
	expect(bench.judge(begin + seconds(140))).toEqual([]);
});

test('one that was never listed is said at the first look: a command that prints once sees it too', () => {
	const bench = new SurveyBench(leakedShimRule);
	bench.list(begin, [web]);
	bench.survey(begin + seconds(1), { shims: [shim()] });
	expect(bench.judge(begin + seconds(1))).toHaveLength(1);
});

test('one whose sandbox was removed: a minute later, and dated to that', () => {
	const bench = new SurveyBench(leakedShimRule);
	bench.list(begin, [web]);
	const left = shim({ id: sandboxIdOf(web) });
	bench.survey(begin + seconds(1), { shims: [left] });
	bench.list(begin + seconds(20), []);
	expect(bench.judge(begin + seconds(21))).toEqual([]);
	bench.survey(begin + seconds(31), { shims: [left] });
	expect(bench.judge(begin + seconds(61))).toEqual([]);
	expect(bench.judge(begin + seconds(81))).toMatchObject([{ since: begin + seconds(20), noticed: false }]);
});

describe('nothing is said', () => {
	test.each<[string, ShimProcess, string?]>([
		['its sandbox is listed', shim({ id: sandboxIdOf(web) })],
		['it has just been started', shim({ startedAt: begin - seconds(5) + minutes(2) })],
		['another containerd', shim({ address: '/run/k3s/containerd/containerd.sock' })],
		['no address', shim({ address: undefined })],
		['a namespace of somebody else', shim({ containerdNamespace: 'default' })],
		['Docker’s, but Docker was not asked', shim({ containerdNamespace: 'moby' })],
		['Kubernetes’, but only Docker was asked', shim(), 'docker'],
		['a name that is no id', shim({ id: 'my-task' })],
	])('%s', (_, one, runtime) => {
		const { findings, suspected } = run([one], runtime).findings;
		expect([...findings, ...suspected]).toEqual([]);
	});

	test('a containerd that is being connected again', () => {
		const bench = new SurveyBench(leakedShimRule);
		bench.list(begin, []);
		bench.see(begin, { source: 'containerd', kind: 'health', health: 'failed', detail: 'gone' });
		bench.survey(begin + seconds(1), { shims: [shim()] });
		expect(bench.judge(begin + minutes(5))).toEqual([]);
		expect(bench.findings.cannotTell).toHaveLength(1);
	});
});

describe('Docker', () => {
	const moby = (part: Partial<ShimProcess>) => shim({ containerdNamespace: 'moby', ...part });
	const listed = moby({ pid: 1, id: sandboxIdOf(web) });

	test('a shim of the containerd that serves its listed containers', () => {
		expect(run([listed, moby({})], 'docker').findings.findings).toMatchObject([{ subject: { pid: 4711 } }]);
		expect(run([listed, moby({})], 'docker').evidence()[1]).toBe('aaaaaaaaaaaa in docker: not listed (docker)');
	});

	test('those of a second dockerd are not its own', () => {
		expect(run([listed, moby({ address: '/tmp/other.sock' })], 'docker').findings.findings).toEqual([]);
	});
});
