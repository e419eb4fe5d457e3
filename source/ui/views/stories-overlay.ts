import type { RestartStory } from '../../core/restart-story/restart-story.ts';
import { podStoryLimit } from '../../core/restart-story/tell-stories.ts';
import { escapeText } from '../../format/escape.ts';
import type { Segment } from '../columns/column.ts';
import { fitColumns } from '../columns/fit-columns.ts';
import { glyphsOf } from '../columns/glyphs.ts';
import { packFacts } from '../columns/pack-facts.ts';
import { type StoryRow, storyColumns } from '../columns/story-columns.ts';
import type { Location } from '../state/locate.ts';
import { locateStory } from '../state/locate-story.ts';
import type { ScreenModel } from '../state/screen-model.ts';
import { type CellStyle, drawCells, drawTitles, measureColumns } from './cells.ts';
import { emptyLine, type Line, segmentsWidth, selectLine, spreadLine, textLine } from './line.ts';
import { isCutShort } from './unkept-text.ts';

/** The node's stories: how many of which pod, then one a line, with a cursor. */
export function selectStoriesOverlay(model: ScreenModel): Line[] {
	const { layout, options } = model;
	const { stories } = model.stories;
	const glyphs = glyphsOf(options);
	const location = locateInOverlay(model);
	const title = drawTitle(model, location);
	const rule = textLine(glyphs.rule.repeat(layout.columns), 'dim');
	if (stories.length === 0) return [title, rule, textLine(' no restart has been seen so far', 'dim')];
	const counts = selectCounts(model).map((line) => textLine(` ${line}`));
	return [title, rule, ...counts, emptyLine, ...drawTable(model, location)];
}

function drawTitle(model: ScreenModel, { index }: Location): Line {
	const { layout, options, stories } = model;
	const { length } = stories.stories;
	const facts = [...(length > 0 ? [`${index + 1} of ${length}`] : []), ...describeMissing(model)];
	const left: Segment[] = [{ text: ' Restarts on this node', tone: 'strong' }];
	const room = layout.columns - segmentsWidth(left) - 3;
	const [place = ''] = packFacts(facts, room, ', ');
	const right: Segment = { text: `${place} `, tone: 'dim' };
	return spreadLine(left, [right], layout.columns, glyphsOf(options).ellipsis);
}

/** What is not listed here: what is too much for one list, what was too much for one pod, and what is long gone. */
function describeMissing({ stories: { dropped, byPod }, node }: ScreenModel): string[] {
	let cutShort = 0;
	for (const [uid, stories] of byPod) if (isCutShort(stories, node.histories.get(uid))) cutShort++;
	const { forgottenPods = 0 } = node;
	return [
		...(dropped > 0 ? [`${dropped} older ones left out`] : []),
		...(cutShort > 0 ? [`the newest ${podStoryLimit} only of ${countPods(cutShort)}`] : []),
		...(forgottenPods > 0 ? [`${countPods(forgottenPods)} long gone forgotten`] : []),
	];
}

function countPods(count: number): string {
	return `${count} ${count === 1 ? 'pod' : 'pods'}`;
}

/** Where the cursor is, and the first story in sight. */
export function locateInOverlay(model: ScreenModel): Location {
	const { overlay } = model.screen;
	const cursor = overlay?.kind === 'stories' ? overlay.cursor : undefined;
	return locateStory(model.stories.stories, cursor, storiesHeight(model));
}

/** How many stories are in sight at once. */
export function storiesHeight(model: ScreenModel): number {
	// header, title, rule, an empty line, the titles of the columns, footer
	return Math.max(1, model.layout.rows - 6 - selectCounts(model).length);
}

/** Whose stories they are, the most restarted first; as many as fit, and how many more there are. */
function selectCounts({ stories, layout }: ScreenModel): string[] {
	const pods = [...stories.byPod.values()].filter(({ length }) => length > 0).sort((a, b) => b.length - a.length);
	const facts = pods.flatMap(([first, ...others]) => (first ? [formatCount(first, [first, ...others])] : []));
	const most = layout.rows < 20 ? 1 : 2;
	const lines = packFacts(facts, layout.columns - 2, '   ');
	if (lines.length <= most) return lines;
	for (let shown = facts.length - 1; shown > 0; shown--) {
		const some = packFacts(
			[...facts.slice(0, shown), `and ${facts.length - shown} more pods`],
			layout.columns - 2,
			'   ',
		);
		if (some.length <= most) return some;
	}
	return [`${facts.length} pods`];
}

/** `pause-test2 4 (2 recycles)`. */
function formatCount({ pod }: RestartStory, stories: readonly RestartStory[]): string {
	const recycles = stories.filter(({ scope }) => scope === 'sandbox').length;
	const words = recycles === 0 ? '' : ` (${recycles} recycle${recycles === 1 ? '' : 's'})`;
	return `${escapeText(pod)} ${stories.length}${words}`;
}

function drawTable(model: ScreenModel, { index, top }: Location): Line[] {
	const { layout, options, node, stories } = model;
	const { columns } = layout;
	const glyphs = glyphsOf(options);
	const toRow = (story: RestartStory): StoryRow => ({ story, utc: options.utc ?? false });
	const context = { now: node.now, ascii: options.ascii };
	const gap = columns < 60 ? 1 : 2;
	const style: CellStyle = { context, gap, ellipsis: glyphs.ellipsis, stale: new Set() };
	const rows = stories.stories.slice(top, top + storiesHeight(model)).map(toRow);
	const places = fitColumns(measureColumns(storyColumns, rows, context), columns - 2, { gap, wide: false });
	return [
		{ segments: [{ text: ' ' }, ...drawTitles(places, gap, glyphs.ellipsis)] },
		...rows.map((row, offset) => {
			const line: Line = { segments: [{ text: ' ' }, ...drawCells(row, places, style)] };
			return top + offset === index ? selectLine(line, columns, options.color ? '' : glyphs.marker) : line;
		}),
	];
}
