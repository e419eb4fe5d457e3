import { describe, expect, it } from 'vitest';
import type { KubePod } from '../../../source/core/kube-pod.ts';
import { readKubectlRow } from '../../../source/core/kubectl/kubectl-row.ts';
import { condition, makePod, makeStatus, noon, restarted, terminated, waiting } from './make-pod.ts';

/** Reads `READY STATUS RESTARTS`, with the second of the last restart behind an @. */
function read(pod: KubePod): string {
	const { ready, status, restarts, lastRestartAt } = readKubectlRow(pod);
	const at = lastRestartAt === undefined ? '' : `@${(lastRestartAt - noon) / 1000}`;
	return `${ready} ${status} ${restarts}${at}`;
}

type Row = [what: string, expected: string, parts: Parameters<typeof makePod>[0]];

function check(title: string, rows: Row[]): void {
	describe(title, () => {
		it.each(rows)('%s: %s', (_, expected, parts) => {
			expect(read(makePod(parts))).toBe(expected);
		});
	});
}

const deleted = { deletionTimestamp: '2026-11-21T12:00:30Z' };
const done = terminated(0, 'Completed');

check('phase and reason', [
	['no status at all', '0/1  0', {}],
	['the phase', '0/1 Pending 0', { status: { phase: 'Pending' } }],
	['the reason before the phase', '0/2 Evicted 0', { apps: 2, status: { phase: 'Failed', reason: 'Evicted' } }],
	['an empty reason does not count', '0/1 Pending 0', { status: { phase: 'Pending', reason: '' } }],
	[
		'scheduling gates',
		'0/1 SchedulingGated 0',
		{ status: { phase: 'Pending', conditions: [condition('PodScheduled', 'False', 'SchedulingGated')] } },
	],
	[
		'scheduling gates before the reason',
		'0/1 SchedulingGated 0',
		{ status: { phase: 'Pending', reason: 'X', conditions: [condition('PodScheduled', 'False', 'SchedulingGated')] } },
	],
	[
		'unschedulable is only Pending',
		'0/1 Pending 0',
		{ status: { phase: 'Pending', conditions: [condition('PodScheduled', 'False', 'Unschedulable')] } },
	],
	[
		'the word SchedulingGated under another condition',
		'0/1 Pending 0',
		{ status: { phase: 'Pending', conditions: [condition('Ready', 'False', 'SchedulingGated')] } },
	],
]);

