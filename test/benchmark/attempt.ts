import type { Row } from './table.ts';

/** A measurement that fails becomes a line of the table: the others are still worth having. */
export async function attempt(setting: string, what: string, measure: () => Promise<Row[]>): Promise<Row[]> {
	console.error(`measuring ${setting}: ${what} …`);
	try {
		return await measure();
	} catch (error) {
		return [notMeasured(setting, what, error instanceof Error ? error.message : String(error))];
	}
}

/** The line for what could not be measured. The reason goes to stderr: it would make the table wide. */
export function notMeasured(setting: string, what: string, reason: string): Row {
	console.error(`${setting}: ${what}: ${reason}`);
	return { setting, what, value: 'not measured' };
}
