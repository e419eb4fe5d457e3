import type { LinuxNamespaces } from '../linux-namespace.ts';
import { latestOf, type Stamp } from './stamp.ts';

/** How a run ended, as far as anybody told. */
export type LifeEnd = { exitCode?: number; signal?: number; oomKilled?: boolean };

/**
 * One run of a sandbox or container, put together from all that was told of it. An id has more than one only where somebody
 * started the same container again (`docker restart`): the kubelet never does.
 */
export type Life = LifeEnd & {
	id: string;
	/** 0 for the first run of this id. */
	run: number;
	role: 'sandbox' | 'container';
	/** Of a container. */
	name?: string;
	attempt?: number;
	sandboxId?: string;
	/** Only of the first run. */
	created?: Stamp;
	started?: Stamp;
	/** Also set when its record is gone and nobody told of an end: then it is when that was noticed. */
	ended?: Stamp;
	/** Its record has been removed. */
	removed?: Stamp;
	/** When it came to be, as well as is known: it orders the runs of one name. */
	bornAt: number;
	/** Whether it was seen to live, or to end: then its end is news and not the past. */
	witnessed: boolean;
	/** Host pid; only of the newest run of the id. */
	pid?: number;
	linuxNamespaces?: LinuxNamespaces;
};

/**
 * Older first. Where a listing has whole seconds only, the attempt decides within the second; it does not decide alone, because it
 * starts at 0 again after the dead one was removed (recording docker-rm).
 */
export function compareLives(a: Life, b: Life): number {
	if (a.id === b.id) return a.run - b.run;
	const seconds = Math.floor(a.bornAt / 1000) - Math.floor(b.bornAt / 1000);
	return seconds || (a.attempt ?? 0) - (b.attempt ?? 0) || a.bornAt - b.bornAt || (a.id < b.id ? -1 : 1);
}

/** Whether it ran just before `time`. One that ended in that very moment did. */
export function ranBefore(life: Life, time: number): boolean {
	if (life.bornAt >= time || (life.started && life.started.at >= time)) return false;
	return life.ended === undefined || latestOf(life.ended) >= time;
}

/** Whether both are the same run. */
export function isSameRun(a: Life, b: Life): boolean {
	return a.id === b.id && a.run === b.run;
}

/** When a run ended; undefined while it lives. */
export function endOf(life: Life): number | undefined {
	return life.ended?.at;
}
