import type { RestartStory } from '../../core/restart-story/restart-story.ts';
import { formatAge } from '../../format/age.ts';
import { formatClock } from '../../format/clock.ts';
import { formatDuration, formatElapsed } from '../../format/duration.ts';
import type { Cell, Column, ColumnContext } from './column.ts';
import { glyphsOf } from './glyphs.ts';
import { describeStatus, describeWhat, describeWhy, describeWhyShort, storyTone } from './story-words.ts';

/** A story, and how the reader wants times told. */
export type StoryRow = { story: RestartStory; utc: boolean };

type StoryColumn = Column<StoryRow>;

const common = { align: 'left', absent: '', source: 'runtime' } as const;

/** The node-wide list of stories, one a line. */
export const storyColumns: readonly StoryColumn[] = [
	{
		...common,
		id: 'when',
		title: 'WHEN',
		priority: 0,
		minWidth: 8,
		reserve: () => '12:04:31 (5m30s ago)'.length,
		read: readWhen,
	},
	{
		...common,
		id: 'object',
		title: 'POD',
		priority: 0,
		minWidth: 11,
		read: ({ story }) => ({ text: `${story.kubeNamespace}/${story.pod}`, short: story.pod }),
	},
	{
		...common,
		id: 'what',
		title: 'WHAT',
		priority: 1,
		minWidth: 12,
		comfort: 'recycle #0 > #1'.length,
		read: ({ story }, context) => ({ text: describeWhat(story, glyphsOf(context)) }),
	},
	{
		...common,
		id: 'why',
		title: 'WHY',
		priority: 4,
		minWidth: 14,
		read: ({ story }) => ({ text: describeWhy(story), short: describeWhyShort(story) }),
	},
	{
		...common,
		id: 'took',
		title: 'TOOK',
		align: 'right',
		priority: 3,
		reserve: () => 6,
		read: readTook,
	},
	{
		...common,
		id: 'status',
		title: 'STATUS',
		priority: 2,
		reserve: () => 'overtaken'.length,
		read: ({ story }) => ({ text: describeStatus(story), tone: storyTone(story) }),
	},
];

const day = 24 * 3_600_000;

function readWhen({ story, utc }: StoryRow, { now }: ColumnContext): Cell {
	const ago = `${formatAge(now - story.beganAt)} ago`;
	if (now - story.beganAt >= day) return { text: ago, tone: 'dim' };
	const short = formatClock(story.beganAt, { utc });
	return { text: `${short} (${ago})`, short, tone: 'dim' };
}

function readTook({ story }: StoryRow, { now }: ColumnContext): Cell | undefined {
	if (story.status === 'running') return { text: formatElapsed(now - story.beganAt), tone: 'warn' };
	return story.endedAt === undefined ? undefined : { text: formatDuration(story.endedAt - story.beganAt) };
}