check('app containers', [
	['ready', '1/1 Running 0', { status: { phase: 'Running', containerStatuses: [makeStatus('a', 'ready')] } }],
	[
		'running, not ready',
		'0/1 Running 0',
		{ status: { phase: 'Running', containerStatuses: [makeStatus('a', 'running')] } },
	],
	[
		'fewer statuses than containers',
		'1/3 Running 0',
		{ apps: 3, status: { phase: 'Running', containerStatuses: [makeStatus('a', 'ready')] } },
	],
	[
		'a waiting reason',
		'0/1 ContainerCreating 0',
		{ status: { phase: 'Pending', containerStatuses: [makeStatus('a', waiting('ContainerCreating'))] } },
	],
	[
		'waiting without a reason',
		'0/1 Pending 0',
		{ status: { phase: 'Pending', containerStatuses: [makeStatus('a', waiting())] } },
	],
	['no state at all', '0/1 Pending 0', { status: { phase: 'Pending', containerStatuses: [{ name: 'a' }] } }],
	[
		'a waiting reason before the pod reason',
		'0/1 ErrImagePull 0',
		{ status: { phase: 'Pending', reason: 'X', containerStatuses: [makeStatus('a', waiting('ErrImagePull'))] } },
	],
	[
		'the first container that does not run gives its reason',
		'1/3 ImagePullBackOff 0',
		{
			status: {
				phase: 'Running',
				containerStatuses: [
					makeStatus('a', 'ready'),
					makeStatus('b', waiting('ImagePullBackOff')),
					makeStatus('c', terminated(1, 'Error')),
				],
			},
		},
	],
	[
		'the first one also when it is the terminated one',
		'0/2 Error 0',
		{
			status: {
				phase: 'Running',
				containerStatuses: [makeStatus('a', terminated(1, 'Error')), makeStatus('b', waiting('CrashLoopBackOff'))],
			},
		},
	],
	[
		'a terminated reason',
		'0/1 OOMKilled 0',
		{ status: { phase: 'Running', containerStatuses: [makeStatus('a', terminated(137, 'OOMKilled'))] } },
	],
	[
		'a signal without a reason',
		'0/1 Signal:9 0',
		{ status: { phase: 'Running', containerStatuses: [makeStatus('a', terminated(137, undefined, 9))] } },
	],
	[
		'an exit code without a reason',
		'0/1 ExitCode:3 0',
		{ status: { phase: 'Running', containerStatuses: [makeStatus('a', terminated(3, ''))] } },
	],
	[
		'exit code 0 without a reason',
		'0/1 ExitCode:0 0',
		{ status: { phase: 'Running', containerStatuses: [makeStatus('a', terminated(0, undefined, 0))] } },
	],
	[
		'a terminated container does not count as ready',
		'0/1 Error 0',
		{ status: { phase: 'Running', containerStatuses: [makeStatus('a', terminated(1, 'Error'), { ready: true })] } },
	],
	[
		'a waiting container that claims to be ready',
		'0/1 CrashLoopBackOff 0',
		{
			status: { phase: 'Running', containerStatuses: [makeStatus('a', waiting('CrashLoopBackOff'), { ready: true })] },
		},
	],
	[
		'ready but without a running state',
		'0/1 Running 0',
		{ status: { phase: 'Running', containerStatuses: [makeStatus('a', {}, { ready: true })] } },
	],
	[
		'ephemeral containers do not count',
		'1/1 Running 0',
		{
			spec: { ephemeralContainers: [{ name: 'debug' }] },
			status: {
				phase: 'Running',
				containerStatuses: [makeStatus('a', 'ready')],
				ephemeralContainerStatuses: [makeStatus('debug', terminated(1, 'Error'), restarted(4, 1))],
			},
		},
	],
]);

check('Completed', [
	['all done', '0/1 Completed 0', { status: { phase: 'Succeeded', containerStatuses: [makeStatus('a', done)] } }],
	[
		'another one runs, the pod is ready',
		'1/2 Running 0',
		{
			status: {
				phase: 'Running',
				conditions: [condition('Ready', 'True')],
				containerStatuses: [makeStatus('a', done), makeStatus('b', 'ready')],
			},
		},
	],
	[
		'another one runs, the pod is not ready',
		'1/2 NotReady 0',
		{
			status: {
				phase: 'Running',
				conditions: [condition('Ready', 'False')],
				containerStatuses: [makeStatus('a', done), makeStatus('b', 'ready')],
			},
		},
	],
	[
		'another one runs, no condition',
		'1/2 NotReady 0',
		{ status: { phase: 'Running', containerStatuses: [makeStatus('a', 'ready'), makeStatus('b', done)] } },
	],
	[
		'another one runs but is not ready',
		'0/2 Completed 0',
		{
			status: {
				phase: 'Running',
				conditions: [condition('Ready', 'True')],
				containerStatuses: [makeStatus('a', done), makeStatus('b', 'running')],
			},
		},
	],
	[
		'a failed one before it',
		'1/3 Error 0',
		{
			status: {
				phase: 'Running',
				containerStatuses: [makeStatus('a', terminated(1, 'Error')), makeStatus('b', done), makeStatus('c', 'ready')],
			},
		},
	],
	[
		'a completed one before a failed one hides the failure',
		'1/3 NotReady 0',
		{
			status: {
				phase: 'Running',
				containerStatuses: [makeStatus('a', done), makeStatus('b', terminated(1, 'Error')), makeStatus('c', 'ready')],
			},
		},
	],
	[
		'a pod reason Completed and a ready container',
		'1/1 NotReady 0',
		{ status: { phase: 'Running', reason: 'Completed', containerStatuses: [makeStatus('a', 'ready')] } },
	],
]);

