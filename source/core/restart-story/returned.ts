import { type Episode, sandboxAfter } from './episode.ts';
import { findSuccessor } from './find-successor.ts';
import type { Life } from './life.ts';
import { kindOf, type PodFacts } from './pod-facts.ts';

/** The runs of one container that belong to the way back, oldest first. */
export function findReturns(name: string, episode: Episode, facts: PodFacts): readonly Life[] {
	const { scope, members, beganAt, overtakenAt = Infinity } = episode;
	const stage = sandboxAfter(episode);
	const member = members.findLast((life) => life.name === name);
	if (scope === 'sandbox' && member && stage?.id === episode.sandbox?.id) return nextOf(member, facts);
	if (scope === 'container' || (scope === 'all-containers' && member)) return member ? nextOf(member, facts) : [];
	const since = scope === 'sandbox' ? 0 : beganAt;
	return facts.containers.filter((life) => {
		const isStaged = stage !== undefined && life.name === name && life.sandboxId === stage.id;
		return isStaged && life.bornAt >= since && life.bornAt < overtakenAt;
	});
}

/** The first run that counts as back: of an init container one that succeeded, of any other one that started. */
export function findReturned(name: string, episode: Episode, facts: PodFacts): Life | undefined {
	const returns = findReturns(name, episode, facts);
	if (isInit(name, facts)) return returns.find(({ ended, exitCode }) => ended !== undefined && exitCode === 0);
	return returns.find(hasStarted);
}

/** Whether a run got as far as to run. */
export function hasStarted({ started, ended, witnessed, exitCode }: Life): boolean {
	return started !== undefined || (witnessed && (ended === undefined || exitCode !== undefined));
}

function isInit(name: string, facts: PodFacts): boolean {
	return kindOf(facts, name) === 'init';
}

function nextOf(member: Life, facts: PodFacts): readonly Life[] {
	// only the next one: when that fails too, it is a story of its own
	const next = findSuccessor(facts.containers, member);
	return next ? [next] : [];
}
