import { describe, expect, test } from 'vitest';
import { podIpMissingRule } from '../../../source/core/findings/pod-ip-missing-rule.ts';
import { type BenchPod, begin, look, minutes, netOf, pausePidOf, SurveyBench, seconds } from './survey-bench.ts';

const web: BenchPod = { name: 'web', seed: 1, ip: '10.244.0.7' };

/** A node with these pods since `begin`, and a survey of it a second later. */
function open(pods: readonly BenchPod[], ...looks: ReturnType<typeof look>[]): SurveyBench {
	const bench = new SurveyBench(podIpMissingRule);
	bench.list(begin, pods);
	bench.survey(begin + seconds(1), { networks: new Map(looks) });
	return bench;
}

test('a network without the IP that the API server has, as after docker restart of a pause', () => {
	const bench = open([web], look(web));
	expect(bench.say(begin + seconds(2))).toEqual([]);
	expect(bench.say(begin + seconds(12))).toEqual([
		'default/web cannot be reached at 10.244.0.7: the API server has this IP for it, its network namespace does not',
	]);
	expect(bench.evidence()).toEqual([
		"the API server's pod IPs: 10.244.0.7 (kube)",
		'addresses in its network namespace: none but the loopback, read at 12:00:01 (proc)',
		'interfaces there: lo (proc)',
		'pause #0 aaaaaaaaaaaa runs since: 11:00:00 (containerd)',
	]);
	expect(bench.commands()).toEqual([
		"kubectl get pod -n default web -o jsonpath='{.status.podIPs}'",
		`nsenter -t ${pausePidOf(web)} -n ip -o addr`,
		`cat /proc/${pausePidOf(web)}/net/dev`,
		'pausetop restart -n default web',
		'kubectl delete pod -n default web',
	]);
	expect(bench.findings.findings[0]).toMatchObject({ severity: 'critical', noticed: true, since: begin + seconds(2) });
});

test('it is over with the next survey that has the IP, and with another sandbox', () => {
	const bench = open([web], look(web));
	bench.judge(begin + seconds(2));
	expect(bench.judge(begin + seconds(12))).toHaveLength(1);
	bench.survey(begin + seconds(31), { networks: new Map([look(web, '10.244.0.7')]) });
	expect(bench.judge(begin + seconds(32))).toEqual([]);
});

describe('nothing is said', () => {
	const never = (bench: SurveyBench, until = minutes(5)) => {
		for (let at = seconds(2); at < until; at += seconds(10)) bench.judge(begin + at);
		return [...bench.findings.findings, ...bench.findings.suspected];
	};
	test.each<[string, BenchPod, string[]]>([
		['the IP is there', web, ['10.244.0.7']],
		['it is there among others', web, ['10.244.0.7', 'fe80::1', '172.17.0.1']],
		['both of two families are there', { ...web, ip: '10.244.0.7 fd00::7' }, ['10.244.0.7', 'fd00::7']],
		['another spelling', { ...web, ip: 'FD00:0:0:0:0:0:0:7' }, ['fd00::7']],
		['the pod has no IP yet', { ...web, ip: undefined }, []],
		['the network is the host’s', { ...web, hostNetwork: true }, []],
		['it has succeeded', { ...web, phase: 'Succeeded' }, []],
		['it is being deleted', { ...web, deleting: true }, []],
		['its sandbox has ended', { ...web, sandboxState: 'notready' }, []],
		['its containers are in a guest', { ...web, runtimeHandler: 'kata' }, []],
	])('%s', (_, pod, addresses) => {
		expect(never(open([pod], look(pod, ...addresses)))).toEqual([]);
	});

	test('the network was not looked at', () => {
		expect(never(open([web]))).toEqual([]);
	});

	test('the survey is older than the sandbox, whatever number its namespace has', () => {
		const bench = open([web], look(web));
		const next = { ...web, attempt: 1, startedAt: begin + seconds(3) };
		bench.list(begin + seconds(4), [next]);
		// the kernel has given the number out again
		bench.survey(begin + seconds(2), { networks: new Map([[netOf(next), look(web)[1]]]) });
		expect(never(bench)).toEqual([]);
	});

	test('a recycle: the API server has the old IP for a moment', () => {
		const next = { ...web, attempt: 1, startedAt: begin + seconds(3) };
		const bench = open([web], look(web, '10.244.0.7'));
		bench.list(begin + seconds(4), [next]);
		bench.survey(begin + seconds(6), { networks: new Map([look(next, '10.244.0.9')]) });
		for (const at of [6, 7, 9]) expect(bench.judge(begin + seconds(at))).toEqual([]);
		bench.list(begin + seconds(10), [{ ...next, ip: '10.244.0.9' }]);
		expect(never(bench)).toEqual([]);
	});

	test('an older sandbox is ready too, which has the IP: of several ready ones another rule tells', () => {
		const older = { ...web, startedAt: begin - minutes(60) };
		const bench = open([older], look(older, '10.244.0.7'));
		const known = [...(bench.state.records.get('containerd')?.values() ?? [])];
		const next = { ...web, attempt: 1, startedAt: begin + seconds(3) };
		const others = known.map((record) => ({ ...record, id: record.id.replace(/^./, 'e') }));
		bench.list(begin + seconds(4), [next], { records: others });
		bench.survey(begin + seconds(30), { networks: new Map([look(next, '10.244.0.9')]) });
		expect(never(bench)).toEqual([]);
		bench.list(begin + minutes(5), [next]);
		bench.survey(begin + minutes(6), { networks: new Map([look(next, '10.244.0.9')]) });
		bench.judge(begin + minutes(6));
		expect(bench.judge(begin + minutes(7))).toHaveLength(1);
	});

	test('the IP was told after the survey', () => {
		const bench = open([{ ...web, ip: undefined }], look(web));
		bench.list(begin + seconds(3), [web]);
		expect(never(bench, seconds(30))).toEqual([]);
	});

	test('the kubelet is down, and the API server cannot know better', () => {
		const bench = open([web], look(web));
		bench.see(begin + seconds(1), { source: 'proc', kind: 'kubelet', running: false });
		expect(never(bench)).toEqual([]);
	});
});

test('without the API server or a survey it cannot tell', () => {
	const bench = open([web], look(web));
	bench.see(begin + seconds(1), { source: 'kube', kind: 'health', health: 'failed', detail: 'refused' });
	bench.judge(begin + seconds(20));
	expect(bench.findings.cannotTell).toMatchObject([
		{ rule: 'pod-ip-missing', reason: expect.stringContaining('refused') },
	]);
});
