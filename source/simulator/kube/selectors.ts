import type { KubeObject } from './kube-object.ts';

export type Selector = (object: KubeObject) => boolean;

/** A selector that cannot be read; the message is the API server's. */
export class SelectorError extends Error {}

/** `spec.nodeName=x,status.phase!=Running`. @throws SelectorError */
export function parseFieldSelector(text: string | null): Selector {
	const terms = (text ?? '').split(',').filter((term) => term !== '');
	const tests = terms.map((term): Selector => {
		const match = /^([^=!]+)(==|=|!=)(.*)$/.exec(term);
		if (match === null) throw new SelectorError(`invalid selector: '${term}'; can't understand '${term}'`);
		const [, path = '', operator, wanted] = match;
		return (object) => (String(readField(object, path) ?? '') === wanted) === (operator !== '!=');
	});
	return (object) => tests.every((test) => test(object));
}

/** `a=b,c!=d,e,!f,g in (h,i),j notin (k)`. @throws SelectorError */
export function parseLabelSelector(text: string | null): Selector {
	// Commas inside parentheses do not separate terms.
	const terms = (text ?? '').match(/(?:[^,(]|\([^)]*\))+/g) ?? [];
	const tests = terms.map((term) => parseLabelTerm(term.trim()));
	return (object) => tests.every((test) => test(object.metadata.labels ?? {}));
}

function parseLabelTerm(term: string): (labels: Readonly<Record<string, string>>) => boolean {
	const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(term);
	if (set !== null) {
		const values = (set[3] ?? '').split(',').map((value) => value.trim());
		return (labels) => values.includes(labels[set[1] ?? ''] ?? '') === (set[2] === 'in');
	}
	const equal = /^([^=!\s]+)\s*(==|=|!=)\s*(\S*)$/.exec(term);
	if (equal !== null) return (labels) => (labels[equal[1] ?? ''] === equal[3]) === (equal[2] !== '!=');
	const bare = /^(!?)([^=!\s]+)$/.exec(term);
	if (bare === null) throw new SelectorError(`unable to parse requirement: ${term}`);
	return (labels) => (bare[2] ?? '') in labels === (bare[1] === '');
}

function readField(object: KubeObject, path: string): unknown {
	let value: unknown = object;
	for (const part of path.split('.')) {
		if (typeof value !== 'object' || value === null) return undefined;
		value = (value as Record<string, unknown>)[part];
	}
	return value;
}
