import type { CommandId } from '../keymap.ts';
import { paneIds } from '../state/pane-id.ts';
import type { ScreenAction } from '../state/screen-action.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { findTimelineEnd } from '../state/select-timeline.ts';
import { panes } from '../views/panes.ts';

/** The commands about what stands below the table. */
export function runPaneCommand(id: CommandId, model: ScreenModel): readonly ScreenAction[] | undefined {
	switch (id) {
		case 'next-pane':
			return [switchPane(model, 1)];
		case 'previous-pane':
			return [switchPane(model, -1)];
		case 'pane-up':
			return [scrollPane(model, -1)];
		case 'pane-down':
			return [scrollPane(model, 1)];
		case 'follow':
			return [{ type: 'timeline-anchor', anchor: model.screen.timelineAnchor ? undefined : anchorAt(model, -1) }];
		case 'whole-node':
			return [{ type: 'whole-node' }];
		default:
			return undefined;
	}
}

/** On a low terminal the table is one of the stations of the round. */
function switchPane({ screen, layout }: ScreenModel, step: 1 | -1): ScreenAction {
	const stations = layout.short ? paneIds.length + 1 : paneIds.length;
	const now = layout.short && !screen.paneInFront ? paneIds.length : paneIds.indexOf(screen.pane);
	const next = (now + step + stations) % stations;
	return { type: 'pane', pane: paneIds[next] ?? screen.pane, inFront: next < paneIds.length && layout.short };
}

function scrollPane(model: ScreenModel, step: number): ScreenAction {
	const { screen, layout, events } = model;
	if (screen.pane !== 'timeline') {
		const last = Math.max(0, panes[screen.pane].countLines(model) - layout.pane);
		return { type: 'pane-scroll', scroll: Math.min(last, Math.max(0, screen.paneScroll + step)) };
	}
	const end = findTimelineEnd(events, screen.timelineAnchor, layout.pane) + step;
	const index = Math.max(Math.min(end, events.length), Math.min(layout.pane, events.length));
	return { type: 'timeline-anchor', anchor: index >= events.length ? undefined : anchorAt(model, index - 1) };
}

function anchorAt({ events }: ScreenModel, index: number) {
	const entry = events.at(index);
	return entry && { key: entry.key, order: entry.order };
}
