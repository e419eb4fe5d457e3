import { expect, it } from 'vitest';
import { ephemeralTargetRule as rule } from '../../../source/core/findings/ephemeral-target-rule.ts';
import {
	at,
	evidenceAt,
	judgeAll,
	podAt,
	processesAt,
	recordOf,
	recordsAt,
	stateAt,
	stepsAt,
	suspicionOf,
	suspicionsOf,
	textAt,
} from './api-bench.ts';

const pod = (targetContainerName?: string) =>
	podAt(0, {
		spec: { containers: [{ name: 'nginx' }], ephemeralContainers: [{ name: 'debugger', targetContainerName }] },
	});
const records = recordsAt(
	1,
	recordOf('POD', 'running'),
	recordOf('nginx', 'running'),
	recordOf('debugger', 'running', { startedAt: at(0) }),
);
const processes = (nginx?: number, own?: number) =>
	processesAt(2, { POD: {}, nginx: { pid: nginx }, debugger: { pid: own } });

it('is told of where the two pid namespaces differ, once both have started', () => {
	const state = (seconds: number) => stateAt(seconds, pod('nginx'), records, processes(44, 55));
	expect(judgeAll(rule, state(29)).findings).toEqual([]);
	expect(judgeAll(rule, state(31)).findings).toMatchObject([{ since: at(0), severity: 'warning' }]);
	const found = suspicionOf(rule, state(31));
	expect(textAt(31, found.summary)).toBe(
		'default/web: the ephemeral container debugger does not see the processes of nginx, its target: it is in another pid namespace',
	);
	expect(evidenceAt(31, found)).toEqual(['pid namespace of debugger: 55 [proc]', 'pid namespace of nginx: 44 [proc]']);
	expect(found.evidence.map(({ command }) => command)).toEqual([
		'readlink /proc/102/ns/pid',
		'readlink /proc/101/ns/pid',
	]);
	expect(stepsAt(31, found)[0]).toContain('pausetop ps -n default web');
});

it.each([
	['the same one', 'nginx', records, processes(44, 44)],
	['no target asked for', undefined, records, processes(44, 55)],
	['a namespace that is not readable', 'nginx', records, processes(44, undefined)],
	[
		'a target that does not run',
		'nginx',
		recordsAt(1, recordOf('nginx', 'exited'), recordOf('debugger', 'running')),
		processes(44, 55),
	],
	[
		'a debugger that has ended',
		'nginx',
		recordsAt(1, recordOf('nginx', 'running'), recordOf('debugger', 'exited')),
		processes(44, 55),
	],
	[
		'a guest',
		'nginx',
		recordsAt(
			1,
			recordOf('POD', 'running', { runtimeHandler: 'kata' }),
			recordOf('nginx', 'running'),
			recordOf('debugger', 'running'),
		),
		processes(44, 55),
	],
	['a target that does not exist', 'nowhere', records, processes(44, 55)],
])('is not there with %s', (_, target, listed, scanned) => {
	expect(suspicionsOf(rule, stateAt(300, pod(target), listed, scanned))).toEqual([]);
});
