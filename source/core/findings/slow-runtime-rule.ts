import { countOf } from '../action/join-words.ts';
import { selectFlavour } from '../action/runtime-flavour.ts';
import type { NodeState } from '../node-state.ts';
import { tidyRemark } from '../tidy-remark.ts';
import type { FindingEvidence, FindingStep } from './finding.ts';
import type { FindingRule, Suspicion } from './finding-rule.ts';
import { clock, duration, type FindingText, say } from './finding-text.ts';
import { measureSlowness, type RuntimeSlowness, selectAskedId } from './runtime-slowness.ts';
import { readRuntimeLog, selectTool } from './runtime-tool.ts';
import { shellWord } from './shell-word.ts';

/** How long one container may not answer, milliseconds: Docker locks it while it is started or removed. It is asked again within this. */
const lockTime = 40_000;

export const slowRuntimeRule: FindingRule = {
	id: 'slow-runtime',
	title: 'Container runtime answers slowly',
	meaning:
		'The runtime takes more than a second for a listing, or does not answer at all. The kubelet lists once a second; when that takes too long it calls its node not Ready (`PLEG is not healthy`), and pods start and stop late. One container that hangs can hold up all others (kubernetes#45419, #94829).',
	needs: [],
	find({ state }) {
		return [...state.runtimeCalls].flatMap(([runtime, calls]) => {
			const ids = [...(state.records.get(runtime)?.keys() ?? [])];
			const isListed = (short: string) => short !== '' && ids.some((id) => id.startsWith(short));
			const slowness = measureSlowness(calls, state.now, isListed);
			return slowness ? [suspect(runtime, slowness, state)] : [];
		});
	},
};

function suspect(runtime: string, slowness: RuntimeSlowness, state: NodeState): Suspicion {
	return {
		key: runtime,
		severity: slowness.kind === 'hangs' && !slowness.answersAgain ? 'critical' : 'warning',
		subject: { kind: 'runtime', name: runtime },
		since: slowness.kind === 'hangs' ? slowness.call.at : slowness.since,
		patience: slowness.kind === 'hangs-on-one' ? lockTime : 0,
		summary: summarize(runtime, slowness),
		evidence: [...describeSlowness(runtime, slowness), ...findPlegMessage(state), ...findStuckProcesses(state)],
		todo: advise(runtime, slowness, state),
		avoid:
			selectFlavour(runtime) === 'docker'
				? [say`Do not restart dockerd before looking: without live-restore that ends every container of the node`]
				: [],
	};
}

function summarize(runtime: string, slowness: RuntimeSlowness): FindingText {
	switch (slowness.kind) {
		case 'hangs':
			if (slowness.answersAgain) {
				return say`${runtime} hung: it had not answered ${slowness.call.name} after ${duration(slowness.call.took)}, and answers again since; while it hangs the kubelet cannot start or stop anything either`;
			}
			return say`${runtime} hangs: it had not answered ${slowness.call.name} after ${duration(slowness.call.took)}, so the kubelet cannot start or stop anything either`;
		case 'slow':
			return say`${runtime} is slow: ${slowness.late} of its last ${slowness.of} listings took more than 1 s, up to ${duration(slowness.longest)}, so pods start and stop late`;
		case 'hangs-on-one':
			return say`${runtime} hangs on ${selectAskedId(slowness.call)}: it does not answer questions about this container, which can hold up the kubelet for all others`;
	}
}

function describeSlowness(runtime: string, slowness: RuntimeSlowness): FindingEvidence[] {
	const tool = selectTool(runtime);
	if (slowness.kind === 'slow') {
		const what = `95 of 100 listings take at most`;
		return [{ what, value: say`${duration(slowness.percentile)}`, source: 'pausetop', command: `time ${tool} ps -aq` }];
	}
	const { call, times } = slowness;
	const id = selectAskedId(call);
	const command = slowness.kind === 'hangs' ? `time ${tool} ps -aq` : `time ${tool} inspect ${shellWord(id)}`;
	return [
		{ what: `${call.name}, asked at`, value: say`${clock(call.at)}`, source: 'pausetop' },
		{ what: 'given up after', value: say`${duration(call.took)}`, source: 'pausetop', command },
		...(times > 1
			? [{ what: 'in the last 10 minutes', value: say`${countOf(times, 'time')}`, source: 'pausetop' }]
			: []),
	];
}

/** What the kubelet itself says of it. */
function findPlegMessage({ node }: NodeState): FindingEvidence[] {
	const ready = node?.status?.conditions?.find(({ type }) => type === 'Ready');
	if (!node || !/PLEG|container runtime/i.test(ready?.message ?? '') || ready?.status === 'True') return [];
	const path = shellWord('{.status.conditions[?(@.type=="Ready")].message}');
	return [
		{
			what: "the node's condition Ready",
			value: say`${tidyRemark(ready?.message ?? '')}`,
			source: 'kube',
			command: `kubectl get node ${shellWord(node.metadata.name)} -o jsonpath=${path}`,
		},
	];
}

const seeStuck = "ps -eo pid,stat,wchan:32,args | awk '$2 ~ /^D/'";

function findStuckProcesses({ survey }: NodeState): FindingEvidence[] {
	const stuck = survey?.uninterruptible ?? [];
	const first = stuck[0];
	if (!first) return [];
	const places = first.waitsIn === undefined ? '' : `, in ${tidyRemark(first.waitsIn)}`;
	return [
		{
			what: 'processes of containers in uninterruptible sleep (D)',
			value: say`${stuck.length}: ${tidyRemark(first.command)} (pid ${first.pid}${places})${stuck.length > 1 ? ' and others' : ''}`,
			source: 'proc',
			command: seeStuck,
		},
	];
}

function advise(runtime: string, slowness: RuntimeSlowness, state: NodeState): FindingStep[] {
	const tool = selectTool(runtime);
	const look: FindingStep[] = [
		{ text: say`See what hangs in the kernel, often on a disk or NFS`, command: seeStuck },
		{ text: say`See whether disk, memory or CPU are short`, command: 'head /proc/pressure/* /proc/loadavg' },
		readRuntimeLog(runtime, state),
	];
	if (slowness.kind !== 'hangs-on-one') return look;
	const id = shellWord(selectAskedId(slowness.call));
	return [
		{ text: say`Ask for it yourself, with an end to your patience`, command: `timeout 10 ${tool} inspect ${id}` },
		...look,
	];
}
