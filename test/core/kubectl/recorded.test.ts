import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { KubePod } from '../../../source/core/kube-pod.ts';
import { readKubectlRow } from '../../../source/core/kubectl/kubectl-row.ts';
import { formatAge } from '../../../source/format/age.ts';

/*
 * What kubectl printed on a real node (Kubernetes 1.20, Docker and containerd) beside the pods it printed it about; the
 * pods are trimmed to what the columns read. A 1.20 server prints RESTARTS without "(5m ago)".
 */
const fixtures = new URL('../../fixtures/kubectl/', import.meta.url);

function readFixtures<T>(folder: string): [name: string, content: T][] {
	const names = readdirSync(new URL(folder, fixtures)).sort();
	return names.map((name) => [name, JSON.parse(readFileSync(new URL(`${folder}/${name}`, fixtures), 'utf8'))]);
}

type Cells = Record<string, string>;

function parseTable(lines: readonly string[]): Cells[] {
	const [header = '', ...rows] = lines.map((line) => line.split(/ {2,}/));
	return rows.map((row) => Object.fromEntries([...header].map((name, index) => [name, row[index] ?? ''])));
}

function formatRow(pod: KubePod): Cells {
	const row = readKubectlRow(pod);
	return {
		NAME: pod.metadata.name,
		READY: row.ready,
		STATUS: row.status,
		RESTARTS: String(row.restarts),
		IP: row.ip ?? '<none>',
		NODE: row.nodeName ?? '<none>',
		'NOMINATED NODE': row.nominatedNode ?? '<none>',
		'READINESS GATES': row.readinessGates ?? '<none>',
	};
}

describe('recorded listings', () => {
	const listings = readFixtures<{ table: string[]; pods: KubePod[] }>('listings');

	it('are all there', () => {
		expect(listings).toHaveLength(23);
	});

	it.each(listings)('%s', (_, { table, pods }) => {
		const printed = parseTable(table).map(({ AGE: _age, NAMESPACE: _namespace, ...cells }) => cells);
		expect(pods.map(formatRow)).toEqual(printed);
	});

	it.each(listings)('%s: one moment explains every AGE', (_, { table, pods }) => {
		const ages = parseTable(table).map((cells) => cells.AGE);
		const created = pods.map((pod) => readKubectlRow(pod).createdAt ?? Number.NaN);
		const newest = Math.max(...created);
		const agesAfter = (seconds: number) => created.map((each) => formatAge(newest + seconds * 1000 - each));
		const explained = Array.from({ length: 600 }, (_each, seconds) => agesAfter(seconds).join());
		expect(explained).toContain(ages.join());
	});
});

describe('recorded watches', () => {
	type Watch = { poll: string[]; watch: { type: string; pod: KubePod }[] };
	const watches = readFixtures<Watch>('watches');

	it('are all there', () => {
		expect(watches).toHaveLength(11);
	});

	it.each(watches)('%s: each state kubectl printed was that of a watched object, in order', (_, { poll, watch }) => {
		const states = watch.map(({ type, pod }) => {
			const row = readKubectlRow(pod);
			return type === 'DELETED' ? 'gone' : `${row.ready} ${row.status} ${row.restarts}`;
		});
		let from = 0;
		const found = poll.map((printed) => {
			const at = states.indexOf(printed, from);
			from = Math.max(from, at);
			return at === -1 ? `not watched: ${printed}` : printed;
		});
		expect(found).toEqual(poll);
		expect(states.at(-1)).toBe(poll.at(-1));
	});
});
