import { selectRowLog } from '../../core/log/select-log-target.ts';
import type { CommandId } from '../keymap.ts';
import { findNewerAttempt } from '../state/log-target.ts';
import { applySearch, createLogView, type LogOverlay, type LogPlace } from '../state/log-view.ts';
import type { ScreenAction } from '../state/screen-action.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { logHeight, logStyle } from '../views/log-overlay.ts';
import { selectLogWindow, stepBack, stepForward } from '../views/log-window.ts';

/** The commands over an open log. */
export function runLogCommand(id: CommandId, model: ScreenModel): readonly ScreenAction[] | undefined {
	const { overlay } = model.screen;
	if (overlay?.kind !== 'log') return undefined;
	switch (id) {
		case 'log-close':
			return [{ type: 'close-overlay' }];
		case 'log-back':
			return overlay.search.applied ? endSearch : [{ type: 'close-overlay' }];
		case 'log-wrap':
			return [{ type: 'log-wrap' }];
		case 'log-timestamps':
			return [{ type: 'log-timestamps' }];
		case 'log-freeze':
			return [{ type: 'log-frozen', frozen: !overlay.frozen }];
		case 'log-left':
		case 'log-right':
			return shift(overlay, model, id === 'log-left' ? -1 : 1);
		case 'log-reread':
			return reread(overlay, model);
		default:
			return runLogMove(id, overlay, model) ?? runSearchCommand(id, overlay, model);
	}
}

const endSearch: readonly ScreenAction[] = [{ type: 'log-search', search: { text: '', editing: false } }];

function runLogMove(id: CommandId, log: LogOverlay, model: ScreenModel): readonly ScreenAction[] | undefined {
	const { buffer } = log.feed;
	const height = logHeight(model, log);
	switch (id) {
		case 'log-top':
			return [placeAt({ line: buffer.first(), row: 0 })];
		case 'log-bottom':
			// to follow is to go on
			return [placeAt(undefined), { type: 'log-frozen', frozen: false }];
		case 'log-up':
			return [scroll(log, model, -1)];
		case 'log-down':
			return [scroll(log, model, 1)];
		case 'log-page-up':
			return [scroll(log, model, -height)];
		case 'log-page-down':
			return [scroll(log, model, height)];
		default:
			return undefined;
	}
}

function placeAt(place: LogPlace | undefined): ScreenAction {
	return { type: 'log-place', place };
}

/** At the end of the way down the newest line stays in sight again. */
function scroll(log: LogOverlay, model: ScreenModel, rows: number): ScreenAction {
	const { buffer } = log.feed;
	const style = logStyle(model, log);
	const height = logHeight(model, log);
	const { top, atEnd } = selectLogWindow(buffer, log.place, style, height);
	if (rows < 0) return placeAt(stepBack(buffer, top, style, -rows));
	if (atEnd) return placeAt(undefined);
	const place = stepForward(buffer, top, style, rows);
	return placeAt(selectLogWindow(buffer, place, style, height).atEnd ? undefined : place);
}

/** Half a screen to the side: there is nothing to the side of wrapped lines. */
function shift({ wrap, shift: now }: LogOverlay, { layout }: ScreenModel, direction: number): readonly ScreenAction[] {
	if (wrap) return [];
	const step = Math.max(1, Math.floor(layout.columns / 2));
	return [{ type: 'log-shift', shift: Math.max(0, now + direction * step) }];
}

/** From the beginning; once the container has been started again, the log of its newest attempt. */
function reread(log: LogOverlay, { view }: ScreenModel): readonly ScreenAction[] {
	const { target } = log.feed;
	const pod = view.pods.find(({ uid }) => uid === target.podUid);
	const newer = log.end && pod && findNewerAttempt(pod, target);
	const choice = newer && pod && selectRowLog(pod, newer);
	const next = choice && 'target' in choice ? choice.target : target;
	return [{ type: 'open-log', log: createLogView(next, log) }];
}

function runSearchCommand(id: CommandId, log: LogOverlay, model: ScreenModel): readonly ScreenAction[] | undefined {
	const { search } = log;
	switch (id) {
		case 'log-find':
			return [{ type: 'log-search', search: { ...search, text: '', error: undefined, editing: true } }];
		case 'log-next':
			return find(log, model, 'next');
		case 'log-previous':
			return find(log, model, 'previous');
		case 'search-accept': {
			const applied = { ...log, search: applySearch(search, log.feed.buffer) };
			return [{ type: 'log-search', search: applied.search }, ...find(applied, model, 'first')];
		}
		case 'search-cancel':
			return [{ type: 'log-search', search: { ...search, text: '', error: undefined, editing: false } }];
		case 'search-empty':
			return [{ type: 'log-typed', text: '' }];
		case 'search-erase':
			if (search.text === '') return [{ type: 'log-search', search: { ...search, editing: false } }];
			return [{ type: 'log-typed', text: [...search.text].slice(0, -1).join('') }];
		default:
			return undefined;
	}
}

/**
 * Brings the reader to the next line that has what is looked for. The first one is the nearest to what is in sight: who follows a
 * log looks backwards from its end.
 */
function find(log: LogOverlay, model: ScreenModel, way: 'first' | 'next' | 'previous'): readonly ScreenAction[] {
	const { applied } = log.search;
	if (!applied) return [];
	const { buffer } = log.feed;
	const style = logStyle(model, log);
	const height = logHeight(model, log);
	const window = selectLogWindow(buffer, log.place, style, height);
	const { search, at } = applied;
	search.update();
	const from = at ?? (way === 'previous' ? (window.last ?? 0) + 1 : (window.first ?? 0) - 1);
	const found =
		way === 'first' && !log.place
			? search.previous(buffer.end())
			: way === 'previous'
				? search.previous(from)
				: search.next(way === 'first' ? (window.first ?? 0) - 1 : from);
	if (found === undefined) return [];
	const marked = { type: 'log-search', search: { ...log.search, applied: { ...applied, at: found } } } as const;
	const { first = 0, last = -1 } = window;
	// what is in sight need not move; but it must not move away by itself either
	const isInSight = found > first && found < last;
	const place = isInSight ? window.top : stepBack(buffer, { line: found, row: 0 }, style, Math.floor(height / 3));
	return [marked, placeAt(place)];
}
