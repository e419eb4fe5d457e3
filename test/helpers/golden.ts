import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'vitest';

/**
 * Compares a text with test/golden/<name>. `UPDATE_GOLDEN=1 npm test` writes the files instead; look at the difference
 * before keeping it.
 */
export function expectGolden(name: string, text: string): void {
	const file = new URL(`../golden/${name}`, import.meta.url).pathname;
	if (process.env.UPDATE_GOLDEN) {
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, `${text}\n`);
	}
	expect(existsSync(file), `${file} is missing: write it with UPDATE_GOLDEN=1`).toBe(true);
	expect(`${text}\n`).toBe(readFileSync(file, 'utf8'));
}
