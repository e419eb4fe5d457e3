import type { ContainerView, SandboxView } from '../../core/node-view.ts';
import { formatAge, formatAgo } from '../../format/age.ts';
import type { Cell } from './column.ts';
import { runs } from './container-row.ts';
import { reserveAge } from './reserve-age.ts';
import { selectStatusTone } from './status-tone.ts';

/**
 * Where an incarnation stands, in the manner of `docker ps`: `Up 14s`, `Exited (137) 2m ago`. One that only the API knows
 * shows the API's reason: `ImagePullBackOff`.
 */
export function readContainerState(view: SandboxView | ContainerView, now: number): Cell {
	const { state } = view;
	switch (state) {
		case 'running':
			return { text: withAge('Up', view.startedAt, now) };
		case 'paused':
			return { text: `${withAge('Up', view.startedAt, now)} (Paused)`, short: 'Paused', tone: 'warn' };
		case 'ready':
			return { text: withAge('Ready', view.startedAt, now) };
		case 'exited':
		case 'dead':
		case 'notready':
			return readEnd(state === 'exited' ? 'Exited' : state === 'dead' ? 'Dead' : 'NotReady', view, now);
		case 'waiting':
		case 'terminated': {
			const text = ('reason' in view && view.reason) || state;
			return { text, tone: state === 'waiting' && text === state ? 'warn' : selectStatusTone(text) };
		}
		case 'created':
			return view.exitCode === undefined ? { text: 'Created', tone: 'warn' } : readEnd('Created', view, now);
		default:
			return { text: `${state.slice(0, 1).toUpperCase()}${state.slice(1)}`, tone: 'warn' };
	}
}

function withAge(word: string, since: number | undefined, now: number): string {
	return since === undefined ? word : `${word} ${formatAge(now - since)}`;
}

function readEnd(word: string, { exitCode, oomKilled, finishedAt }: SandboxView | ContainerView, now: number): Cell {
	const short = exitCode === undefined ? word : `${word} (${exitCode})`;
	const cause = oomKilled ? `${short} OOM` : short;
	const text = finishedAt === undefined ? cause : `${cause} ${formatAgo(now - finishedAt).slice(1, -1)}`;
	return { text, short, tone: exitCode ? 'bad' : 'dim' };
}

/** How wide readContainerState can get within a day. */
export function reserveContainerState(view: SandboxView | ContainerView, now: number): number {
	const { text } = readContainerState(view, now);
	const since = runs(view) ? view.startedAt : view.finishedAt;
	if (since === undefined) return text.length;
	const age = now - since;
	return text.length - formatAge(age).length + reserveAge(age);
}
