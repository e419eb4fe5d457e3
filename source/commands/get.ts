import { correlate } from '../core/correlate/correlate.ts';
import { parseLabelSelector } from '../core/label-selector.ts';
import type { NodeState } from '../core/node-state.ts';
import type { NodeView, PodView } from '../core/node-view.ts';
import { PersistentMap } from '../core/persistent-map.ts';
import { createDocument } from '../output/document.ts';
import { formatPodTable } from '../output/pod-table.ts';
import { type WireRequest, wire } from '../wire.ts';
import type { CommandIo } from './command-io.ts';
import { exitCodes } from './command-table.ts';
import { hasFailedSource, reportSources } from './report-sources.ts';
import { type PodRequest, selectPods } from './select-pods.ts';

export type GetRequest = PodRequest & { output?: 'wide' | 'json' | 'yaml' | 'name' };

/** `pausetop get`: reads everything once, prints, and returns the exit code. */
export async function runGet(request: GetRequest, wireRequest: WireRequest, io: CommandIo): Promise<number> {
	// a bad selector is said before anything is asked of anybody
	if (request.selector !== undefined) parseLabelSelector(request.selector);
	const isDocument = request.output === 'json' || request.output === 'yaml';
	// times and exit codes take an inspection of every container; only the document has them
	const wiring = await wire(wireRequest, { inspect: isDocument ? 'all' : 'none', past: false });
	try {
		await wiring.readOnce(io.signal, isDocument ? undefined : () => rehearse(request, wiring.store.get(), io));
		return await printPods(request, wiring.store.get(), io);
	} finally {
		await wiring.close();
	}
}

/** How many pods and containers are enough to have run all that matters. */
const rehearsed = { pods: 12, records: 48 };

/**
 * Makes a table of a few of the pods before their processes are known, and throws it away: code that ran once runs in a third of the time
 * (Bun 1.4), 15 ms less of waiting afterwards. Not of all of them: what that leaves behind would have to be collected.
 */
function rehearse(request: GetRequest, state: NodeState, io: CommandIo): void {
	// makes the stream
	io.out('');
	const few: NodeState = {
		...state,
		pods: state.pods && takeFirst(state.pods, rehearsed.pods),
		records: new Map([...state.records].map(([name, byId]) => [name, takeFirst(byId, rehearsed.records)])),
	};
	formatTable(request, correlate(few).pods, state.now);
}

function takeFirst<V extends object>(map: ReadonlyMap<string, V>, count: number): PersistentMap<V> {
	return PersistentMap.from([...map].slice(0, count));
}

async function printPods(request: GetRequest, state: NodeState, io: CommandIo): Promise<number> {
	const view = correlate(state);
	io.err(reportSources(state));
	if (!state.pods && state.records.size === 0 && !state.processes) return exitCodes.failure.code;
	const { pods, missing } = selectPods(view.pods, request, state);
	const isWhole = request.names.length === 0 && request.selector === undefined && request.kubeNamespace === undefined;
	io.out(await formatAs(request, { ...view, pods, unmatched: isWhole ? view.unmatched : [] }, state));
	for (const name of missing) io.err(`pausetop: pod "${name}" not found on this node\n`);
	if (missing.length > 0) return exitCodes.failure.code;
	if (pods.length === 0) io.err(describeNothing(request, view));
	return hasFailedSource(state) ? exitCodes.partial.code : exitCodes.success.code;
}

async function formatAs(request: GetRequest, view: NodeView, state: NodeState): Promise<string> {
	switch (request.output) {
		case 'json':
			return `${JSON.stringify(createDocument(state, view), null, 2)}\n`;
		case 'yaml': {
			const { stringify } = await import('yaml');
			// aliases of equal parts are valid YAML that many readers of it do not know
			return stringify(createDocument(state, view), { aliasDuplicateObjects: false });
		}
		case 'name':
			return view.pods.map((pod) => `pod/${pod.name}\n`).join('');
		default:
			return formatTable(request, view.pods, state.now);
	}
}

function formatTable({ output, kubeNamespace }: GetRequest, pods: readonly PodView[], now: number): string {
	return formatPodTable(pods, { now, wide: output === 'wide', withNamespace: kubeNamespace === undefined });
}

function describeNothing({ kubeNamespace, selector }: GetRequest, view: NodeView): string {
	const homeless = view.pods.filter((pod) => pod.kubeNamespace === '').length;
	if (kubeNamespace !== undefined && homeless > 0) {
		// only their processes are known, and those name no namespace
		return `No pods are known to be in namespace ${kubeNamespace}. Of ${homeless} the namespace is not known; -A shows them.\n`;
	}
	const where = kubeNamespace === undefined ? 'on this node' : `in namespace ${kubeNamespace} on this node`;
	const which = selector === undefined ? '' : ` with labels ${selector}`;
	const hint = kubeNamespace === undefined ? '' : '; -A shows all namespaces';
	return `No pods${which} ${where}${hint}.\n`;
}
