import { expect, test } from 'vitest';
import { duplicatePodIpRule } from '../../../source/core/findings/duplicate-pod-ip-rule.ts';
import { type BenchPod, begin, look, minutes, SurveyBench, seconds } from './survey-bench.ts';

const old: BenchPod = {
	name: 'old',
	seed: 1,
	ip: '10.244.0.7',
	sandboxIp: '10.244.0.7',
	startedAt: begin - minutes(90),
};
const young: BenchPod = { name: 'young', seed: 2, ip: '10.244.0.7', sandboxIp: '10.244.0.7' };

function run(pods: readonly BenchPod[], runtime?: string): SurveyBench {
	const bench = new SurveyBench(duplicatePodIpRule, runtime);
	bench.list(begin, pods);
	for (let at = 1; at < 120; at += 10) bench.judge(begin + seconds(at));
	return bench;
}

test('two ready sandboxes with one IP', () => {
	const bench = new SurveyBench(duplicatePodIpRule);
	bench.list(begin, [old, young]);
	bench.survey(begin, { networks: new Map([look(old, '10.244.0.7'), look(young, '10.244.0.9')]) });
	expect(bench.say(begin + seconds(1))).toEqual([]);
	expect(bench.say(begin + seconds(31))).toEqual([
		'default/young has the IP of default/old: 10.244.0.7 is in use twice, so connections end up at the wrong pod',
	]);
	expect(bench.evidence()).toEqual([
		'default/old: pod IP: 10.244.0.7 (kube)',
		'default/old: sandbox #0 aaaaaaaaaaaa: 10.244.0.7 (containerd)',
		'default/old: its network namespace: has 10.244.0.7 (proc)',
		'default/young: pod IP: 10.244.0.7 (kube)',
		'default/young: sandbox #0 aaaaaaaaaaaa: 10.244.0.7 (containerd)',
		'default/young: its network namespace: does not have 10.244.0.7 (proc)',
	]);
	expect(bench.commands()).toContain('pausetop restart -n default young');
	expect(bench.commands()).toContain("crictl inspectp -o go-template --template '{{.status.network.ip}}' aaaaaaaaaaaa");
	bench.list(begin + seconds(40), [old, { ...young, attempt: 1, ip: '10.244.0.9', sandboxIp: '10.244.0.9' }]);
	expect(bench.judge(begin + seconds(41))).toEqual([]);
});

test('a pod that only the runtime knows has its IP too', () => {
	expect(run([old, { ...young, inApi: false }]).findings.findings).toMatchObject([
		{ severity: 'critical', subject: { name: 'young' } },
	]);
});

test('Docker does not tell IPs: the API server’s count', () => {
	const strip = ({ sandboxIp: _, ...pod }: BenchPod) => pod;
	expect(run([strip(old), strip(young)], 'docker').findings.findings).toHaveLength(1);
});

test.each<[string, BenchPod[]]>([
	['different IPs', [old, { ...young, ip: '10.244.0.9', sandboxIp: '10.244.0.9' }]],
	['a pod that has succeeded frees its IP', [{ ...old, phase: 'Succeeded' }, young]],
	['a pod that has failed', [{ ...old, phase: 'Failed' }, young]],
	['a pod that is being deleted', [{ ...old, deleting: true }, young]],
	['a sandbox that has ended', [{ ...old, sandboxState: 'notready' }, young]],
	[
		'the host’s network',
		[
			{ ...old, hostNetwork: true },
			{ ...young, hostNetwork: true },
		],
	],
	[
		'no IPs yet',
		[
			{ ...old, ip: undefined, sandboxIp: undefined },
			{ ...young, ip: undefined, sandboxIp: undefined },
		],
	],
	['the API server has the IP of before the recycle', [{ ...old, attempt: 1, sandboxIp: '10.244.0.8' }, young]],
])('nothing is said: %s', (_, pods) => {
	const { findings, suspected } = run(pods).findings;
	expect([...findings, ...suspected]).toEqual([]);
});

test('Docker: a recycled pod’s old IP, which another one has got, is a matter of seconds', () => {
	const strip = ({ sandboxIp: _, ...pod }: BenchPod) => pod;
	const bench = new SurveyBench(duplicatePodIpRule, 'docker');
	bench.list(begin, [strip(old), strip(young)]);
	for (const at of [1, 5, 15]) expect(bench.judge(begin + seconds(at))).toEqual([]);
	bench.list(begin + seconds(16), [{ ...strip(old), attempt: 1, ip: '10.244.0.9' }, strip(young)]);
	expect(bench.judge(begin + seconds(60))).toEqual([]);
});
