import { expect, test } from 'vitest';
import type { Health } from '../../../source/core/health.ts';
import { emptyState } from '../../../source/store/reduce.ts';
import { selectNotices, selectStaleSources } from '../../../source/ui/state/select-notices.ts';

const node = (healths: Record<string, Health>, detail?: string) => ({
	...emptyState,
	sources: new Map(Object.entries(healths).map(([name, health]) => [name, { health, since: 0, detail }])),
});

test('columns are old when their source does not answer; a degraded one answers', () => {
	expect([...selectStaleSources(node({ kube: 'failed', docker: 'degraded', proc: 'live' }))]).toEqual(['kube']);
	expect([...selectStaleSources(node({ kube: 'live', docker: 'connecting', proc: 'unsupported' }))]).toEqual([
		'runtime',
		'proc',
	]);
});

test('of several runtimes one that answers is enough', () => {
	expect([...selectStaleSources(node({ docker: 'failed', containerd: 'live' }))]).toEqual([]);
	expect([...selectStaleSources(node({ docker: 'failed', containerd: 'failed' }))]).toEqual(['runtime']);
});

test('notices come worst first, and none from what is live or has nothing to say', () => {
	const healths = { kube: 'degraded', docker: 'failed', proc: 'live', containerd: 'unsupported' } as const;
	expect(selectNotices(node(healths, 'why')).map(({ name }) => name)).toEqual(['docker', 'kube', 'containerd']);
	expect(selectNotices(node({ kube: 'connecting' }))).toEqual([]);
});
