import type { Finding } from '../../core/findings/finding.ts';
import type { ContainerView, PodView, UnmatchedView } from '../../core/node-view.ts';

/** Tells whether a text (several lines: one fact a line) is wanted. */
export type Matcher = (facts: string) => boolean;

/** What an empty filter comes to. */
export const matchesAll: Matcher = () => true;

/**
 * Reads a filter: a regular expression, a leading `!` inverts it. Lower case matches either case, as in vim's smartcase.
 * An empty filter lets everything through.
 */
export function parseFilter(text: string): { matches: Matcher } | { error: string } {
	const inverted = text.startsWith('!');
	const source = inverted ? text.slice(1) : text;
	if (source === '') return { matches: matchesAll };
	try {
		const pattern = new RegExp(source, /\p{Lu}/u.test(source) ? 'mu' : 'imu');
		return { matches: (facts) => pattern.test(facts) !== inverted };
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		return { error: reason.replace(/^Invalid regular expression: .*\/[a-z]*: /s, '').toLowerCase() };
	}
}

/** What a pod can be found by: namespace and name, status, IP, containers, ids, images; `finding critical stuck-terminating`. */
export function podFacts(pod: PodView, findings: readonly Finding[] = []): string {
	const containers = pod.containers.flatMap((container: ContainerView) => [
		container.name,
		container.id,
		container.image,
	]);
	const sandboxes = pod.sandboxes.map(({ id }) => id);
	const facts = [
		`${pod.kubeNamespace}/${pod.name}`,
		pod.status,
		pod.ip,
		...containers,
		...sandboxes,
		...findings.map(findingFact),
	];
	return facts.filter((fact) => fact !== undefined).join('\n');
}

/** What is only worth knowing is found by its name, not among the findings. */
function findingFact({ rule, severity }: Finding): string {
	return severity === 'info' ? `info ${rule}` : `finding ${severity} ${rule}`;
}

/** What a container without a pod can be found by. */
export function unmatchedFacts({ name, id, image, state, runtime }: UnmatchedView): string {
	return [name, id, image, state, runtime].filter((fact) => fact !== undefined).join('\n');
}