check('init containers', [
	[
		'none has started',
		'0/1 Init:0/2 0',
		{ init: 'i j', status: { phase: 'Pending', initContainerStatuses: [makeStatus('i', {}), makeStatus('j', {})] } },
	],
	[
		'the first waits as PodInitializing',
		'0/1 Init:0/2 0',
		{ init: 'i j', status: { phase: 'Pending', initContainerStatuses: [makeStatus('i', waiting('PodInitializing'))] } },
	],
	[
		'waiting without a reason',
		'0/1 Init:0/1 0',
		{ init: 'i', status: { phase: 'Pending', initContainerStatuses: [makeStatus('i', waiting())] } },
	],
	[
		'the first runs',
		'0/1 Init:0/2 0',
		{
			init: 'i j',
			status: {
				phase: 'Pending',
				initContainerStatuses: [makeStatus('i', 'running'), makeStatus('j', waiting('PodInitializing'))],
			},
		},
	],
	[
		'one is done, the second runs',
		'0/1 Init:1/3 0',
		{
			init: 'i j k',
			status: {
				phase: 'Pending',
				initContainerStatuses: [
					makeStatus('i', done),
					makeStatus('j', 'running'),
					makeStatus('k', waiting('PodInitializing')),
				],
			},
		},
	],
	[
		'a waiting reason',
		'0/1 Init:ImagePullBackOff 0',
		{
			init: 'i j',
			status: { phase: 'Pending', initContainerStatuses: [makeStatus('i', waiting('ImagePullBackOff'))] },
		},
	],
	[
		'failed with a reason',
		'0/1 Init:Error 0',
		{ init: 'i', status: { phase: 'Pending', initContainerStatuses: [makeStatus('i', terminated(1, 'Error'))] } },
	],
	[
		'failed with a signal',
		'0/1 Init:Signal:15 0',
		{ init: 'i', status: { phase: 'Pending', initContainerStatuses: [makeStatus('i', terminated(143, '', 15))] } },
	],
	[
		'failed with an exit code',
		'0/1 Init:ExitCode:7 0',
		{ init: 'i', status: { phase: 'Pending', initContainerStatuses: [makeStatus('i', terminated(7))] } },
	],
	[
		'exit code 0 is through whatever its reason',
		'0/1 PodInitializing 0',
		{
			init: 'i',
			status: {
				phase: 'Pending',
				initContainerStatuses: [makeStatus('i', terminated(0, 'Error'))],
				containerStatuses: [makeStatus('a', waiting('PodInitializing'))],
			},
		},
	],
	[
		'while they run the apps do not count',
		'0/1 Init:0/1 0',
		{
			init: 'i',
			status: {
				phase: 'Running',
				conditions: [condition('Initialized', 'False')],
				initContainerStatuses: [makeStatus('i', 'running')],
				containerStatuses: [makeStatus('a', 'ready', restarted(5, 1))],
			},
		},
	],
	[
		'all done: the apps take over',
		'1/1 Running 0',
		{
			init: 'i',
			status: {
				phase: 'Running',
				initContainerStatuses: [makeStatus('i', done)],
				containerStatuses: [makeStatus('a', 'ready')],
			},
		},
	],
	[
		'Init: before a pod reason',
		'0/1 Init:0/1 0',
		{ init: 'i', status: { phase: 'Pending', reason: 'X', initContainerStatuses: [makeStatus('i', 'running')] } },
	],
	[
		'Init: before scheduling gates',
		'0/1 Init:0/1 0',
		{
			init: 'i',
			status: {
				phase: 'Pending',
				conditions: [condition('PodScheduled', 'False', 'SchedulingGated')],
				initContainerStatuses: [makeStatus('i', waiting())],
			},
		},
	],
	[
		'Initialized but an init container runs again: the apps count',
		'1/1 Init:0/1 2',
		{
			init: 'i',
			status: {
				phase: 'Running',
				conditions: [condition('Initialized', 'True')],
				initContainerStatuses: [makeStatus('i', 'running', restarted(9, 9))],
				containerStatuses: [makeStatus('a', 'ready', restarted(2))],
			},
		},
	],
]);

