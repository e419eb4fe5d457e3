import { findSpec } from '../action/pod-traits.ts';
import type { PodView } from '../node-view.ts';
import type { FindingEvidence, FindingStep } from './finding.ts';
import type { FindingFacts, FindingRule, Suspicion } from './finding-rule.ts';
import { clock, type FindingText, say, since } from './finding-text.ts';
import { inspectCommand } from './inspect-command.ts';
import { kubectlGetSpec, kubectlGetStatus } from './kubectl-command.ts';
import { collectOomKills, type OomKill } from './oom-exits.ts';
import { namePod, podSubject } from './pod-subject.ts';
import { shellWord } from './shell-word.ts';

/** How long it is told of, milliseconds. */
const memory = 3_600_000;

export const outOfMemoryRule: FindingRule = {
	id: 'out-of-memory',
	title: 'Killed for its memory',
	meaning:
		'Within the last hour the kernel killed a container, or a process in it, because its memory limit (or the memory of the node) was used up. The runtime says OOMKilled; the exit code is 137 for the container itself. A child that was killed can let the container live on, or end it with a code of its own.',
	needs: [],
	find: (facts) => facts.view.pods.flatMap((pod) => suspectPod(pod, facts)),
};

function suspectPod(pod: PodView, { state, now }: FindingFacts): readonly Suspicion[] {
	const kills = collectOomKills(pod, state).filter(({ at }) => at > now - memory);
	if (kills.length === 0) return [];
	const names = [...new Set(kills.map(({ container }) => container))];
	return names.flatMap((name) => {
		const own = kills.filter(({ container }) => container === name);
		const newest = own.at(-1);
		return newest ? [suspect(pod, newest, own)] : [];
	});
}

function suspect(pod: PodView, newest: OomKill, kills: readonly OomKill[]): Suspicion {
	const { container, at, id } = newest;
	const limit = findLimit(pod, container);
	const often = kills.length > 1 ? `, ${kills.length} times in the last hour` : '';
	const place = limit === undefined ? '' : `, its limit is ${limit}`;
	return {
		key: `${pod.uid}/${container}`,
		severity: 'warning',
		subject: podSubject(pod, { container, id }),
		since: at,
		patience: 0,
		summary: say`${namePod(pod)}: ${describeKill(newest)}${often}${place}`,
		evidence: collectEvidence(pod, newest, limit),
		todo: [
			{
				text: say`See what the kernel killed, and how much it had`,
				command: "journalctl -k --since -1hour --no-pager | grep -iE 'oom|killed process'",
			},
			{
				text: say`See what it uses now, against its limit`,
				command: `pausetop top -n ${shellWord(pod.kubeNamespace)} ${shellWord(pod.name)}`,
			},
			adviseLimit(pod, limit),
		],
	};
}

function adviseLimit({ api }: PodView, limit: string | undefined): FindingStep {
	if (limit !== undefined) return { text: say`Raise the limit if it needs more, else look for what it keeps` };
	if (!api) return { text: say`Compare that with the memory limit in its spec` };
	return {
		text: say`It has no limit of its own, so the node or the pod was full: see who else uses much, and give it a limit`,
	};
}

/** The kernel ends with 137 whom it picks: another code is that of a container of which it picked a child. */
function describeKill({ container, at, exitCode, survived }: OomKill): FindingText {
	if (survived) return say`a process in ${container} was killed for its memory ${since(at)} ago`;
	if (exitCode === undefined || exitCode === 137) return say`${container} was killed for its memory ${since(at)} ago`;
	return say`${container} ended ${since(at)} ago (exit ${exitCode}) after a process in it was killed for its memory`;
}

function findLimit({ api }: PodView, name: string): string | undefined {
	const limit = findSpec(api, name)?.resources?.limits?.memory;
	return typeof limit === 'string' ? limit : undefined;
}

function collectEvidence(pod: PodView, newest: OomKill, limit: string | undefined): FindingEvidence[] {
	const { container, source } = newest;
	const kind = pod.containers.find(({ name }) => name === container)?.kind ?? 'app';
	const command =
		source === 'kube'
			? kubectlGetStatus(pod, { name: container, kind }, newest.field ?? 'lastState')
			: newest.survived
				? undefined
				: inspectCommand(newest, 'container', 'end');
	return [
		{ what: describeRun(newest), value: describeEnd(newest), source, ...(command !== undefined && { command }) },
		...(limit === undefined
			? []
			: [
					{
						what: `memory limit of ${container}`,
						value: say`${limit}`,
						source: 'kube',
						command: kubectlGetSpec(pod, { name: container, kind }, 'resources.limits.memory'),
					},
				]),
	];
}

function describeRun({ container, id, survived }: OomKill): string {
	const which = id === undefined ? container : `${container} ${id.slice(0, 12)}`;
	return survived ? `oom event of ${which}` : `end of ${which}`;
}

function describeEnd({ at, exitCode, survived }: OomKill): FindingText {
	if (survived) return say`${clock(at)}, the container lived on`;
	return say`OOMKilled, exit ${exitCode ?? 'unknown'}, ${clock(at)}`;
}
