import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { countLines, findNameViolations, findTextViolations, lineLimits } from './layout/file-rules.ts';
import { readModuleFacts } from './layout/module-facts.ts';
import { findModuleViolations, knownLayers } from './layout/rules.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
	cwd: root,
	encoding: 'utf8',
})
	.split('\0')
	.filter((path) => path !== '' && existsSync(`${root}/${path}`));
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8');
const readFacts = (path: string) => readModuleFacts(path, read(path));
const code = files.filter((path) => /^(source|test)\/.*\.tsx?$/.test(path) && !/^test\/(fixtures|golden)\//.test(path));
const modules = code.filter((path) => path.startsWith('source/'));

describe('the layout', () => {
	it('has modules to look at', () => {
		expect(modules.length).toBeGreaterThan(50);
		expect(modules).toContain('source/cli.tsx');
	});

	it('keeps the import directions', () => {
		expect(modules.flatMap((path) => findModuleViolations(path, readFacts(path)))).toEqual([]);
	});

	it('imports only packages that package.json names', () => {
		const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
			string,
			Record<string, string>
		>;
		const named = new Set(Object.keys({ ...dependencies, ...devDependencies }));
		const imported = code.flatMap((path) =>
			readFacts(path).specifiers.filter((specifier) => /^[a-z@]/.test(specifier)),
		);
		const packages = new Set(
			imported
				.filter((name) => !name.startsWith('node:'))
				.map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')),
		);
		expect([...packages].filter((name) => !named.has(name) && !named.has(`@types/${name}`))).toEqual([]);
	});

	it('is the one that ARCHITECTURE.md describes', () => {
		const map = read('ARCHITECTURE.md');
		const present = knownLayers.filter((layer) =>
			modules.some((path) => new RegExp(`^source/${layer}(/|\\.tsx?$)`).test(path)),
		);
		expect(present.filter((layer) => !new RegExp(`\`source/${layer}[.\`/]`).test(map))).toEqual([]);
	});

	it('names files as agreed and puts nothing else at the top', () => {
		expect(files.flatMap(findNameViolations)).toEqual([]);
	});

	it('has no default exports, also not in tests', () => {
		const tests = code.filter((path) => path.startsWith('test/') && !path.endsWith('.config.ts'));
		expect(tests.filter((path) => readFacts(path).hasDefaultExport)).toEqual([]);
	});

	it('has files of a size to be read', () => {
		const sizes = code.map((path) => ({ path, lines: countLines(read(path)) }));
		const large = sizes
			.filter(({ lines }) => lines > lineLimits.soft)
			.map(({ path, lines }) => `${path}: ${lines} lines`);
		if (large.length > 0) process.stderr.write(`more than ${lineLimits.soft} lines:\n${large.join('\n')}\n`);
		// a table of cases may be long: it is read by the row
		const source = sizes.filter(({ path }) => path.startsWith('source/'));
		expect(source.filter(({ lines }) => lines > lineLimits.hard)).toEqual([]);
	});

	it('names no place of one machine and no registry', () => {
		const texts = files.filter((path) => !/\.(png|gz|tar)$/.test(path));
		expect(texts.flatMap((path) => findTextViolations(path, read(path)))).toEqual([]);
	});
});

describe('the rules find', () => {
	const violations = (path: string, text: string) => findModuleViolations(path, readModuleFacts(path, text));

	it.each([
		['source/core/a.ts', "import { b } from '../store/b.ts';"],
		['source/core/a.ts', "import type { B } from '../store/b.ts';"],
		['source/core/a.ts', "export * from '../format/b.ts';"],
		['source/core/a.ts', "type B = import('../store/b.ts').B;"],
		['source/core/a.ts', "const b = await import('../store/b.ts');"],
		['source/core/a.ts', "import { readFile } from 'node:fs';"],
		['source/core/a.ts', "import { b } from './b';"],
		['source/core/a.ts', "import { b } from '../../test/b.ts';"],
		['source/core/a.ts', 'export const now = Date.now();'],
		['source/core/a.ts', 'export const now = new Date();'],
		['source/core/a.ts', 'export default 1;'],
		['source/core/a.ts', 'const a = 1; export { a as default };'],
		['source/core/utils.ts', 'export const a = 1;'],
		['source/format/a.ts', "import { b } from '../core/b.ts';"],
		['source/adapters/docker/a.ts', "import { b } from '../kube/b.ts';"],
		['source/adapters/supervise.ts', "import { b } from './docker/b.ts';"],
		['source/adapters/docker/a.ts', "import { b } from '../../store/b.ts';"],
		['source/adapters/docker/a.ts', "import { b } from '@kubernetes/client-node';"],
		['source/adapters/docker/a.ts', "import fs from 'fs';"],
		['source/adapters/docker/a.ts', 'export const home = process.env.HOME;'],
		['source/adapters/docker/a.ts', "export const home = process['env'];"],
		['source/wire.ts', 'process.exit(1);'],
		['source/wire/a.ts', "import meow from 'meow';"],
		['source/ui/views/a.ts', "import { b } from '../../output/b.ts';"],
		['source/ui/App.tsx', "import { b } from '../adapters/docker/b.ts';"],
		['source/output/a.ts', "import { b } from '../ui/App.tsx';"],
		['source/store/a.ts', "import { useState } from 'react';"],
		['source/simulator/a.ts', "import { b } from '../adapters/docker/b.ts';"],
		['source/build/a.ts', "import { b } from '../core/b.ts';"],
		['source/format/a.ts', "import leftPad from 'left-pad';"],
		['source/ui/hooks/store.ts', 'export function useStore() {}'],
		['source/new-folder/a.ts', 'export const a = 1;'],
	])('what is wrong in %s: %s', (path, text) => {
		expect(violations(path, text)).not.toEqual([]);
	});

	it.each([
		['source/core/a.ts', "import { b } from './b.ts'; export const at = new Date(0); // process.env"],
		[
			'source/adapters/docker/a.ts',
			"import Docker from 'dockerode'; import { b } from '../../core/b.ts'; import { c } from './c.ts';",
		],
		['source/output/a.ts', "import { b } from '../ui/columns/b.ts'; import { writeSync } from 'node:fs';"],
		['source/wire.ts', "const { b } = await import('./adapters/docker/b.ts');"],
		[
			'source/cli.tsx',
			"import meow from 'meow'; import p from '../package.json' with { type: 'json' }; process.exitCode = 1;",
		],
		[
			'source/ui/App.tsx',
			"import { Text } from 'ink'; import { b } from '../core/b.ts'; export const A = () => <Text>process.env</Text>;",
		],
	])('nothing wrong in %s: %s', (path, text) => {
		expect(violations(path, text)).toEqual([]);
	});

	it.each(['a.ts', 'docs/a.md', 'source/core/camelCase.ts', 'source/core/Pascal.ts', 'source/Core/a.ts', '.npmrc'])(
		'the bad name %s',
		(path) => {
			expect(findNameViolations(path)).not.toEqual([]);
		},
	);

	it.each([
		'source/ui/App.tsx',
		'source/ui/hooks/use-store.ts',
		'test/core/a-b.test.ts',
		'.ci/run',
		'test/fixtures/some_name/A.json',
	])('nothing wrong with the name %s', (path) => {
		expect(findNameViolations(path)).toEqual([]);
	});

	it('texts of one machine', () => {
		// put together here, so that this file is not one of them
		const [machine, home, registry] = ['work/main/x', 'home/somebody', '//registry.example.org/'];
		expect(findTextViolations('README.md', `see /${machine}`)).toHaveLength(1);
		expect(findTextViolations('README.md', `cd /${home}`)).toHaveLength(1);
		expect(findTextViolations('README.md', `npm i --registry https:${registry}`)).toHaveLength(1);
		expect(findTextViolations('package-lock.json', '"resolved": "https://example.org/a.tgz"')).toHaveLength(1);
		expect(findTextViolations('README.md', `https://example.org/${'work'}/main and /proc/1/ns/net`)).toEqual([]);
	});

	it('the length of a text', () => {
		expect([countLines(''), countLines('a'), countLines('a\n'), countLines('a\nb')]).toEqual([1, 1, 1, 2]);
	});
});