check('sidecars', [
	[
		'not started: holds the others up',
		'0/2 Init:0/2 0',
		{
			init: 's* i',
			status: {
				phase: 'Pending',
				initContainerStatuses: [
					makeStatus('s', 'running', { started: false }),
					makeStatus('i', waiting('PodInitializing')),
				],
			},
		},
	],
	[
		'started unknown: holds the others up',
		'0/2 Init:0/1 0',
		{ init: 's*', status: { phase: 'Pending', initContainerStatuses: [makeStatus('s', 'ready', { started: null })] } },
	],
	[
		'not started but ready is not counted',
		'0/2 Init:0/1 0',
		{ init: 's*', status: { phase: 'Pending', initContainerStatuses: [makeStatus('s', 'ready', { started: false })] } },
	],
	[
		'started, not ready',
		'0/2 Init:1/2 0',
		{
			init: 's* i',
			status: {
				phase: 'Pending',
				initContainerStatuses: [makeStatus('s', 'running', { started: true }), makeStatus('i', 'running')],
			},
		},
	],
	[
		'started and ready while the next init container runs',
		'1/2 Init:1/2 0',
		{
			init: 's* i',
			status: {
				phase: 'Pending',
				initContainerStatuses: [makeStatus('s', 'ready', { started: true }), makeStatus('i', 'running')],
			},
		},
	],
	[
		'behind a container that still runs it does not count',
		'0/2 Init:0/2 0',
		{
			init: 'i s*',
			status: {
				phase: 'Pending',
				initContainerStatuses: [makeStatus('i', 'running'), makeStatus('s', 'ready', { started: true })],
			},
		},
	],
	[
		'a plain init container that is started does not pass',
		'0/1 Init:0/1 0',
		{ init: 'i', status: { phase: 'Pending', initContainerStatuses: [makeStatus('i', 'ready', { started: true })] } },
	],
	[
		'all up',
		'3/3 Running 0',
		{
			init: 's* t*',
			status: {
				phase: 'Running',
				initContainerStatuses: [
					makeStatus('s', 'ready', { started: true }),
					makeStatus('t', 'ready', { started: true }),
				],
				containerStatuses: [makeStatus('a', 'ready')],
			},
		},
	],
	[
		'apps waiting for their turn',
		'1/2 PodInitializing 0',
		{
			init: 's*',
			status: {
				phase: 'Pending',
				initContainerStatuses: [makeStatus('s', 'ready', { started: true })],
				containerStatuses: [makeStatus('a', waiting('PodInitializing'))],
			},
		},
	],
	[
		'a sidecar that crashed later: its reason stays, the apps count',
		'1/2 Init:CrashLoopBackOff 3@5',
		{
			init: 's*',
			status: {
				phase: 'Running',
				conditions: [condition('Initialized', 'True')],
				initContainerStatuses: [makeStatus('s', waiting('CrashLoopBackOff'), { started: false, ...restarted(3, 5) })],
				containerStatuses: [makeStatus('a', 'ready')],
			},
		},
	],
	[
		'a crashed sidecar and a crashed app: the app has the say',
		'0/2 Error 4@5',
		{
			init: 's*',
			status: {
				phase: 'Running',
				conditions: [condition('Initialized', 'True')],
				initContainerStatuses: [makeStatus('s', terminated(2, 'Error'), { started: false, ...restarted(3, 5) })],
				containerStatuses: [makeStatus('a', terminated(1, 'Error'), restarted(1, 2))],
			},
		},
	],
	[
		'a sidecar terminated while still marked started does not hold up',
		'1/2 Running 0',
		{
			init: 's*',
			status: {
				phase: 'Running',
				initContainerStatuses: [makeStatus('s', terminated(1, 'Error'), { started: true })],
				containerStatuses: [makeStatus('a', 'ready')],
			},
		},
	],
	[
		'a sidecar that ended with 0 neither holds up nor counts',
		'0/2 Completed 0',
		{
			init: 's*',
			status: {
				phase: 'Succeeded',
				initContainerStatuses: [makeStatus('s', done, { started: true, ready: true })],
				containerStatuses: [makeStatus('a', done)],
			},
		},
	],
	[
		'a job whose app is done while the sidecar runs',
		'1/2 Completed 0',
		{
			init: 's*',
			status: {
				phase: 'Running',
				conditions: [condition('Ready', 'False')],
				initContainerStatuses: [makeStatus('s', 'ready', { started: true })],
				containerStatuses: [makeStatus('a', done)],
			},
		},
	],
	['counted in the total before any status', '0/3 Pending 0', { init: 's* i t*', status: { phase: 'Pending' } }],
]);

