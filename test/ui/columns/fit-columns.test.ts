import { describe, expect, test } from 'vitest';
import type { Column } from '../../../source/ui/columns/column.ts';
import { fitColumns } from '../../../source/ui/columns/fit-columns.ts';

const column = (id: string, priority: number, more: Partial<Column<string>> = {}): Column<string> => ({
	id,
	title: id,
	align: 'left',
	priority,
	absent: '',
	source: 'kube',
	read: () => undefined,
	...more,
});

const name = { column: column('name', 0, { minWidth: 10, comfort: 15 }), natural: 20 };
const state = { column: column('state', 0), natural: 8 };
const age = { column: column('age', 2), natural: 5 };
const extra = { column: column('extra', 5), natural: 6 };
const node = { column: column('node', 11, { wide: true, widePriority: 3 }), natural: 9 };

const placed = (width: number, wide = false) =>
	fitColumns([name, state, age, extra, node], width, { gap: 1, wide })
		.map((place) => `${place.column.id}:${place.width}`)
		.join(' ');

describe('fitColumns', () => {
	test('gives all their natural width where there is room, and not more', () => {
		expect(placed(100)).toBe('name:20 state:8 age:5 extra:6 node:9');
		expect(placed(52)).toBe('name:20 state:8 age:5 extra:6 node:9');
	});

	test('lets go of a wide column before anything is squeezed', () => {
		expect(placed(51)).toBe('name:20 state:8 age:5 extra:6');
	});

	test('squeezes to the comfortable width, then drops luxuries, then squeezes to the minimum, then drops the rest', () => {
		expect(placed(37)).toBe('name:15 state:8 age:5 extra:6');
		expect(placed(36)).toBe('name:20 state:8 age:5');
		expect(placed(25)).toBe('name:10 state:8 age:5');
		expect(placed(24)).toBe('name:15 state:8');
	});

	test('keeps what cannot be dropped however little room there is', () => {
		expect(placed(10)).toBe('name:4 state:5');
		expect(placed(1)).toBe('name:0 state:0');
	});

	test('keeps the wide columns before the luxuries when the wide form is asked for', () => {
		expect(placed(40, true)).toBe('name:15 state:8 age:5 node:9');
	});

	test('never takes more than there is', () => {
		for (let width = 1; width <= 60; width++) {
			for (const wide of [true, false]) {
				const places = fitColumns([name, state, age, extra, node], width, { gap: 1, wide });
				const total = places.reduce((sum, place) => sum + place.width, 0) + places.length - 1;
				expect(total, `${width}`).toBeLessThanOrEqual(Math.max(width, places.length - 1));
			}
		}
	});
});
