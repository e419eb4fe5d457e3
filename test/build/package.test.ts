import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

type Packed = { size: number; unpackedSize: number; files: { path: string; size: number; mode: number }[] };

/** What `npm pack` would put in; dist/ is as built. */
function pack(): Packed {
	const text = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
		cwd: root,
		encoding: 'utf8',
	});
	const [packed] = JSON.parse(text) as Packed[];
	if (packed === undefined) throw new Error('npm pack says nothing');
	return packed;
}

describe('the npm package', () => {
	const { size, unpackedSize, files } = pack();
	const paths = files.map(({ path }) => path);

	it('has the program and what describes it, and nothing else', () => {
		const rest = paths.filter((path) => !/^dist\/parts\/[\w.-]+\.js$/.test(path));
		expect(rest.sort()).toEqual(['LICENSE', 'README.md', 'dist/cli.js', 'dist/pausetop.1', 'package.json']);
		expect(paths.length).toBeGreaterThan(20);
	});

	it('is small', () => {
		expect(size).toBeLessThan(1_300_000);
		expect(unpackedSize).toBeLessThan(4_500_000);
	});
});