check('deletion', [
	[
		'running',
		'1/1 Terminating 0',
		{ metadata: deleted, status: { phase: 'Running', containerStatuses: [makeStatus('a', 'ready')] } },
	],
	['pending', '0/1 Terminating 0', { metadata: deleted, status: { phase: 'Pending' } }],
	['without a status', '0/1 Terminating 0', { metadata: deleted }],
	[
		'during init',
		'0/1 Terminating 0',
		{ init: 'i', metadata: deleted, status: { phase: 'Pending', initContainerStatuses: [makeStatus('i', 'running')] } },
	],
	['the node is lost', '0/1 Unknown 0', { metadata: deleted, status: { phase: 'Running', reason: 'NodeLost' } }],
	[
		'the node is lost, the pod through',
		'0/1 Unknown 0',
		{
			metadata: deleted,
			status: { phase: 'Succeeded', reason: 'NodeLost', containerStatuses: [makeStatus('a', done)] },
		},
	],
	['NodeLost without a deletion', '0/1 NodeLost 0', { status: { phase: 'Running', reason: 'NodeLost' } }],
	[
		'already succeeded (1.32)',
		'0/1 Completed 0',
		{ metadata: deleted, status: { phase: 'Succeeded', containerStatuses: [makeStatus('a', done)] } },
	],
	[
		'already failed (1.32)',
		'0/1 Error 0',
		{ metadata: deleted, status: { phase: 'Failed', containerStatuses: [makeStatus('a', terminated(1, 'Error'))] } },
	],
	['evicted and deleted', '0/1 Evicted 0', { metadata: deleted, status: { phase: 'Failed', reason: 'Evicted' } }],
	['failed without statuses', '0/1 Failed 0', { metadata: deleted, status: { phase: 'Failed' } }],
]);

