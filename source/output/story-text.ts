import type { LinuxNamespaces } from '../core/linux-namespace.ts';
import type { RestartStory } from '../core/restart-story/restart-story.ts';
import { escapeText } from '../format/escape.ts';
import { truncate } from '../format/width.ts';
import { drawStory } from '../ui/columns/story-waterfall.ts';

export type StoryTextOptions = {
	/** How wide the lines may be; bars are drawn from 100 on. */
	columns: number;
	/** Times of day in UTC instead of the local time zone. */
	utc: boolean;
	/** Only ASCII signs. */
	ascii?: boolean;
	/** Milliseconds since the epoch, for a story that still runs. Without it, it is told up to the last thing that happened. */
	now?: number;
	/** The host's inodes, where known: what is the host's has not been made anew. */
	hostNamespaces?: LinuxNamespaces;
};

/** A story as `pausetop restart` prints it: the pod, then the waterfall of the screen without colours. Ends with a line break. */
export function formatStoryText(story: RestartStory, options: StoryTextOptions): string {
	const now = options.now ?? lastTime(story);
	const style = { ...options, ascii: options.ascii ?? false, now };
	const ellipsis = style.ascii ? '~' : '…';
	const pod = truncate(escapeText(`${story.kubeNamespace}/${story.pod}`), options.columns - 1, { ellipsis });
	const lines = drawStory(story, style).map((segments) =>
		segments
			.map(({ text }) => text)
			.join('')
			.trimEnd(),
	);
	return `${[` ${pod}`, ...lines].join('\n')}\n`;
}

function lastTime({ beganAt, endedAt, steps }: RestartStory): number {
	const times = steps.flatMap(({ at, until }) => [at ?? beganAt, until ?? beganAt]);
	return Math.max(beganAt, endedAt ?? beganAt, ...times);
}
