import { countFindings } from '../../core/findings/count-findings.ts';
import { escapeText } from '../../format/escape.ts';
import { truncate } from '../../format/width.ts';
import type { Segment } from '../columns/column.ts';
import { glyphsOf } from '../columns/glyphs.ts';
import { boundCommands, type Command, formatKey } from '../keymap.ts';
import type { LogOverlay } from '../state/log-view.ts';
import { modeOf } from '../state/mode.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { isUnfolded } from '../state/screen-state.ts';
import { selectRights } from '../state/select-rights.ts';
import { type Line, segmentsWidth, spreadLine } from './line.ts';

/** The last line: the filter, if any, and as many key hints as fit, the important ones first. */
export function selectFooterLine(model: ScreenModel): Line {
	const { layout, options } = model;
	const { ellipsis } = glyphsOf(options);
	const filter = [...filterWords(model), ...searchWords(model), ...markWords(model)];
	const room = layout.columns - segmentsWidth(filter) - 1;
	const hints = hintWords(model, room);
	return spreadLine(filter.length > 0 ? filter : hints, filter.length > 0 ? hints : [], layout.columns, ellipsis);
}

function hintWords(model: ScreenModel, room: number): Segment[] {
	const mode = modeOf(model);
	const shown = boundCommands(selectRights(model)).filter(
		(command) => command.mode === mode && command.footer && isOfUse(command, model),
	);
	const byRank = [...shown].sort((a, b) => rankOf(a, model) - rankOf(b, model));
	const kept = new Set<Command>();
	let left = room;
	for (const command of byRank) {
		const width = segmentsWidth(hintOf(command, model));
		if (width > left) break;
		kept.add(command);
		left -= width;
	}
	return shown.filter((command) => kept.has(command)).flatMap((command) => hintOf(command, model));
}

/** The way to findings is shown where there are any that somebody has to do something about. */
function isOfUse({ id }: Command, { node }: ScreenModel): boolean {
	return (id !== 'next-finding' && id !== 'all-findings') || countFindings(node.findings.findings) > 0;
}

/** How to get out of a frozen screen is always said. */
function rankOf({ id, footer }: Command, { screen }: ScreenModel): number {
	return id === 'freeze' && screen.frozen ? -1 : (footer?.rank ?? 0);
}

function hintOf(command: Command, model: ScreenModel): Segment[] {
	const key = formatKey(command.keys[0] ?? '', model.options);
	return [
		{ text: ` ${key}`, tone: 'accent' },
		{ text: ` ${titleOf(command, model)}  `, tone: 'dim' },
	];
}

/** A toggle names what it would do now. */
function titleOf({ id, footer }: Command, { screen, selected }: ScreenModel): string {
	const title = footer?.title ?? '';
	if (id === 'open' && selected?.kind === 'pod') return isUnfolded(screen.folds, selected.pod.uid) ? 'fold' : 'unfold';
	if (id === 'open' && selected) return 'details';
	if (id === 'fold-all') return screen.folds.unfolded ? 'fold all' : title;
	if (id === 'freeze') return screen.frozen ? 'go on' : title;
	if (id === 'usage') return screen.usage ? 'no usage' : title;
	if (screen.overlay?.kind === 'log') return logTitleOf(id, screen.overlay) ?? title;
	if (id === 'whole-node') return wholeNodeTitle(screen) ?? title;
	return title;
}

function wholeNodeTitle({ pane, wholeNode }: ScreenModel['screen']): string | undefined {
	if (pane === 'findings') return wholeNode ? "pod's findings" : 'all findings';
	return wholeNode ? "pod's events" : undefined;
}

function logTitleOf(id: Command['id'], { frozen, wrap, timestamps }: LogOverlay): string | undefined {
	if (id === 'log-freeze') return frozen ? 'go on' : undefined;
	if (id === 'log-wrap') return wrap ? 'cut' : undefined;
	return id === 'log-timestamps' && timestamps ? 'no times' : undefined;
}

/** What is typed to be looked for in a log. */
function searchWords({ screen, layout, options }: ScreenModel): Segment[] {
	if (screen.overlay?.kind !== 'log' || !screen.overlay.search.editing) return [];
	const { text, error } = screen.overlay.search;
	const { ellipsis } = glyphsOf(options);
	const room = Math.floor(layout.columns / 2) - 4;
	return [
		{ text: ' /', tone: 'accent' },
		{ text: truncate(escapeText(text), room, { ellipsis }), tone: 'strong' },
		{ text: ' ', tone: 'badge' },
		...(error === undefined
			? []
			: [{ text: truncate(`  ${escapeText(error)}`, room, { ellipsis }), tone: 'bad' as const }]),
		{ text: '   ' },
	];
}

function filterWords({ screen, pods, view, layout, options }: ScreenModel): Segment[] {
	const { text, applied, editing, error } = screen.filter;
	if (screen.overlay || screen.sheet || (!editing && applied === '')) return [];
	const { ellipsis } = glyphsOf(options);
	const typed = truncate(escapeText(text), Math.floor(layout.columns / 2), { ellipsis });
	const count = `  ${pods.length} of ${view.pods.length} pods`;
	return [
		{ text: ' /', tone: 'accent' },
		{ text: typed, tone: 'strong' },
		...(editing ? [{ text: ' ', tone: 'badge' as const }] : []),
		error
			? { text: truncate(`  ${escapeText(error)}`, Math.floor(layout.columns / 2) - 4, { ellipsis }), tone: 'bad' }
			: { text: count, tone: 'dim' },
		...(editing
			? []
			: [
					{ text: '  esc', tone: 'accent' as const },
					{ text: ' clears', tone: 'dim' as const },
				]),
		{ text: '   ' },
	];
}

/** How many rows the next action is meant for, also those that the filter hides. */
function markWords({ screen, marked, pods }: ScreenModel): Segment[] {
	if (screen.overlay || screen.sheet || !screen.marks || screen.filter.editing || marked.length === 0) return [];
	const { kind } = screen.marks;
	const hidden = marked.filter(({ pod }) => !pods.some(({ uid }) => uid === pod.uid)).length;
	return [
		{ text: ` ${marked.length} ${kind}${marked.length === 1 ? '' : 's'} marked`, tone: 'strong' },
		...(hidden > 0 ? [{ text: `, ${hidden} not shown`, tone: 'warn' as const }] : []),
		...(screen.filter.applied === ''
			? [
					{ text: '  esc', tone: 'accent' as const },
					{ text: ' unmarks', tone: 'dim' as const },
				]
			: []),
		{ text: '   ' },
	];
}
