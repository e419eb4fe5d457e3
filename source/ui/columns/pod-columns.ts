import type { PodView } from '../../core/node-view.ts';
import { isAlive } from '../../core/runtime-record.ts';
import { formatAge, formatRestarts } from '../../format/age.ts';
import { formatElapsed } from '../../format/duration.ts';
import { shortId } from '../../format/id.ts';
import type { Cell, Column, ColumnContext } from './column.ts';
import { compareNumber, compareText } from './compare.ts';
import { findRecycle } from './find-recycle.ts';
import { glyphsOf } from './glyphs.ts';
import { selectPodShares } from './pod-shares.ts';
import { reserveAge } from './reserve-age.ts';
import { selectStatusTone } from './status-tone.ts';

type PodColumn = Column<PodView>;

const nameColumns: readonly PodColumn[] = [
	{
		id: 'namespace',
		title: 'NAMESPACE',
		align: 'left',
		priority: 1,
		absent: '',
		source: 'kube',
		minWidth: 11,
		read: (pod) => text(pod.kubeNamespace),
		compare: (a, b) => compareText(a.kubeNamespace, b.kubeNamespace),
	},
	{
		id: 'name',
		title: 'NAME',
		screenTitle: 'POD',
		align: 'left',
		priority: 0,
		absent: '',
		source: 'kube',
		minWidth: 14,
		comfort: 20,
		read: (pod) => text(pod.name),
		compare: (a, b) => compareText(a.name, b.name),
	},
];

const stateColumns: readonly PodColumn[] = [
	{
		id: 'ready',
		title: 'READY',
		align: 'left',
		priority: 0,
		absent: '<unknown>',
		source: 'kube',
		read: (pod) => text(pod.ready),
		compare: (a, b) => compareNumber(missingContainers(a), missingContainers(b)),
	},
	{
		id: 'status',
		title: 'STATUS',
		align: 'left',
		priority: 0,
		absent: '<unknown>',
		source: 'kube',
		minWidth: 16,
		read: (pod) => ({ text: pod.status, tone: selectStatusTone(pod.status) }),
		compare: (a, b) => compareText(a.status, b.status),
	},
	{
		id: 'restarts',
		title: 'RESTARTS',
		align: 'left',
		priority: 2,
		absent: '<unknown>',
		source: 'kube',
		minWidth: 8,
		comfort: '4 (20s ago)'.length,
		reserve: reserveRestarts,
		read: readRestarts,
		compare: (a, b) => compareNumber(a.restarts, b.restarts),
	},
	{
		id: 'age',
		title: 'AGE',
		align: 'left',
		priority: 3,
		absent: '<unknown>',
		source: 'kube',
		reserve: (pod, { now }) => reserveAge(now - (pod.createdAt ?? now)),
		read: (pod, { now }) => text(pod.createdAt === undefined ? undefined : formatAge(now - pod.createdAt)),
		// the youngest first, as the ages themselves ascend
		compare: (a, b) => compareNumber(negate(a.createdAt), negate(b.createdAt)),
	},
];

const placeColumns: readonly PodColumn[] = [
	{
		id: 'ip',
		title: 'IP',
		align: 'left',
		priority: 5,
		absent: '<none>',
		source: 'kube',
		minWidth: 15,
		read: (pod) => text(pod.ip),
		compare: (a, b) => compareText(a.ip, b.ip),
	},
	{
		id: 'node',
		title: 'NODE',
		align: 'left',
		priority: 11,
		widePriority: 6,
		wide: true,
		absent: '<none>',
		source: 'kube',
		read: (pod) => text(pod.nodeName),
	},
	{
		id: 'nominated-node',
		title: 'NOMINATED NODE',
		align: 'left',
		priority: 12,
		widePriority: 8,
		wide: true,
		absent: '<none>',
		source: 'kube',
		read: (pod) => text(pod.nominatedNode),
	},
	{
		id: 'readiness-gates',
		title: 'READINESS GATES',
		align: 'left',
		priority: 13,
		widePriority: 9,
		wide: true,
		absent: '<none>',
		source: 'kube',
		read: (pod) => text(pod.readinessGates),
	},
];

