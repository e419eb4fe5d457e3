import type { Readable } from 'node:stream';
import { parseDockerEventLine } from '../../core/docker-event.ts';
import { SourceError } from '../../core/source.ts';

/** What one piece of the stream held. */
export type EventLines = {
	events: readonly unknown[];
	/** How many whole lines were not JSON. */
	malformed: number;
};

/** A line longer than this is no event. A pod's annotations, sent along with each, are limited to 256 KiB. */
const longestLine = 4 * 1024 * 1024;

/**
 * Splits the stream of `GET /events` into its JSON lines. Ends when the stream ends; a line that was cut off by that is
 * dropped, as it is asked for again with `since`. Destroys the stream when left early.
 */
export async function* readEventLines(stream: Readable): AsyncGenerator<EventLines> {
	const decoder = new TextDecoder();
	let rest = '';
	for await (const chunk of stream) {
		const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
		rest = lines.pop() ?? '';
		if (rest.length > longestLine) {
			throw new SourceError("Docker's event stream cannot be read", { remedy: 'is it a Docker socket? docker events' });
		}
		if (lines.length > 0) yield parseLines(lines);
	}
}

function parseLines(lines: readonly string[]): EventLines {
	const events: unknown[] = [];
	let malformed = 0;
	for (const line of lines) {
		if (line.trim() === '') continue;
		try {
			events.push(parseDockerEventLine(line));
		} catch {
			malformed++;
		}
	}
	return { events, malformed };
}
