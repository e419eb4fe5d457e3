import { parseLabelSelector } from '../core/label-selector.ts';
import type { NodeState } from '../core/node-state.ts';
import type { NodeView, PodView } from '../core/node-view.ts';
import { escapeText } from '../format/escape.ts';
import type { InsidePod } from '../output/inside-document.ts';
import { formatJsonText } from '../output/json-text.ts';
import { createUsageDocument } from '../output/usage-document.ts';
import { formatUsage, type UsageRow } from '../output/usage-text.ts';
import { selectNodeView } from '../store/select-node-view.ts';
import { type WireRequest, type Wiring, wire } from '../wire.ts';
import type { CommandIo } from './command-io.ts';
import { exitCodes } from './command-table.ts';
import type { InsideForm } from './inside-form.ts';
import { describeIdle, readInsides, runsHere } from './look-inside.ts';
import { isIncomplete, reportInsides } from './report-problems.ts';
import { hasFailedSource, reportSources } from './report-sources.ts';
import { selectPods } from './select-pods.ts';

export type TopRequest = InsideForm & {
	/** Empty: all. */
	names: readonly string[];
	/** Absent: all. */
	kubeNamespace?: string;
	/** As kubectl's -l. */
	selector?: string;
	/** The most first; absent: as `get` sorts pods. */
	sort?: 'cpu' | 'memory';
};

/** Milliseconds over which CPU use is measured. */
const gap = 1_000;

/**
 * `pausetop top`: what each container uses, as `kubectl top pod --containers`, but of the last second, from the node's own cgroup
 * files, without a metrics server, and with limits, OOM kills and the pause.
 */
export async function runTop(request: TopRequest, wireRequest: WireRequest, io: CommandIo): Promise<number> {
	// a bad selector is said before anything is asked of anybody
	if (request.selector !== undefined) parseLabelSelector(request.selector);
	const wiring = await wire(wireRequest, { inspect: 'none', past: false });
	try {
		await wiring.readOnce(io.signal);
		return await measure(request, wiring, io);
	} finally {
		await wiring.close();
	}
}

async function measure(request: TopRequest, wiring: Wiring, io: CommandIo): Promise<number> {
	const state = wiring.store.get();
	const view = selectNodeView(state);
	io.err(reportSources(state));
	if (!state.pods && state.records.size === 0 && !state.processes) return exitCodes.failure.code;
	const { pods, missing } = selectPods(view.pods, request, state);
	const insides = await readInsides(wiring, { want: { usage: true }, gap }, pods.filter(runsHere), io);
	if (!insides) return exitCodes.failure.code;
	const read = pods.flatMap((pod) => {
		const inside = insides.get(pod.uid);
		return inside ? [{ pod, inside }] : [];
	});
	io.out(format(read, request, { state, view }, wiring.clock.now()));
	io.err(reportInsides(read.map(({ pod, inside }) => ({ name: pod.name, inside }))));
	io.err(describeMissing(request, pods, missing));
	if (missing.length > 0) return exitCodes.failure.code;
	const partial = hasFailedSource(state) || read.some(({ inside }) => isIncomplete(inside));
	return partial ? exitCodes.partial.code : exitCodes.success.code;
}

function format(
	read: readonly InsidePod[],
	{ output, sort, width, kubeNamespace }: TopRequest,
	node: { state: NodeState; view: NodeView },
	now: number,
): string {
	if (output === 'json') return formatJsonText(createUsageDocument(read, node, now));
	const rows = read.flatMap(({ pod, inside }) =>
		(inside.usage ?? []).map((usage) => ({ kubeNamespace: pod.kubeNamespace, pod: pod.name, usage })),
	);
	return formatUsage(sort ? rows.toSorted((a, b) => weigh(b, sort) - weigh(a, sort)) : rows, {
		withNamespace: kubeNamespace === undefined,
		wide: output === 'wide',
		...(width !== undefined && { width }),
	});
}

/** What is not known comes last. */
function weigh({ usage: { cpu, memory } }: UsageRow, sort: 'cpu' | 'memory'): number {
	return (sort === 'cpu' ? cpu?.percent : memory?.workingSet) ?? -1;
}

function describeMissing(
	{ names, kubeNamespace, selector }: TopRequest,
	pods: readonly PodView[],
	missing: readonly string[],
): string {
	const unknown = missing.map((name) => `pausetop: pod "${escapeText(name)}" not found on this node\n`);
	const idle = pods.filter((pod) => names.length > 0 && !runsHere(pod));
	if (names.length === 0 && !pods.some(runsHere)) {
		const where = kubeNamespace === undefined ? '' : ` in namespace ${escapeText(kubeNamespace)}`;
		const which = selector === undefined ? '' : ` with labels ${escapeText(selector)}`;
		return `No running pods${which}${where} on this node${kubeNamespace === undefined ? '' : '; -A shows all namespaces'}.\n`;
	}
	return [...unknown, ...idle.map(describeIdle)].join('');
}
