import { expect, test } from 'vitest';
import { leakedNetworkNamespaceRule } from '../../../source/core/findings/leaked-network-namespace-rule.ts';
import type { NetworkFile } from '../../../source/core/node-survey.ts';
import { type BenchPod, begin, minutes, netOf, SurveyBench, seconds } from './survey-bench.ts';

const cni = '/var/run/netns/cni-0b1c5d0e-7d3a-4c8e-9a59-3f0b8a5e1c11';
const web: BenchPod = { name: 'web', seed: 1, pinned: '/var/run/netns/cni-11111111-7d3a-4c8e-9a59-3f0b8a5e1c11' };

function file(part: Partial<NetworkFile> = {}): NetworkFile {
	return { path: cni, inode: 4026549999, createdAt: begin - minutes(60), seenSince: begin, ...part };
}

function run(one: NetworkFile, runtime?: string, until = 91): SurveyBench {
	const bench = new SurveyBench(leakedNetworkNamespaceRule, runtime);
	bench.list(begin, [web]);
	for (let at = 1; at <= until; at += 30) {
		bench.survey(begin + seconds(at), { networkFiles: [one] });
		bench.judge(begin + seconds(at));
	}
	return bench;
}

test('a file that nobody uses', () => {
	const bench = run(file());
	expect(bench.say(begin + seconds(92))).toEqual([
		`${cni} keeps a network namespace that no sandbox of containerd and no process uses: it is left over, often with an IP that no pod can get`,
	]);
	expect(bench.findings.findings).toMatchObject([{ severity: 'warning', subject: { kind: 'file', path: cni } }]);
	expect(bench.evidence()).toEqual([
		'the namespace: 4026549999 (proc)',
		'processes in it: none (proc)',
		'there since: 11:00:00 (proc)',
	]);
	bench.survey(begin + seconds(100), { networkFiles: [] });
	expect(bench.judge(begin + seconds(100))).toEqual([]);
});

test('without an age, ten minutes of watching', () => {
	expect(run(file({ createdAt: undefined }), undefined, 599).findings.findings).toEqual([]);
	expect(run(file({ createdAt: undefined }), undefined, 631).findings.findings).toHaveLength(1);
});

test.each<[string, Partial<NetworkFile>, string?]>([
	['a process lives there', { pid: 5 }],
	['a container’s process does', { inode: netOf(web) }],
	['a listed sandbox has it', { path: web.pinned }],
	['it is young', { createdAt: begin - minutes(5) }],
	['an administrator’s own', { path: '/var/run/netns/blue' }],
	['podman’s', { path: '/var/run/netns/netns-0b1c5d0e-7d3a-4c8e-9a59-3f0b8a5e1c11' }],
	['CRI-O’s form, without CRI-O', { path: '/var/run/netns/0b1c5d0e-7d3a-4c8e-9a59-3f0b8a5e1c11' }],
	['containerd’s form, without containerd', {}, 'docker'],
	['the node’s own, as Docker keeps it', { path: '/var/run/docker/netns/default' }, 'docker'],
	['swarm’s', { path: '/var/run/docker/netns/1-abcdefghij' }, 'docker'],
])('nothing is said: %s', (_, part, runtime) => {
	const { findings, suspected } = run(file(part), runtime).findings;
	expect([...findings, ...suspected]).toEqual([]);
});

test.each([
	['docker', '/var/run/docker/netns/0b1c5d0e7d3a'],
	['cri-o', '/var/run/netns/0b1c5d0e-7d3a-4c8e-9a59-3f0b8a5e1c11'],
])('%s has names of its own', (runtime, path) => {
	expect(run(file({ path }), runtime).findings.findings).toHaveLength(1);
});
