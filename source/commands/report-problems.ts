import type { PodInside } from '../core/inside/pod-inside.ts';
import { SourceError } from '../core/source.ts';
import { escapeText } from '../format/escape.ts';

type Problem = { detail: string; remedy?: string };

/** What could not be read inside pods, a line each, every remedy once, for stderr. Empty when all was. */
export function reportInsides(insides: readonly { name: string; inside: PodInside }[]): string {
	const problems = insides.flatMap(({ name, inside }) =>
		listProblems(inside).map(({ detail, remedy }) => ({ detail: `${name}: ${detail}`, remedy })),
	);
	const byRemedy = Map.groupBy(problems, ({ remedy }) => remedy);
	return [...byRemedy].map(([remedy, group]) => describe(group, remedy)).join('');
}

/** Whether anything of it is missing. */
export function isIncomplete(inside: PodInside): boolean {
	return listProblems(inside).length > 0;
}

/** What keeps anything at all from being read, for stderr. Throws on what no source said. */
export function reportFailure(error: unknown): string {
	if (!(error instanceof SourceError)) throw error;
	return describe([{ detail: error.message }], error.remedy);
}

function listProblems({ problems, sockets }: PodInside): Problem[] {
	const owners = sockets?.ownersUnknown;
	return [...problems, ...(owners ? [{ detail: owners.reason, remedy: owners.remedy }] : [])];
}

function describe(problems: readonly Problem[], remedy: string | undefined): string {
	const lines = problems.map(({ detail }) => `pausetop: ${escapeText(detail)}\n`).join('');
	return remedy === undefined ? lines : `${lines}  next: ${escapeText(remedy)}\n`;
}
