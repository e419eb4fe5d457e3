import { describe, expect, it } from 'vitest';
import { type FindingScope, selectFindings } from '../../source/commands/select-findings.ts';
import type { FindingSubject } from '../../source/core/findings/finding.ts';
import { buildFinding, buildFindings, buildSuspicion } from '../output/finding-builders.ts';

const pod = (kubeNamespace: string, name: string): FindingSubject => ({
	...{ kind: 'pod', uid: `${kubeNamespace}-${name}`, kubeNamespace, name },
});
const subjects: Readonly<Record<string, FindingSubject>> = {
	web: pod('default', 'web'),
	db: pod('default', 'db'),
	dns: pod('kube-system', 'dns'),
	lost: pod('', 'lost'),
	node: { kind: 'node' },
	runtime: { kind: 'runtime', name: 'docker' },
	shim: { kind: 'process', pid: 7, name: 'containerd-shim' },
	file: { kind: 'file', path: '/var/run/netns/x' },
};

function select(scope: FindingScope): { findings: string[]; suspected: string[]; cannotTell: number } {
	const entries = Object.entries(subjects);
	const { findings, suspected, cannotTell } = selectFindings(
		buildFindings({
			findings: entries.map(([key, subject]) => buildFinding({ key, subject })),
			suspected: entries.map(([key, subject]) => buildSuspicion({ key, subject })),
		}),
		scope,
	);
	const keys = (list: readonly { key: string }[]) => list.map(({ key }) => key);
	return { findings: keys(findings), suspected: keys(suspected), cannotTell: cannotTell.length };
}

describe('whose findings', () => {
	it.each<[string, FindingScope, string[]]>([
		['all', { names: [] }, Object.keys(subjects)],
		[
			'one namespace: its pods, those whose namespace nobody knows, and the node’s own',
			{ names: [], kubeNamespace: 'default' },
			['web', 'db', 'lost', 'node', 'runtime', 'shim', 'file'],
		],
		['one pod: what is about it, or about all of the node', { names: ['web'] }, ['web', 'node', 'runtime']],
		['one pod as kubectl names it', { names: ['pod/dns', 'pods/db'] }, ['db', 'dns', 'node', 'runtime']],
		['a pod of another namespace', { names: ['dns'], kubeNamespace: 'default' }, ['node', 'runtime']],
	])('%s', (_, scope, keys) => {
		expect(select(scope)).toEqual({ findings: keys, suspected: keys, cannotTell: 3 });
	});
});
