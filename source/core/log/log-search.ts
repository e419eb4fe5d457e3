import type { LogBuffer } from './log-buffer.ts';
import type { LogPattern } from './log-pattern.ts';

/** A search over a buffer that grows: each line is looked at once. */
export type LogSearch = {
	/**
	 * Looks at lines that it has not seen, at most so many (all unless given), newest part last. True when it has seen all: call it
	 * again otherwise, later.
	 */
	update(atMost?: number): boolean;
	/** Numbers of the lines that match and are still there, ascending. */
	matches(): readonly number[];
	/** The nearest match after `from`, or from the beginning again when there is none. */
	next(from: number): number | undefined;
	/** The nearest match before `from`, or from the end again. */
	previous(from: number): number | undefined;
};

export function createLogSearch(buffer: Pick<LogBuffer, 'first' | 'end' | 'line'>, pattern: LogPattern): LogSearch {
	let found: number[] = [];
	let seen = 0;
	const current = () => {
		const first = buffer.first();
		const gone = found.findIndex((number) => number >= first);
		if (gone !== 0) found = gone < 0 ? [] : found.slice(gone);
		return found;
	};
	return {
		update(atMost = Number.POSITIVE_INFINITY) {
			seen = Math.max(seen, buffer.first());
			const until = Math.min(buffer.end(), seen + atMost);
			for (; seen < until; seen++) {
				const line = buffer.line(seen);
				if (line && pattern.matches(line.text)) found.push(seen);
			}
			return seen === buffer.end();
		},
		matches: current,
		next: (from) => current().find((number) => number > from) ?? current()[0],
		previous: (from) => current().findLast((number) => number < from) ?? current().at(-1),
	};
}
