import { findSignalName } from '../../core/describe-event.ts';
import type { TimelineEntry } from '../../core/node-state.ts';
import { formatClock } from '../../format/clock.ts';
import type { Cell, Column, Tone } from './column.ts';
import { glyphsOf } from './glyphs.ts';
import { formatSourceLabel } from './source-label.ts';

/** An event, and how the reader wants it told. */
export type TimelineRow = {
	entry: TimelineEntry;
	utc: boolean;
	/** Whether the pod must be named, because the list is not about one. */
	namesPod: boolean;
};

/** The timeline, one event a line. */
export const timelineColumns: readonly Column<TimelineRow>[] = [
	{
		id: 'time',
		title: 'TIME',
		align: 'left',
		priority: 0,
		absent: '',
		source: 'runtime',
		minWidth: 8,
		reserve: () => 12,
		read: ({ entry, utc }) => {
			const short = formatClock(entry.at, { utc });
			const text = isCoarse(entry) ? short : formatClock(entry.at, { utc, milliseconds: true });
			return { text, short, tone: 'dim' };
		},
	},
	{
		id: 'source',
		title: 'SOURCE',
		align: 'left',
		priority: 5,
		absent: '',
		source: 'runtime',
		reserve: () => 6,
		read: ({ entry }) => ({ text: formatSourceLabel(entry.source), tone: 'dim' }),
	},
	{
		id: 'type',
		title: 'TYPE',
		align: 'left',
		priority: 0,
		absent: '',
		source: 'runtime',
		minWidth: 14,
		reserve: ({ entry }) => Math.max(14, entry.type.length),
		read: ({ entry }) => ({ text: entry.type, tone: selectEventTone(entry) }),
	},
	{
		id: 'object',
		title: 'OBJECT',
		align: 'left',
		priority: 3,
		absent: '',
		source: 'runtime',
		minWidth: 12,
		read: ({ entry, namesPod }) => readObject(entry, namesPod),
	},
	{
		id: 'message',
		title: 'MESSAGE',
		align: 'left',
		priority: 4,
		absent: '',
		source: 'runtime',
		minWidth: 12,
		read: ({ entry }, context) => ({
			text: [formatCount(entry, glyphsOf(context).times), formatMessage(entry)].filter(Boolean).join(' '),
		}),
	},
];

/** Kubernetes events have whole seconds: milliseconds would be made up. */
function isCoarse(entry: TimelineEntry): boolean {
	return (entry.resolution ?? 1) >= 1000;
}

function selectEventTone(entry: TimelineEntry): Tone {
	if (entry.type === 'oom') return 'bad';
	if (entry.severity === 'warning' || entry.exitCode) return 'warn';
	return 'plain';
}

/** `nginx #1`, `pause #0`, `pod`; with the pod before it where several are listed. */
function readObject(entry: TimelineEntry, namesPod: boolean): Cell {
	const name = entry.role === 'sandbox' ? 'pause' : entry.container;
	const incarnation = name && (entry.attempt === undefined ? name : `${name} #${entry.attempt}`);
	if (!entry.pod) return { text: incarnation ?? '' };
	if (!namesPod) return { text: incarnation ?? 'pod' };
	const short = incarnation ? `${entry.pod} ${incarnation}` : entry.pod;
	return { text: entry.kubeNamespace ? `${entry.kubeNamespace}/${short}` : short, short };
}

function formatCount(entry: TimelineEntry, times: string): string {
	return entry.count !== undefined && entry.count > 1 ? `${times}${entry.count}` : '';
}

function formatMessage({ exitCode, signal, message }: TimelineEntry): string {
	const words = [];
	if (exitCode !== undefined) words.push(`exit ${exitCode}`);
	const name = signal === undefined ? undefined : findSignalName(signal);
	if (signal !== undefined) words.push(`signal ${signal}${name ? ` (${name})` : ''}`);
	if (message) words.push(message);
	return words.join(', ');
}
