import type { Summary } from './statistics.ts';

/** One line of the result. */
export type Row = {
	/** Where: `simulated, 100 pods`, `engine`. */
	setting: string;
	what: string;
	value: string;
	/** The middle half of the measurements. */
	spread?: string;
	/** What it is compared with, and the ratio: below 1 is less than the other. */
	against?: string;
	ratio?: string;
};

const headers: readonly [keyof Row, string][] = [
	['setting', 'SETTING'],
	['what', 'WHAT'],
	['value', 'MEDIAN'],
	['spread', 'MIDDLE HALF'],
	['against', 'AGAINST'],
	['ratio', 'RATIO'],
];

/** All rows under each other, columns as wide as they need to be. */
export function formatRows(rows: readonly Row[]): string {
	const lines = [headers.map(([, title]) => title), ...rows.map((row) => headers.map(([key]) => row[key] ?? '-'))];
	const widths = headers.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
	return lines
		.map((line) =>
			line
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('   ')
				.trimEnd(),
		)
		.join('\n');
}

/** A row about milliseconds. */
export function durationRow(
	setting: string,
	what: string,
	own: Summary,
	other?: { name: string; summary: Summary },
): Row {
	return {
		setting,
		what,
		value: formatDuration(own.median),
		spread: `${formatDuration(own.low)} … ${formatDuration(own.high)} (n=${own.count})`,
		...(other && {
			against: `${other.name}: ${formatDuration(other.summary.median)}`,
			ratio: (own.median / other.summary.median).toFixed(2),
		}),
	};
}

function formatDuration(milliseconds: number): string {
	return `${milliseconds.toFixed(Math.abs(milliseconds) < 20 ? 1 : 0)} ms`;
}

/** A row about one value of many, which has no middle half. */
export function quantileRow(setting: string, what: string, milliseconds: number): Row {
	return { setting, what, value: formatDuration(milliseconds) };
}

export function formatMebibytes(bytes: number): string {
	return `${(bytes / 1024 / 1024).toFixed(0)} MiB`;
}