const sandboxColumns: readonly PodColumn[] = [
	{
		id: 'sandbox',
		title: 'SANDBOX',
		align: 'left',
		priority: 4,
		widePriority: 14,
		absent: '<none>',
		source: 'runtime',
		minWidth: 11,
		reserve: reserveSandbox,
		read: readSandbox,
		compare: (a, b) => compareNumber(a.sandboxes[0]?.attempt, b.sandboxes[0]?.attempt),
	},
	{
		id: 'net',
		title: 'NET',
		align: 'left',
		priority: 7,
		widePriority: 17,
		absent: '<unknown>',
		source: 'proc',
		reserve: () => 10,
		read: (pod) => text(netInode(pod)?.toString()),
		compare: (a, b) => compareNumber(netInode(a), netInode(b)),
	},
	{
		id: 'shares',
		title: 'SHARES',
		align: 'left',
		priority: 6,
		widePriority: 16,
		absent: '<unknown>',
		source: 'proc',
		minWidth: 11,
		read: selectPodShares,
		compare: (a, b) => compareText(selectPodShares(a)?.text, selectPodShares(b)?.text),
	},
];

/** The pod table: `kubectl get pod -o wide`, value for value, then what the node knows of the sandbox. */
export const podColumns: readonly PodColumn[] = [...nameColumns, ...stateColumns, ...placeColumns, ...sandboxColumns];

function text(value: string | undefined): Cell | undefined {
	return value === undefined || value === '' ? undefined : { text: value };
}

function readRestarts(pod: PodView, { now }: { now: number }): Cell | undefined {
	if (pod.restarts === undefined) return undefined;
	const since = pod.lastRestartAt === undefined ? undefined : now - pod.lastRestartAt;
	return { text: formatRestarts(pod.restarts, since), short: String(pod.restarts) };
}

/** `4 (5m30s ago)`. */
function reserveRestarts({ restarts, lastRestartAt }: PodView, { now }: { now: number }): number {
	const ago = restarts && lastRestartAt !== undefined ? reserveAge(now - lastRestartAt) + ' ( ago)'.length : 0;
	return String(restarts ?? '').length + ago;
}

/** `76b9f085 #1`, `76b9f085 #1 exited`; while it is recycled `76b9f085 #1 ↻ 3s`, or `↻ #1 3s`. */
function readSandbox(pod: PodView, context: ColumnContext): Cell | undefined {
	const sandbox = pod.sandboxes[0];
	if (!sandbox?.id) return undefined;
	const attempt = sandbox.attempt === undefined ? '' : ` #${sandbox.attempt}`;
	const short = shortId(sandbox.id, 8) + attempt;
	const recycle = findRecycle(pod.uid, context);
	if (recycle) {
		const { recycle: sign } = glyphsOf(context);
		const since = formatElapsed(context.now - recycle.beganAt);
		return { text: `${short} ${sign} ${since}`, short: `${sign}${attempt} ${since}`, tone: 'warn' };
	}
	return isAlive(sandbox.state) ? { text: short } : { text: `${short} ${sandbox.state}`, short, tone: 'dim' };
}

/** As wide while the pod is recycled, whatever the seconds. */
function reserveSandbox(pod: PodView, context: ColumnContext): number {
	if (findRecycle(pod.uid, context)) return '76b9f085 #1 x 9m59s'.length;
	return readSandbox(pod, context)?.text.length ?? 1;
}

function netInode(pod: PodView): number | undefined {
	return pod.sandboxes[0]?.linuxNamespaces?.net;
}

function missingContainers(pod: PodView): number | undefined {
	const [ready, total] = pod.ready?.split('/').map(Number) ?? [];
	return ready === undefined || total === undefined ? undefined : ready - total;
}

function negate(value: number | undefined): number | undefined {
	return value === undefined ? undefined : -value;
}
