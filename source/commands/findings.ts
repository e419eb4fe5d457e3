import type { NodeFindings } from '../core/findings/finding.ts';
import type { FindingRule } from '../core/findings/finding-rule.ts';
import { findingRules } from '../core/findings/finding-rules.ts';
import { rankSeverity } from '../core/findings/judge.ts';
import type { NodeState } from '../core/node-state.ts';
import { escapeText } from '../format/escape.ts';
import { createFindingDocument } from '../output/finding-document.ts';
import { formatFindingReport } from '../output/finding-report.ts';
import { formatJsonText } from '../output/json-text.ts';
import { selectNodeView } from '../store/select-node-view.ts';
import { createFindingsWatch, type FindingsWatch } from '../wire/watch-findings.ts';
import { type WireRequest, type Wiring, wire } from '../wire.ts';
import type { CommandIo } from './command-io.ts';
import { exitCodes } from './command-table.ts';
import type { FindingsRequest } from './findings-request.ts';
import { hasFailedSource, reportSources } from './report-sources.ts';
import { selectFindings } from './select-findings.ts';
import { selectPods } from './select-pods.ts';
import { createSuspicionProgress } from './suspicion-progress.ts';
import { watchSuspicions } from './watch-suspicions.ts';

/**
 * `pausetop findings`: reads everything once and prints what is wrong. While something is suspected that has not lasted long enough to
 * be sure of, it first watches on, for as long as was asked. `rules`: all of them, unless a test says otherwise.
 */
export async function runFindings(
	request: FindingsRequest,
	wireRequest: WireRequest,
	io: CommandIo,
	rules: readonly FindingRule[] = findingRules,
): Promise<number> {
	const wiring = await wire(wireRequest, { findings: true, rules });
	const watch = createFindingsWatch({ store: wiring.store, rules });
	try {
		wiring.lookAtKubelet();
		await wiring.readOnce(io.signal);
		// half a reading tells nothing
		if (io.signal.aborted) return exitCodes.failure.code;
		watch.judgeNow();
		const state = await look(request, wiring, watch, io);
		return await print(request, state, io);
	} finally {
		await wiring.close();
	}
}

async function look(request: FindingsRequest, wiring: Wiring, watch: FindingsWatch, io: CommandIo): Promise<NodeState> {
	const state = wiring.store.get();
	if (request.wait === 0 || !hasRead(state)) return state;
	const progress = createSuspicionProgress();
	const select = (findings: NodeFindings) => selectFindings(findings, request);
	const tell = (findings: NodeFindings, now: number) => {
		if (request.progress) io.err(progress(findings, now));
	};
	// what there is nothing to repair about is worth no minute, unless it decides the exit code
	const atLeast = request.failOn === 'info' ? 'info' : 'warning';
	return watchSuspicions({ wiring, watch, wait: request.wait, select, atLeast, tell }, state, io.signal);
}

async function print(request: FindingsRequest, state: NodeState, io: CommandIo): Promise<number> {
	io.err(reportSources(state));
	if (!hasRead(state)) return exitCodes.failure.code;
	const scoped = selectFindings(state.findings, request);
	const { missing } = selectPods(selectNodeView(state).pods, request, state);
	await io.out(await format(scoped, request, state));
	if (missing.length === 0) io.err(describeElsewhere(state.findings, scoped, request));
	for (const name of missing) io.err(`pausetop: pod "${escapeText(name)}" not found on this node\n`);
	if (missing.length > 0) return exitCodes.failure.code;
	if (isAlarming(scoped, request)) return exitCodes.findings.code;
	return hasFailedSource(state) ? exitCodes.partial.code : exitCodes.success.code;
}

function hasRead({ pods, records, processes }: NodeState): boolean {
	return pods !== undefined || records.size > 0 || processes !== undefined;
}

async function format(findings: NodeFindings, { output, columns }: FindingsRequest, state: NodeState): Promise<string> {
	const document = () => createFindingDocument(findings, { state, view: selectNodeView(state) });
	switch (output) {
		case 'json':
			return formatJsonText(document());
		case 'yaml': {
			const { stringify } = await import('yaml');
			return stringify(document(), { aliasDuplicateObjects: false });
		}
		case 'name':
			return findings.findings.map(({ key }) => `${escapeText(key)}\n`).join('');
		default:
			return formatFindingReport(findings, { now: state.now, columns });
	}
}

function isAlarming({ findings }: NodeFindings, { failOn }: FindingsRequest): boolean {
	return failOn !== undefined && findings.some(({ severity }) => rankSeverity(severity) <= rankSeverity(failOn));
}

/** What stdout does not say: that there is nothing, and what was not asked for. */
function describeElsewhere(all: NodeFindings, scoped: NodeFindings, request: FindingsRequest): string {
	const { names, kubeNamespace } = request;
	const where = kubeNamespace === undefined ? '' : ` in namespace ${escapeText(kubeNamespace)}`;
	const which = names.length > 0 ? ' about these pods' : '';
	const none = scoped.findings.length === 0 ? `No findings${which}${where} on this node.\n` : '';
	const others = all.findings.length - scoped.findings.length;
	if (others === 0) return none;
	const remedy = kubeNamespace === undefined ? '' : `; -A${names.length > 0 ? ' without a pod' : ''} shows all`;
	return `${none}${others} more finding${others === 1 ? '' : 's'} on this node${remedy}.\n`;
}
