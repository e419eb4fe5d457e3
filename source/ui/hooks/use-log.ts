import { useEffect, useRef } from 'react';
import type { LogLine } from '../../core/log/log-line.ts';
import { SourceError } from '../../core/source.ts';
import type { AppEffects } from '../app-contract.ts';
import { type AppliedSearch, type LogEnd, type LogFeed, logTail } from '../state/log-view.ts';
import type { ScreenAction } from '../state/screen-action.ts';
import type { ScreenState } from '../state/screen-state.ts';

type Dispatch = (action: ScreenAction) => void;

/** Milliseconds between two frames of a log that is being written: more often nobody can read it. */
const frameEvery = 50;

/** So many lines between two frames are as many as are kept: the rest waits, so that keys are heard. */
const mostPerFrame = logTail;

/** So many lines are searched between two frames. */
const searchedPerFrame = 2_000;

/** Reads the log that is open, for as long as it is open. */
export function useLog({ overlay }: ScreenState, followLog: AppEffects['followLog'], dispatch: Dispatch): void {
	const log = overlay?.kind === 'log' ? overlay : undefined;
	const feed = log?.feed;
	const frozen = log?.frozen ?? false;
	const gate = useRef<Gate>(undefined);
	const applied = useRef<AppliedSearch>(undefined);
	applied.current = log?.search.applied;
	useEffect(() => {
		if (!feed) return;
		const controller = new AbortController();
		const reading = createReading(feed, () => applied.current, dispatch);
		gate.current = reading.gate;
		const end = (end: LogEnd) => {
			if (!controller.signal.aborted) dispatch({ type: 'log-end', feed, end });
		};
		followLog(feed.target, { follow: true, tail: logTail }, reading.emit, controller.signal).then(
			() => end({ kind: 'ended' }),
			(error: unknown) => end(describe(error)),
		);
		return () => {
			controller.abort();
			reading.close();
			gate.current = undefined;
		};
	}, [feed, followLog, dispatch]);
	useEffect(() => {
		if (feed) gate.current?.set(frozen);
	}, [feed, frozen]);
}

function describe(error: unknown): LogEnd {
	const message = error instanceof Error ? error.message : String(error);
	return { kind: 'failed', message, ...(error instanceof SourceError && { remedy: error.remedy }) };
}

/** Where a reading waits while the screen is frozen. */
type Gate = { set(closed: boolean): void };

/** Takes lines in, and tells the screen of them as often as makes sense. */
function createReading(feed: LogFeed, findSearch: () => AppliedSearch | undefined, dispatch: Dispatch) {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let sinceFrame = 0;
	let frozen = false;
	const waiting = new Set<() => void>();
	const letGo = () => {
		for (const go of waiting) go();
		waiting.clear();
	};
	const draw = () => {
		timer = undefined;
		sinceFrame = 0;
		const isSearched = findSearch()?.search.update(searchedPerFrame) ?? true;
		dispatch({ type: 'log-changed', feed });
		if (!isSearched) plan();
		if (!frozen) letGo();
	};
	const plan = () => {
		timer ??= setTimeout(draw, frameEvery);
	};
	const emit = (lines: readonly LogLine[]): void | Promise<void> => {
		feed.buffer.add(lines);
		sinceFrame += lines.length;
		plan();
		if (frozen || sinceFrame >= mostPerFrame) return new Promise((resolve) => waiting.add(resolve));
	};
	const set = (closed: boolean) => {
		frozen = closed;
		if (!closed) letGo();
	};
	const close = () => {
		clearTimeout(timer);
		letGo();
	};
	return { emit, gate: { set }, close };
}
