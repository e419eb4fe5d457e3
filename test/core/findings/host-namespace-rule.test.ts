import { describe, expect, it } from 'vitest';
import { hostNamespaceRule as rule } from '../../../source/core/findings/host-namespace-rule.ts';
import { emptyState, reduce } from '../../../source/store/reduce.ts';
import { snapshotObservations } from '../../helpers/snapshot.ts';
import {
	at,
	evidenceAt,
	factsOf,
	judgeAll,
	podAt,
	processesAt,
	recordOf,
	recordsAt,
	stateAt,
	suspicionOf,
	suspicionsOf,
	textAt,
} from './api-bench.ts';

const records = recordsAt(1, recordOf('POD', 'running'), recordOf('nginx', 'running'));
const own = { net: 11, ipc: 12, uts: 13, pid: 14, mnt: 15 };
const inNginx = { ...own, pid: 24, mnt: 25 };
const web = (spec = {}) => podAt(0, { spec: { containers: [{ name: 'nginx' }], ...spec } });

describe('a pod in namespaces of the host', () => {
	it('that its spec asks for is worth knowing', () => {
		const scan = processesAt(2, { POD: { ...own, net: 1 }, nginx: { ...inNginx, net: 1, uts: 3 } });
		const found = suspicionOf(rule, stateAt(60, web({ hostNetwork: true }), records, scan));
		expect(found.severity).toBe('info');
		expect(textAt(60, found.summary)).toBe("default/web is in the host's net and uts namespaces, as its spec asks");
		expect(evidenceAt(60, found)).toEqual([
			'net namespace of pause and 1 more, and of the host: 1 [proc]',
			'uts namespace of nginx, and of the host: 3 [proc]',
			'spec.hostNetwork: true [kube]',
		]);
		expect(found.evidence[0]?.command).toBe('readlink /proc/1/ns/net /proc/100/ns/net');
	});

	it.each([
		['net', { net: 1 }, {}, 'spec.hostNetwork: not set'],
		['pid', { pid: 4 }, { hostPID: false }, 'spec.hostPID: false'],
		['ipc', { ipc: 2 }, { hostNetwork: true }, 'spec.hostIPC: not set'],
		['user', { user: 6 }, { hostUsers: false }, 'spec.hostUsers: false'],
	])('that it does not ask for is a fault: %s', (kind, differs, spec, evidence) => {
		const scan = processesAt(2, { POD: { ...own, user: 16 }, nginx: { ...inNginx, user: 16, ...differs } });
		const found = suspicionOf(rule, stateAt(60, web(spec), records, scan));
		expect(found.severity).toBe('warning');
		expect(textAt(60, found.summary)).toBe(
			`default/web: nginx is in the host's ${kind} namespace, and its spec does not ask for that`,
		);
		expect(evidenceAt(60, found).at(-1)).toBe(`${evidence} [kube]`);
	});

	it('is not told before the runtime has said which pods are in guests', () => {
		const scan = processesAt(2, { nginx: { ...inNginx, pid: 4 } });
		const judged = judgeAll(rule, stateAt(300, web(), scan));
		expect([judged.findings, judged.suspected, judged.cannotTell.map(({ rule: id }) => id)]).toEqual([
			[],
			[],
			['host-namespace'],
		]);
	});

	it('is its mount namespace too, and of that no spec has a word', () => {
		const found = suspicionOf(
			rule,
			stateAt(60, web(), records, processesAt(2, { POD: own, nginx: { ...inNginx, mnt: 5 } })),
		);
		expect(evidenceAt(60, found)).toEqual(['mnt namespace of nginx, and of the host: 5 [proc]']);
	});
});

describe('no fault is', () => {
	it.each([
		['a pod with its own', web(), records, { POD: own, nginx: inNginx }],
		[
			"the host's user, cgroup and time namespaces",
			web({ hostUsers: true }),
			records,
			{ POD: { ...own, user: 6, cgroup: 7 }, nginx: inNginx },
		],
		[
			'what cannot be read',
			web(),
			records,
			{ POD: { net: undefined, ipc: undefined, uts: undefined, pid: undefined, mnt: undefined }, nginx: inNginx },
		],
		[
			'a guest, whose keeper is in them',
			web(),
			recordsAt(1, recordOf('POD', 'running', { runtimeHandler: 'kata' }), recordOf('nginx', 'running')),
			{ POD: {}, nginx: {} },
		],
		[
			'what has ended',
			web(),
			recordsAt(1, recordOf('POD', 'exited'), recordOf('nginx', 'exited')),
			{ POD: {}, nginx: {} },
		],
	])('%s', (_, pod, listed, scanned) => {
		expect(suspicionsOf(rule, stateAt(300, pod, listed, processesAt(2, scanned)))).toEqual([]);
	});

	it('a process that is just being put into its namespaces', () => {
		const fresh = recordsAt(
			1,
			recordOf('POD', 'running', { startedAt: at(0) }),
			recordOf('nginx', 'running', { startedAt: at(1) }),
		);
		const starting = stateAt(5, web(), fresh, processesAt(2, { POD: own, nginx: {} }));
		expect(judgeAll(rule, starting).findings).toEqual([]);
		expect(
			judgeAll(rule, starting, stateAt(31, web(), fresh, processesAt(30, { POD: own, nginx: inNginx }))).suspected,
		).toEqual([]);
		expect(
			judgeAll(rule, starting, stateAt(62, web(), fresh, processesAt(60, { POD: own, nginx: {} }))).findings,
		).toHaveLength(1);
	});
});

it('finds the two that ask for it among thirteen recorded pods', () => {
	const found = rule.find(factsOf(snapshotObservations.reduce(reduce, emptyState)));
	expect(found.map(({ summary, severity }) => `${severity}: ${textAt(0, summary)}`)).toEqual([
		"info: default/on-host is in the host's net and uts namespaces, as its spec asks",
		"info: team-a/host-all is in the host's net, pid, ipc and uts namespaces, as its spec asks",
	]);
});
