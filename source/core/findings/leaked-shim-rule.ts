import { verb } from '../action/join-words.ts';
import { selectFlavour } from '../action/runtime-flavour.ts';
import type { NodeState } from '../node-state.ts';
import type { ShimProcess } from '../node-survey.ts';
import type { FindingEvidence } from './finding.ts';
import type { FindingRule, Suspicion } from './finding-rule.ts';
import { clock, say } from './finding-text.ts';
import { shellWord } from './shell-word.ts';

/** Milliseconds within which a shim is still being started, or still on its way out. Between two surveys 30 s pass. */
const [startTime, endTime] = [60_000, 60_000];
/** One that has run for this long, milliseconds, is not being started any more, whatever hangs. */
const oldEnough = 10 * 60_000;

export const leakedShimRule: FindingRule = {
	id: 'leaked-shim',
	title: 'Shim without a container',
	meaning:
		"A containerd-shim runs for a sandbox or container that its runtime does not list any more. It holds memory, and often mounts and a network, and what runs below it is nobody's (containerd#12344, #10421, #7496).",
	needs: ['runtime', 'survey'],
	find: ({ state }) =>
		(state.survey?.shims ?? []).flatMap((shim) => {
			const runtime = findRuntime(shim, state);
			return runtime === undefined || !isLeaked(shim, runtime, state) ? [] : [suspect(shim, runtime, state)];
		}),
};

/** The runtime whose listing must have what the shim serves; undefined where it serves a containerd that nobody has asked. */
function findRuntime(shim: ShimProcess, state: NodeState): string | undefined {
	return [...state.records.keys()].find((runtime) => {
		const flavour = selectFlavour(runtime);
		if (shim.containerdNamespace === 'k8s.io' && flavour === 'containerd')
			return isServedBy(shim, state.sources.get(runtime)?.endpoint);
		return shim.containerdNamespace === 'moby' && flavour === 'docker' && hasListedSibling(shim, runtime, state);
	});
}

/** The endpoint may have the prefix of a mounted host root, and /var/run is a link to /run. */
function isServedBy({ address }: ShimProcess, endpoint: string | undefined): boolean {
	if (address === undefined || endpoint === undefined) return false;
	const plain = (path: string) => path.replace(/^unix:\/\//, '').replace('/var/run/', '/run/');
	return plain(endpoint).endsWith(plain(address));
}

/** Docker does not say which containerd it uses. A shim of the same one that serves a listed container does. */
function hasListedSibling({ address }: ShimProcess, runtime: string, { survey, records }: NodeState): boolean {
	const listed = records.get(runtime);
	return (survey?.shims ?? []).some(
		(other) => other.containerdNamespace === 'moby' && other.address === address && listed?.has(other.id),
	);
}

function isLeaked({ id, startedAt, seenSince }: ShimProcess, runtime: string, { records, survey }: NodeState): boolean {
	const age = (survey?.readAt ?? 0) - (startedAt ?? seenSince);
	return /^[0-9a-f]{64}$/.test(id) && age > startTime && !records.get(runtime)?.has(id);
}

function suspect(shim: ShimProcess, runtime: string, state: NodeState): Suspicion {
	const { pid, startTicks, id, children, startedAt, containerdNamespace = '' } = shim;
	const goneAt = findGoneAt(id, state);
	return {
		key: `${pid}/${startTicks}`,
		severity: 'warning',
		subject: { kind: 'process', pid, name: 'containerd-shim' },
		...(goneAt !== undefined && { since: goneAt }),
		patience: choosePatience(shim, goneAt, state),
		summary: say`The shim with pid ${pid} runs for ${id.slice(0, 12)}, which ${runtime} does not list: it is left over, ${describeChildren(shim)}`,
		evidence: [
			{
				what: 'the shim serves',
				value: say`${id.slice(0, 12)} in containerd's namespace ${containerdNamespace}`,
				source: 'proc',
				command: `tr '\\0' ' ' < /proc/${pid}/cmdline`,
			},
			describeListing(id, runtime),
			{
				what: 'processes below it',
				value: say`${children}`,
				source: 'proc',
				command: `ps -o pid,stat,args --ppid ${pid}`,
			},
			...(startedAt === undefined ? [] : [describeStart(pid, startedAt)]),
		],
		todo: [
			{ text: say`See what still runs below it`, command: `ps -o pid,stat,args --ppid ${pid}` },
			{
				text: say`See whether containerd still has a task for it`,
				command: `ctr${addressFlag(shim)} -n ${shellWord(containerdNamespace)} tasks ls | grep ${id.slice(0, 12)}`,
			},
			{
				text:
					children === 0
						? say`If there is none, end the shim: it holds nothing that runs`
						: say`If there is none, end the processes below it, then the shim: they are killed without a grace period, and no pod misses them`,
				command: `kill ${pid}`,
			},
		],
		avoid: [say`Do not end all shims by their name: each of the others keeps a pod or container`],
	};
}

/**
 * One whose record pausetop saw go may still be on its way out. In containerd's listing nothing goes unseen, so one that was never there has been
 * left over for longer; of Docker's, containers outside of pods leave no trace here.
 */
function choosePatience(
	{ containerdNamespace, startedAt }: ShimProcess,
	goneAt: number | undefined,
	{ survey }: NodeState,
): number {
	if (goneAt !== undefined || containerdNamespace !== 'k8s.io' || startedAt === undefined) return endTime;
	return (survey?.readAt ?? 0) - startedAt > oldEnough ? 0 : endTime;
}

/** CRI lists what the kubelet made: nerdctl and ctr can put others into the same namespace of containerd. */
function describeChildren({ children, containerdNamespace }: ShimProcess): string {
	if (children === 0) return 'with nothing running below it';
	const below = `with ${children} ${verb(children, 'process', 'processes')} below it`;
	return containerdNamespace === 'k8s.io' ? `${below}, or somebody started it past the kubelet (nerdctl, ctr)` : below;
}

function describeListing(id: string, runtime: string): FindingEvidence {
	const short = id.slice(0, 12);
	const command =
		selectFlavour(runtime) === 'docker'
			? `docker ps -a --filter id=${short}`
			: `crictl pods --id ${short}; crictl ps -a --id ${short}`;
	return { what: `${short} in ${runtime}`, value: say`not listed`, source: runtime, command };
}

function describeStart(pid: number, startedAt: number): FindingEvidence {
	return { what: 'it runs since', value: say`${clock(startedAt)}`, source: 'proc', command: `ps -o lstart= -p ${pid}` };
}

/** For another containerd than the usual one. */
function addressFlag({ address }: ShimProcess): string {
	return address === undefined || address === '/run/containerd/containerd.sock' ? '' : ` -a ${shellWord(address)}`;
}

/** When pausetop saw its record go, if it ever saw one. */
function findGoneAt(id: string, { histories }: NodeState): number | undefined {
	for (const { incarnations } of histories.values()) {
		const seen = incarnations.get(id);
		if (seen) return seen.goneSeenAt;
	}
	return undefined;
}
