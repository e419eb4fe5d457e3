import type { NodeState, SourceStatus } from '../../core/node-state.ts';
import type { ColumnSource, Tone } from '../columns/column.ts';

/** A source that is not well, for a line of its own. */
export type Notice = { name: string; status: SourceStatus; tone: Tone };

/** What is wrong, worst first. A source that is still connecting has nothing to say until it knows a reason. */
export function selectNotices(node: NodeState): Notice[] {
	const ranks = ['failed', 'degraded', 'connecting', 'unsupported'];
	return [...node.sources]
		.filter(([, status]) => status.health !== 'live' && (status.detail ?? status.remedy) !== undefined)
		.map(([name, status]) => ({ name, status, tone: healthTone(status) }))
		.sort((a, b) => ranks.indexOf(a.status.health) - ranks.indexOf(b.status.health));
}

/** How a health is meant. */
export function healthTone({ health }: Pick<SourceStatus, 'health'>): Tone {
	const tones = { live: 'good', failed: 'bad', degraded: 'warn', connecting: 'warn', unsupported: 'dim' } as const;
	return tones[health];
}

/**
 * Whose columns show what was true earlier: their source does not answer. A degraded source still answers. With several
 * runtimes the columns stay bright while one of them answers.
 */
export function selectStaleSources(node: NodeState): ReadonlySet<ColumnSource> {
	const answers = new Map<ColumnSource, boolean>();
	for (const [name, { health }] of node.sources) {
		const source = name === 'kube' || name === 'proc' ? name : 'runtime';
		answers.set(source, (answers.get(source) ?? false) || health === 'live' || health === 'degraded');
	}
	return new Set([...answers].filter(([, answering]) => !answering).map(([source]) => source));
}
