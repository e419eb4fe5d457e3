/**
 * Where two documents differ, one line for each place, with its path: `pods[default/web].containers[nginx 3ef6a7].pid`.
 * Array entries meet by what identifies them, not by position; their order is compared as well where it means something.
 * `takenAt` is not compared. A `hostNetwork` of false says the same as none.
 */
export function compareDocuments(actual: unknown, expected: unknown): string[] {
	return compareValues(actual, expected, '');
}

type Fields = Record<string, unknown>;

function compareValues(actual: unknown, expected: unknown, path: string): string[] {
	if (Array.isArray(actual) && Array.isArray(expected)) return compareLists(actual, expected, path);
	if (isFields(actual) && isFields(expected)) {
		const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
		return keys
			.filter((key) => !(path === '' && key === 'takenAt'))
			.flatMap((key) =>
				compareValues(
					withoutFalse(key, actual[key]),
					withoutFalse(key, expected[key]),
					path === '' ? key : `${path}.${key}`,
				),
			);
	}
	return Object.is(actual, expected) ? [] : [`${path}: ${toText(actual)}, but should be ${toText(expected)}`];
}

function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withoutFalse(key: string, value: unknown): unknown {
	return key === 'hostNetwork' && value === false ? undefined : value;
}

function toText(value: unknown): string {
	return value === undefined ? 'absent' : JSON.stringify(value);
}

function compareLists(actual: unknown[], expected: unknown[], path: string): string[] {
	const found = new Map(actual.map((item, index) => [identify(item, index), item]));
	const wanted = new Map(expected.map((item, index) => [identify(item, index), item]));
	const differences = found.size < actual.length ? [`${path}: an entry is there twice`] : [];
	for (const [key, item] of wanted) {
		if (found.has(key)) differences.push(...compareValues(found.get(key), item, `${path}[${key}]`));
		else differences.push(`${path}[${key}]: absent, but should be ${toText(item)}`);
	}
	for (const [key, item] of found) {
		if (!wanted.has(key)) differences.push(`${path}[${key}]: ${toText(item)}, but should be absent`);
	}
	return differences.length > 0 ? differences : compareOrder(actual, expected, path);
}

/** What tells one entry of a list from another, in words short enough for a path. */
function identify(item: unknown, index: number): string {
	if (!isFields(item)) return String(index);
	const { id, uid, kubeNamespace, name, state } = item;
	const words = [kubeNamespace === undefined ? undefined : `${kubeNamespace}/${name}`, uid].filter(isText);
	if (words.length > 0) return words.join(' ');
	return [name, id ?? (name === undefined ? state : undefined)].filter(isText).join(' ') || String(index);
}

function isText(value: unknown): value is string {
	return typeof value === 'string';
}

/**
 * Pods, sandboxes and containers have an order; sources, runtimes and what belongs to no pod have none. Containers whose
 * kind nobody knows follow the others in any order of their names.
 */
function compareOrder(actual: unknown[], expected: unknown[], path: string): string[] {
	if (!/(^|\.)(pods|sandboxes|containers)$/.test(path)) return [];
	const [found, wanted] = [toSequences(actual), toSequences(expected)];
	return [...wanted].flatMap(([group, order]) =>
		order.join() === found.get(group)?.join()
			? []
			: [`${path}: in the order ${found.get(group)}, but should be ${order}`],
	);
}

/** The identities in order, for each group that has an order of its own. */
function toSequences(items: unknown[]): Map<string, string[]> {
	const sequences = new Map<string, string[]>();
	for (const [index, item] of items.entries()) {
		const group = isFields(item) && item.kind === 'unknown' ? `unknown ${item.name}` : 'known';
		sequences.set(group, [...(sequences.get(group) ?? []), identify(item, index)]);
	}
	return sequences;
}
