import { describe, expect, test } from 'vitest';
import { zombiesRule } from '../../../source/core/findings/zombies-rule.ts';
import type { ZombieProcess } from '../../../source/core/node-survey.ts';
import {
	appIdOf,
	appPidOf,
	type BenchPod,
	begin,
	hostPid,
	pausePidOf,
	pidNamespaceOf,
	SurveyBench,
	sandboxIdOf,
	seconds,
} from './survey-bench.ts';

const web: BenchPod = { name: 'web', seed: 1 };
const shared: BenchPod = { name: 'shared', seed: 2, sharesPid: true };

function zombie(pod: BenchPod, part: Partial<ZombieProcess> = {}): ZombieProcess {
	return {
		...{ pid: 900, startTicks: 9000, command: 'curl', parentPid: appPidOf(pod), parentCommand: 'node' },
		...{ parentContainerId: appIdOf(pod), pidNamespace: pidNamespaceOf(pod, 'app'), seenSince: begin, ...part },
	};
}

function run(zombies: readonly ZombieProcess[], at = 61): SurveyBench {
	const bench = new SurveyBench(zombiesRule);
	bench.list(begin, [web, shared]);
	bench.survey(begin + seconds(1), { zombies });
	bench.judge(begin + seconds(at));
	return bench;
}

test('an app that is PID 1 and does not wait', () => {
	const bench = run([zombie(web)]);
	expect(bench.say(begin + seconds(62))).toEqual([
		`default/web has 1 zombie: node (pid ${appPidOf(web)}) in app does not wait for its dead child, and each keeps a pid`,
	]);
	expect(bench.findings.findings).toMatchObject([{ severity: 'info', since: begin, subject: { container: 'app' } }]);
	expect(bench.evidence()).toEqual([
		'dead: curl (pid 900) (proc)',
		`their parent: node (pid ${appPidOf(web)}) (proc)`,
		'first seen dead at: 12:00:00 (pausetop)',
		`PID 1 there: node in app (pid ${appPidOf(web)} on the node) (proc)`,
	]);
	expect(bench.commands()).toContain('pausetop restart -n default web -c app');
	bench.survey(begin + seconds(70), { zombies: [] });
	expect(bench.judge(begin + seconds(70))).toEqual([]);
});

test('many are a leak, and said once', () => {
	const all = Array.from({ length: 30 }, (_, index) => zombie(web, { pid: 900 + index, startTicks: index }));
	const bench = run(all);
	expect(bench.findings.findings).toMatchObject([{ severity: 'warning' }]);
	expect(bench.say(begin + seconds(62))[0]).toContain('has 30 zombies');
	expect(bench.evidence()[0]).toBe('dead: curl (pid 900), curl (pid 901), curl (pid 902) and 27 more (proc)');
});

test('a pause that does not reap', () => {
	const parent = { parentPid: pausePidOf(shared), parentCommand: 'pause', parentContainerId: sandboxIdOf(shared) };
	const bench = run([zombie(shared, parent)]);
	expect(bench.say(begin + seconds(62))[0]).toContain('in the pause does not wait');
	expect(bench.evidence().at(-1)).toBe(
		`PID 1 there: pause in the pause (pid ${pausePidOf(shared)} on the node) (proc)`,
	);
	expect(bench.commands()).toContain('pausetop restart -n default shared');
});

test('a parent in a shared namespace, of which the pause is PID 1', () => {
	const bench = run([zombie(shared)]);
	expect(bench.evidence().at(-1)).toContain('PID 1 there: pause in the pause');
});

test('a pod that shares the node’s pid namespace', () => {
	expect(
		run([zombie(web, { pidNamespace: hostPid })])
			.evidence()
			.at(-1),
	).toBe("PID 1 there: the node's own PID 1: the pod shares the node's processes (proc)");
});

test('on cgroup v1 a zombie has no container of its own, and no namespace may be readable', () => {
	const bench = run([zombie(web, { containerId: undefined, pidNamespace: undefined })]);
	expect(bench.findings.findings).toHaveLength(1);
	expect(bench.evidence().at(-1)).toBe('first seen dead at: 12:00:00 (pausetop)');
});

describe('nothing is said', () => {
	test('of one that has not been dead for a minute', () => {
		expect(run([zombie(web)], 59).findings).toMatchObject({ findings: [], suspected: [{ since: begin }] });
	});

	test('of a parent that looks now and then: the oldest of its zombies is never old', () => {
		const bench = new SurveyBench(zombiesRule);
		bench.list(begin, [web]);
		for (let at = 0; at < 600; at += 30) {
			const dead = zombie(web, { pid: 900 + at, startTicks: at, seenSince: begin + seconds(at) });
			bench.survey(begin + seconds(at), { zombies: [dead] });
			expect(bench.judge(begin + seconds(at + 29))).toEqual([]);
		}
	});

	test.each<[string, Partial<ZombieProcess>]>([
		['a daemon of the node', { parentContainerId: undefined, parentPid: 500, parentCommand: 'dockerd' }],
		['the shim of one of its containers', { containerId: appIdOf(web), parentContainerId: undefined, parentPid: 500 }],
		['a container of no pod', { parentContainerId: 'f'.repeat(64) }],
	])('of a zombie of %s', (_, part) => {
		const { findings, suspected } = run([zombie(web, part)]).findings;
		expect([...findings, ...suspected]).toEqual([]);
	});
});
