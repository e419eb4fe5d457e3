import type { PaneId } from '../state/pane-id.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { countFindingsLines, selectFindingsLines, selectFindingsTitle } from './findings-pane.ts';
import type { Line } from './line.ts';
import { countNamespaceLines, selectNamespaceLines, selectNamespaceTitle } from './namespaces-pane.ts';
import { countProcessLines, selectProcessLines, selectProcessTitle } from './processes-pane.ts';
import { countRestartsLines, selectRestartsLines, selectRestartsTitle } from './restarts-pane.ts';
import { countSocketLines, selectSocketLines, selectSocketTitle } from './sockets-pane.ts';
import { countTimelineLines, selectTimelineLines, selectTimelineTitle } from './timeline-pane.ts';

/** What can stand below the table. */
export type Pane = {
	/** On its tab. */
	title: string;
	/** What it shows at the moment, beside the tabs. */
	about(model: ScreenModel): string;
	/** At most `model.layout.pane` lines. */
	lines(model: ScreenModel): Line[];
	/** How many there would be with room for all. */
	countLines(model: ScreenModel): number;
};

/** The panes by their ids, which stand in state/pane-id.ts in the order of the tabs. */
export const panes: Readonly<Record<PaneId, Pane>> = {
	namespaces: {
		title: 'Namespaces',
		about: selectNamespaceTitle,
		lines: selectNamespaceLines,
		countLines: countNamespaceLines,
	},
	processes: {
		title: 'Processes',
		about: selectProcessTitle,
		lines: selectProcessLines,
		countLines: countProcessLines,
	},
	sockets: {
		title: 'Sockets',
		about: selectSocketTitle,
		lines: selectSocketLines,
		countLines: countSocketLines,
	},
	timeline: {
		title: 'Timeline',
		about: selectTimelineTitle,
		lines: selectTimelineLines,
		countLines: countTimelineLines,
	},
	restarts: {
		title: 'Restarts',
		about: selectRestartsTitle,
		lines: selectRestartsLines,
		countLines: countRestartsLines,
	},
	findings: {
		title: 'Findings',
		about: selectFindingsTitle,
		lines: selectFindingsLines,
		countLines: countFindingsLines,
	},
};
