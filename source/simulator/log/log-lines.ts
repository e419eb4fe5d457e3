import type { Behaviour } from '../behaviour.ts';
import type { Moment } from '../moment.ts';

/** One run of a container, as far as its log is concerned. */
export type LogRun = {
	/** Of the container: what chance depends on. */
	id: string;
	started: Moment;
	/** Absent while it runs. */
	finished?: Moment;
	behaviour: Behaviour;
	/** It goes on to print by itself. */
	chatty: boolean;
};

export type SimulatedLogLine = { at: Moment; stream: 'stdout' | 'stderr'; text: string };

/** What is kept of a long run, lines. */
const longest = 400;

/** All that a container has printed until a moment, oldest first. A pure function of time: nothing needs to be remembered. */
export function listLogLines(run: LogRun, now: number): SimulatedLogLine[] {
	const { started, finished, behaviour } = run;
	const until = Math.min(now, finished?.at ?? now);
	// The first lines of a program come at once: all of them, however short it lived.
	const first = (behaviour.logs ?? []).map((text, index) =>
		readLine(text, moveMoment(started, Math.min(index, until - started.at))),
	);
	const turns = countTurns(run, until);
	const from = Math.max(1, turns - longest + 1);
	const later = Array.from({ length: Math.max(0, turns - from + 1) }, (_, index) => createTurn(run, from + index));
	return [...first, ...later];
}

/** When the next line will be printed; undefined when none will. */
export function findNextLine(run: LogRun, now: number): number | undefined {
	if (run.finished !== undefined || !speaks(run)) return undefined;
	return chooseTime(run, countTurns(run, now) + 1);
}

function speaks({ chatty, behaviour: { chatter } }: LogRun): boolean {
	return chatty && chatter !== undefined && chatter.lines.length > 0;
}

function countTurns(run: LogRun, until: number): number {
	const { every = 1 } = run.behaviour.chatter ?? {};
	if (!speaks(run)) return 0;
	const turn = Math.floor((until - run.started.at) / every);
	return turn > 0 && chooseTime(run, turn) > until ? turn - 1 : Math.max(0, turn);
}

function createTurn(run: LogRun, turn: number): SimulatedLogLine {
	const lines = run.behaviour.chatter?.lines ?? [];
	return readLine(
		lines[(turn - 1) % lines.length] ?? '',
		moveMoment(run.started, chooseTime(run, turn) - run.started.at),
	);
}

/** Within the first half of its turn. */
function chooseTime({ id, started, behaviour }: LogRun, turn: number): number {
	const { every = 1 } = behaviour.chatter ?? {};
	const chance = (Number.parseInt(id.slice(0, 6), 16) * (turn + 1)) % 997;
	return started.at + turn * every + Math.floor(((every / 2) * chance) / 997);
}

function readLine(text: string, at: Moment): SimulatedLogLine {
	return text.startsWith('!') ? { at, stream: 'stderr', text: text.slice(1) } : { at, stream: 'stdout', text };
}

/** So many milliseconds later, with the same nanoseconds below them. */
function moveMoment({ at, text }: Moment, milliseconds: number): Moment {
	if (milliseconds <= 0) return { at, text };
	const moved = at + milliseconds;
	return { at: moved, text: `${new Date(moved).toISOString().slice(0, -1)}${text.slice(-7)}` };
}
