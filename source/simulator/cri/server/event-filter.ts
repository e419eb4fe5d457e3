import type { ContainerdEvent } from '../containerd-event.ts';
import { CriError, statusCode } from '../cri-error.ts';

/** Whether an event is wanted. */
export type EventFilter = (event: ContainerdEvent) => boolean;

type Selector = { field: string; operator: string | undefined; value: string };

/** One selector: `topic`, `topic==/tasks/exit`, `namespace!=moby`, `topic~="^/tasks/"`. */
const selectorPattern = /\s*([\w.-]+)\s*(?:(==|!=|~=)\s*("(?:[^"\\]|\\.)*"|[^,\s]+))?\s*(,|$)/y;

/**
 * Reads containerd's filters (pkg/filters): the selectors of one must all suit, and one of the filters. None: everything.
 * @throws CriError when one cannot be read
 */
export function parseEventFilters(filters: readonly string[]): EventFilter {
	const parsed = filters.map(parseSelectors);
	return (event) =>
		parsed.length === 0 || parsed.some((each) => each.every((selector) => matchSelector(event, selector)));
}

function parseSelectors(filter: string): Selector[] {
	const selectors: Selector[] = [];
	let position = 0;
	while (position < filter.length) {
		selectorPattern.lastIndex = position;
		const match = selectorPattern.exec(filter);
		if (match === null) {
			throw new CriError(
				statusCode.invalidArgument,
				`failed to parse filter ${JSON.stringify(filter)}: invalid argument`,
			);
		}
		const [whole, field = '', operator, value = ''] = match;
		selectors.push({ field, operator, value: value.startsWith('"') ? unquote(value) : value });
		position += whole.length;
	}
	return selectors;
}

function unquote(text: string): string {
	return text.slice(1, -1).replace(/\\(["\\])/g, '$1');
}

function matchSelector({ topic }: ContainerdEvent, { field, operator, value }: Selector): boolean {
	const actual = { topic, namespace: 'k8s.io' }[field];
	if (actual === undefined) return false;
	switch (operator) {
		case '==':
			return actual === value;
		case '!=':
			return actual !== value;
		case '~=':
			return new RegExp(value).test(actual);
		default:
			return actual !== '';
	}
}