check('restarts', [
	[
		'the sum, and the newest end',
		'2/2 Running 7@40',
		{
			status: {
				phase: 'Running',
				containerStatuses: [makeStatus('a', 'ready', restarted(3, 40)), makeStatus('b', 'ready', restarted(4, 20))],
			},
		},
	],
	[
		'a count without a last state',
		'1/1 Running 2',
		{ status: { phase: 'Running', containerStatuses: [makeStatus('a', 'ready', restarted(2))] } },
	],
	[
		'a last state without an end',
		'1/1 Running 1',
		{
			status: {
				phase: 'Running',
				containerStatuses: [
					makeStatus('a', 'ready', { restartCount: 1, lastState: { terminated: { exitCode: 1, finishedAt: null } } }),
				],
			},
		},
	],
	[
		'a last state of another kind',
		'1/1 Running 1',
		{
			status: {
				phase: 'Running',
				containerStatuses: [makeStatus('a', 'ready', { restartCount: 1, lastState: waiting('X') })],
			},
		},
	],
	[
		'during init only those of the init containers reached',
		'0/1 Init:1/3 3@10',
		{
			init: 'i j k',
			status: {
				phase: 'Pending',
				initContainerStatuses: [
					makeStatus('i', done, restarted(1, 10)),
					makeStatus('j', 'running', restarted(2, 5)),
					makeStatus('k', waiting('PodInitializing'), restarted(8, 50)),
				],
				containerStatuses: [makeStatus('a', waiting('PodInitializing'), restarted(16, 60))],
			},
		},
	],
	[
		'sidecars count during init as well',
		'0/2 Init:1/2 5@10',
		{
			init: 's* i',
			status: {
				phase: 'Pending',
				initContainerStatuses: [
					makeStatus('s', 'running', { started: true, ...restarted(4, 10) }),
					makeStatus('i', 'running', restarted(1, 3)),
				],
			},
		},
	],
	[
		'after init those of plain init containers disappear',
		'1/1 Running 1@30',
		{
			init: 'i',
			status: {
				phase: 'Running',
				initContainerStatuses: [makeStatus('i', done, restarted(5, 90))],
				containerStatuses: [makeStatus('a', 'ready', restarted(1, 30))],
			},
		},
	],
	[
		'after init those of sidecars remain',
		'2/2 Running 5@90',
		{
			init: 'i s*',
			status: {
				phase: 'Running',
				initContainerStatuses: [
					makeStatus('i', done, restarted(7, 99)),
					makeStatus('s', 'ready', { started: true, ...restarted(4, 90) }),
				],
				containerStatuses: [makeStatus('a', 'ready', restarted(1, 30))],
			},
		},
	],
	[
		'the end is that of a container with no restarts counted',
		'1/1 Running 0@12',
		{ status: { phase: 'Running', containerStatuses: [makeStatus('a', 'ready', restarted(0, 12))] } },
	],
]);

describe('the wide columns', () => {
	const gates = [{ conditionType: 'example.com/lb' }, { conditionType: 'example.com/dns' }];
	const wide: [string, Parameters<typeof makePod>[0], object][] = [
		['the node', { spec: { nodeName: 'worker-2' } }, { nodeName: 'worker-2' }],
		['no node yet', { spec: { nodeName: '' } }, { nodeName: undefined }],
		['the nominated node', { status: { nominatedNodeName: 'worker-3' } }, { nominatedNode: 'worker-3' }],
		['no nominated node', { status: { nominatedNodeName: '' } }, { nominatedNode: undefined }],
		[
			'the first IP',
			{ status: { podIP: '10.0.0.7', podIPs: [{ ip: '10.0.0.7' }, { ip: 'fd00::7' }] } },
			{ ip: '10.0.0.7' },
		],
		['an IP of before podIPs', { status: { podIP: '10.0.0.7' } }, { ip: '10.0.0.7' }],
		['no IP', { status: { podIP: '', podIPs: [] } }, { ip: undefined }],
		['no gates', { spec: { readinessGates: [] } }, { readinessGates: undefined }],
		['gates without conditions', { spec: { readinessGates: gates } }, { readinessGates: '0/2' }],
		[
			'one gate passed',
			{
				spec: { readinessGates: gates },
				status: { conditions: [condition('example.com/lb', 'True'), condition('example.com/dns', 'False')] },
			},
			{ readinessGates: '1/2' },
		],
		['the creation', { metadata: { creationTimestamp: '2026-11-21T12:00:00Z' } }, { createdAt: noon }],
		['no creation', { metadata: {} }, { createdAt: undefined }],
		['a creation that is no time', { metadata: { creationTimestamp: 'soon' } }, { createdAt: undefined }],
		["Go's zero time", { metadata: { creationTimestamp: '0001-01-01T00:00:00Z' } }, { createdAt: undefined }],
		['the phase', { status: { phase: 'Running', reason: 'X' } }, { phase: 'Running', status: 'X' }],
		[
			'READY in numbers',
			{ init: 's*', status: { containerStatuses: [makeStatus('a', 'ready')] } },
			{ readyCount: 1, readyTotal: 2 },
		],
	];
	it.each(wide)('%s', (_, parts, expected) => {
		expect(readKubectlRow(makePod(parts))).toMatchObject(expected);
	});
});
