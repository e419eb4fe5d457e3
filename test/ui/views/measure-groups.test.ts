import { describe, expect, test } from 'vitest';
import type { Column, ColumnContext } from '../../../source/ui/columns/column.ts';
import { createMeasure } from '../../../source/ui/views/measure-groups.ts';

type Row = { name: string; state: string };

const column = (id: 'name' | 'state'): Column<Row> => ({
	...{ id, title: '', align: 'left', priority: 0, absent: '', source: 'runtime' },
	read: (row) => ({ text: row[id] }),
});
const columns = [column('name'), column('state')];
const now: ColumnContext = { now: 1, ascii: false };

/** Groups that count how often each of their rows is asked for. */
function groupsOf(...rows: readonly Row[]) {
	const asked: string[] = [];
	const groups = rows.map((row) => ({
		key: row,
		uid: row.name,
		rows: () => {
			asked.push(row.name);
			return [row];
		},
	}));
	return { groups, take: () => asked.splice(0) };
}

const [web, database] = [
	{ name: 'web', state: 'Running' },
	{ name: 'database', state: 'Up' },
];

describe('measuring groups of rows', () => {
	test('each column is as wide as the widest of all', () => {
		const { groups } = groupsOf(web, database);
		expect(createMeasure<Row>()(columns, groups, now).map(({ natural }) => natural)).toEqual([8, 7]);
	});

	test('asks only for the rows of a group that is another object than before', () => {
		const measure = createMeasure<Row>();
		const { groups, take } = groupsOf(web, database);
		measure(columns, groups, now);
		expect(take()).toEqual(['web', 'database']);
		measure(columns, groups, { ...now });
		expect(take()).toEqual([]);
		const next = groupsOf(web, { ...database, state: 'Terminated' });
		expect(measure(columns, next.groups, now).map(({ natural }) => natural)).toEqual([8, 10]);
		expect(next.take()).toEqual(['database']);
	});

	test('asks for those of one group when its stories have changed, and for all when anything else has', () => {
		const measure = createMeasure<Row>();
		const { groups, take } = groupsOf(web, database);
		measure(columns, groups, now);
		take();
		measure(columns, groups, { ...now, stories: new Map([['web', []]]) });
		expect(take()).toEqual(['web']);
		measure(columns, groups, { ...now, now: 2 });
		expect(take()).toEqual(['web', 'database']);
		measure([...columns], groups, { ...now, now: 2 });
		expect(take()).toEqual(['web', 'database']);
	});

	test('a group that is gone counts no more', () => {
		const measure = createMeasure<Row>();
		const { groups } = groupsOf(web, database);
		measure(columns, groups, now);
		expect(measure(columns, groups.slice(0, 1), now).map(({ natural }) => natural)).toEqual([3, 7]);
	});
});
