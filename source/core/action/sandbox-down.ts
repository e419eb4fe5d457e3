import type { ContainerView } from '../node-view.ts';
import type { Consequence } from './action-plan.ts';
import { countOf, joinNames, verb } from './join-words.ts';
import { seemsDown } from './node-condition.ts';
import { selectGraceSeconds, withPreStop } from './pod-traits.ts';
import type { SandboxCase } from './sandbox-case.ts';
import { danger, note, warning } from './weigh.ts';

/** Who goes down with a sandbox, and how. */
export function tellDown(the: SandboxCase): Consequence[] {
	const { running } = the;
	if (running.length === 0) return [note('down', 'No container of it runs: only the sandbox ends')];
	const names = running.map(({ name }) => name);
	if (outlivesPause(the)) {
		const text = `${joinNames(names)} ${verb(names.length, 'runs', 'run')} on without a pause until the kubelet is back`;
		return [warning('outlives-pause', text)];
	}
	const count = countOf(names.length, 'container');
	return [
		warning('down', `${count} ${verb(names.length, 'goes', 'go')} down: ${joinNames(names)}`),
		...tellEnding(the),
		...tellHooks(the),
		...tellEphemeral(running),
	];
}

/** Names of those that end with the sandbox. */
export function selectGoingDown(the: SandboxCase): string[] {
	return outlivesPause(the) ? [] : the.running.map(({ name }) => name);
}

/** With the kubelet away nobody stops them (recording docker-kubelet-down). One that only may be away may also stop them. */
function outlivesPause({ ending, facts: { kubelet, now } }: SandboxCase): boolean {
	return ending === 'kubelet' && !kubelet.running && seemsDown(kubelet, now);
}

function tellEnding({ ending, flavour, running, pod }: SandboxCase): Consequence[] {
	const many = running.length > 1;
	switch (ending) {
		case 'kernel':
			return [
				warning(
					'no-grace',
					`No grace period: ${many ? 'they share' : 'it shares'} the pause's pid namespace, the kernel kills ${many ? 'all at once' : 'it with the pause'}`,
				),
			];
		case 'runtime':
			// CRI-O: TERM, and KILL when the request's deadline comes (server/sandbox_stop_linux.go)
			return flavour === 'cri-o'
				? [
						warning(
							'no-grace',
							`No grace period of the pod's: CRI-O sends TERM, and KILL when the request's time is over`,
						),
					]
				: [warning('no-grace', `No grace period: ${flavour} kills ${many ? 'them' : 'it'} at once`)];
		case 'unknown':
			return [warning('no-grace', 'Perhaps no grace period: how this runtime stops a sandbox is not known')];
		case 'kubelet': {
			const grace = pod.api ? `${selectGraceSeconds(pod)} s of grace` : 'the grace period of the pod';
			const hostPid =
				pod.api?.spec.hostPID === true
					? ` (host pid namespace: ${many ? 'they do' : 'it does'} not die with the pause)`
					: '';
			const they = many ? 'They run on until the kubelet stops them' : 'It runs on until the kubelet stops it';
			return [note('grace', `${they}, with ${grace}${many ? ' each' : ''}${hostPid}`)];
		}
	}
}

function tellHooks({ pod, running, ending }: SandboxCase): Consequence[] {
	const hooked = withPreStop(pod, running);
	if (hooked.length === 0) return [];
	const hooks = `preStop ${verb(hooked.length, 'hook', 'hooks')} of ${joinNames(hooked)}`;
	if (ending === 'kubelet') return [note('hook-runs', `The kubelet runs the ${hooks} first, within the grace period`)];
	if (ending === 'unknown') return [warning('hook-lost', `The ${hooks} may not run`)];
	return [warning('hook-lost', `The ${hooks} ${verb(hooked.length, 'does', 'do')} not run`)];
}

function tellEphemeral(running: readonly ContainerView[]): Consequence[] {
	const names = running.filter(({ kind }) => kind === 'ephemeral').map(({ name }) => name);
	if (names.length === 0) return [];
	const subject = `Ephemeral ${verb(names.length, 'container', 'containers')} ${joinNames(names)}`;
	return [
		danger('ephemeral', `${subject} ${verb(names.length, 'is', 'are')} gone for good: none is ever started again`),
	];
}
