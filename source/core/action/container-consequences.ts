import { isConditionTrue } from '../kubectl/pod-condition.ts';
import type { ActionPlan, Consequence } from './action-plan.ts';
import type { ContainerCase } from './container-case.ts';
import { joinNames, verb } from './join-words.ts';
import { tellControlPlane, tellKubelet, tellOwn, tellUnknownToApi } from './pod-consequences.ts';
import { findControlPlanePart, findSpec, selectGraceSeconds } from './pod-traits.ts';
import { expectRestartWait } from './restart-wait.ts';
import { longestWait } from './sandbox-return.ts';
import { danger, note, sortByWeight, warning } from './weigh.ts';

/** What comes of ending a container, and what has to be typed before. */
export function describeContainerCase(the: ContainerCase): Pick<ActionPlan, 'consequences' | 'typedName' | 'goesDown'> {
	const { pod, container, facts, comeback, joined } = the;
	const isOwn = container.id === facts.ownContainerId;
	const needsName =
		isOwn || comeback === 'never' || comeback === 'fails-pod' || findControlPlanePart(pod) !== undefined;
	const returns =
		comeback !== 'never' && comeback !== 'ephemeral' && comeback !== 'superseded' && comeback !== 'deleting';
	return {
		consequences: sortByWeight([
			...tellKubelet(facts),
			...tellOwn(isOwn, 'container'),
			...tellUnknownToApi(pod, facts),
			...tellComeback(the),
			...tellControlPlane(pod),
			...tellJoined(the),
			...tellEnd(the),
			...tellHook(the),
			...tellOthers(the),
			...(returns ? tellReturn(the) : []),
		]),
		goesDown: [container, ...joined].map(({ name }) => name),
		...(needsName && { typedName: pod.name }),
	};
}

function tellComeback({ comeback, kind, container, pod }: ContainerCase): Consequence[] {
	switch (comeback) {
		case 'never':
			return [danger('never-back', 'restartPolicy Never: it is not started again')];
		case 'fails-pod':
			return [danger('never-back', 'restartPolicy Never: an init container that fails makes the whole pod fail')];
		case 'init-over':
			return kind === 'kill-container'
				? [note('perhaps-back', 'An init container: killed is failed, so it starts over')]
				: [warning('perhaps-back', 'An init container: it starts over, but counts as done if it exits with 0 on TERM')];
		case 'ephemeral':
			return [danger('ephemeral', 'An ephemeral container: it is gone for good, none is ever started again')];
		case 'if-failed':
			return kind === 'kill-container'
				? [note('perhaps-back', 'restartPolicy OnFailure: killed is failed, so it is started again')]
				: [warning('perhaps-back', 'restartPolicy OnFailure: not started again if it exits with 0 on TERM')];
		case 'by-rules':
			return [warning('perhaps-back', 'Its restartPolicyRules decide by the exit code what is started again')];
		case 'superseded':
			return [
				note('perhaps-back', `${nameNewest(pod, container.name)} is the newest one: nothing is started in its place`),
			];
		case 'deleting':
			return [warning('deleting', 'The pod is being deleted: its grace period is cut short, and nothing comes back')];
		case 'always':
			return [];
	}
}

function nameNewest({ containers }: ContainerCase['pod'], name: string): string {
	const attempt = containers.find((container) => container.name === name && container.current)?.attempt;
	return attempt === undefined ? 'Another' : `#${attempt}`;
}

function tellJoined({ joined }: ContainerCase): Consequence[] {
	if (joined.length === 0) return [];
	const names = joinNames(joined.map(({ name }) => name));
	const text = `${names} ${verb(joined.length, 'goes', 'go')} down with it, in its pid namespace`;
	const isLost = joined.some(({ kind }) => kind === 'ephemeral');
	return [
		isLost
			? danger('ephemeral', `${text}, and ${verb(joined.length, 'is', 'are')} gone for good`)
			: warning('down', text),
	];
}

function tellEnd({ kind, pod }: ContainerCase): Consequence[] {
	if (kind === 'kill-container') return [warning('no-grace', 'It is killed at once, with no grace period')];
	// the runtime sends the STOPSIGNAL of the image, where it has one: QUIT to the official nginx
	const text = `It gets TERM (or its image's stop signal), and KILL if it still runs ${selectGraceSeconds(pod)} s later`;
	return [note('grace', text)];
}

/** Only the kubelet runs hooks, and only when it is the one that ends the container. */
function tellHook({ pod, container }: ContainerCase): Consequence[] {
	if (!findSpec(pod.api, container.name)?.lifecycle?.preStop) return [];
	return [warning('hook-lost', 'Its preStop hook does not run: only the kubelet runs it')];
}

function tellOthers({ others, container, pod }: ContainerCase): Consequence[] {
	if (container.kind === 'init') return [note('stays', 'The containers after it wait; sandbox and IP stay')];
	const names = others.map(({ name }) => name);
	const ip = pod.ip === undefined ? 'IP' : `IP (${pod.ip})`;
	if (names.length === 0) return [note('stays', `Sandbox and ${ip} stay`)];
	return [note('stays', `${joinNames(names)} ${verb(names.length, 'runs', 'run')} on; sandbox and ${ip} stay`)];
}

function tellReturn({ pod, container, facts }: ContainerCase): Consequence[] {
	const { kind } = container;
	const counts = kind === 'app' || kind === 'sidecar';
	const isReady = pod.api !== undefined && isConditionTrue(pod.api, 'Ready');
	const wait = expectRestartWait(container, pod, { ...facts, outlives: false });
	const longest = wait && longestWait([wait]);
	const { restarts } = pod;
	return [
		...(counts && isReady ? [warning('services', "The pod's Services leave it out until it is Ready again")] : []),
		...(longest ? [warning('back-off', `Back-off: it waits ${longest}`)] : []),
		...(counts && restarts !== undefined && pod.api && isConditionTrue(pod.api, 'Initialized')
			? [note('restarts', `RESTARTS goes up by 1, from ${restarts} to ${restarts + 1}`)]
			: []),
	];
}
