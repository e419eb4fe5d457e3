import type { Column } from './column.ts';

/** A column that has a place, and how wide it is there. */
export type Place<Row> = { column: Column<Row>; width: number };

/** What deciding about a column takes: how wide its content is. */
export type Measured<Row> = { column: Column<Row>; natural: number };

/**
 * Which columns are shown and how wide, so that with `gap` between them they take at most `width`. Wide columns stay only
 * where everything fits unsqueezed, unless `wide` asks for them. After that, columns are squeezed to their minimum, then
 * dropped by priority; what room remains goes first to comfort, then to the important, and among equals to those that want little.
 */
export function fitColumns<Row>(
	measured: readonly Measured<Row>[],
	width: number,
	{ gap, wide }: { gap: number; wide: boolean },
): Place<Row>[] {
	let kept = [...measured];
	const total = (size: (entry: Measured<Row>) => number) =>
		kept.reduce((sum, entry) => sum + size(entry), 0) + gap * Math.max(0, kept.length - 1);
	while (!wide && kept.some(({ column }) => column.wide) && total(({ natural }) => natural) > width) {
		kept = withoutLeast(kept, ({ column }) => (column.wide ? column.priority : 0));
	}
	for (;;) {
		const least = Math.max(0, ...kept.map((entry) => worth(entry, wide)));
		if (least === 0 || total(least < luxury ? minimum : comfortable) <= width) break;
		kept = withoutLeast(kept, (entry) => worth(entry, wide));
	}
	const room = width - gap * Math.max(0, kept.length - 1);
	return shareOut(kept, Math.max(0, room), wide);
}

function worth({ column }: Measured<never>, wide: boolean): number {
	return (wide ? column.widePriority : undefined) ?? column.priority;
}

/** From this priority on a column goes before another one gets uncomfortably narrow. */
const luxury = 4;

function comfortable(entry: Measured<never>): number {
	return Math.max(minimum(entry), Math.min(entry.natural, entry.column.comfort ?? 0));
}

function natural(entry: Measured<never>): number {
	return entry.natural;
}

function minimum({ column, natural }: Measured<never>): number {
	return Math.min(natural, column.minWidth ?? natural);
}

function withoutLeast<Row>(
	entries: readonly Measured<Row>[],
	priority: (entry: Measured<Row>) => number,
): Measured<Row>[] {
	const least = entries.reduce((a, b) => (priority(b) > priority(a) ? b : a));
	return entries.filter((entry) => entry !== least);
}

function shareOut<Row>(entries: readonly Measured<Row>[], room: number, wide: boolean): Place<Row>[] {
	const widths = new Map(entries.map((entry) => [entry, minimum(entry)]));
	const used = () => [...widths.values()].reduce((sum, width) => sum + width, 0);
	for (const goal of [comfortable, natural]) {
		const want = (entry: Measured<Row>) => goal(entry) - (widths.get(entry) ?? 0);
		for (const entry of [...entries].sort((a, b) => worth(a, wide) - worth(b, wide) || want(a) - want(b))) {
			const spare = room - used();
			if (spare > 0) widths.set(entry, Math.min(goal(entry), (widths.get(entry) ?? 0) + spare));
		}
	}
	while (used() > room) {
		const [widest, width] = [...widths].reduce((a, b) => (b[1] > a[1] ? b : a));
		if (width === 0) break;
		widths.set(widest, width - 1);
	}
	return entries.map((entry) => ({ column: entry.column, width: widths.get(entry) ?? 0 }));
}
