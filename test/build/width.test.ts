import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBundleOptions } from '../../source/build/bundle-options.ts';

const root = new URL('../../', import.meta.url).pathname;
const directory = mkdtempSync(join(tmpdir(), 'pausetop-width-'));

/** Columns in a terminal. */
const widths: readonly (readonly [string, number])[] = [
	['plain', 5],
	['', 0],
	['e\u0301', 1],
	['한글', 4],
	['ﾊﾟ', 2],
	['👍🏽', 2],
	['👩‍👩‍👧‍👦 x', 4],
	['🇩🇪', 2],
	['✔', 1],
	['✔️', 2],
	['\u001b[31mred\u001b[0m', 3],
];

// the plugins of the bundle stand between the program and what measures: the same must come out
describe('what the bundle makes of the width of a text', () => {
	beforeAll(async () => {
		const program = `import width from 'string-width';
			console.log(JSON.stringify(${JSON.stringify(widths.map(([text]) => text))}.map((text) => width(text))));`;
		const { entryPoints: _, ...options } = createBundleOptions({ root });
		const stdin = { contents: program, resolveDir: root, sourcefile: 'width-program.ts' };
		await build({ ...options, stdin, outdir: directory });
	});
	afterAll(() => rmSync(directory, { recursive: true, force: true }));

	it.each(['node', 'bun'])('is right in %s', (runtime) => {
		const executable = runtime === 'node' ? process.execPath : join(root, 'node_modules/.bin/bun');
		const said = execFileSync(executable, [join(directory, 'stdin.js')], { encoding: 'utf8' });
		expect(JSON.parse(said)).toEqual(widths.map(([, width]) => width));
	});
});
