import type { NodeState } from '../core/node-state.ts';
import { escapeText } from '../format/escape.ts';

/** What is wrong with the sources, a line each, for stderr. Empty when all is well. */
export function reportSources(state: NodeState): string {
	let text = '';
	for (const [name, { health, detail, remedy }] of state.sources) {
		if (health === 'live') continue;
		text += `pausetop: ${name} ${health}${detail ? `: ${escapeText(detail)}` : ''}\n`;
		if (remedy) text += `  next: ${escapeText(remedy)}\n`;
	}
	return text;
}

/** Whether a source's part is missing altogether. `degraded` ones have said what little is missing. */
export function hasFailedSource(state: NodeState): boolean {
	return [...state.sources.values()].some(({ health }) => health !== 'live' && health !== 'degraded');
}
