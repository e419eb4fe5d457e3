import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Metafile } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectLicenses } from '../../source/build/collect-licenses.ts';

let root: string;
beforeEach(async () => {
	root = await mkdtemp(join(tmpdir(), 'pausetop-licenses-'));
	await put('package.json', JSON.stringify({ name: 'own', version: '1.0.0' }));
	await put('LICENSE', 'own text');
});
afterEach(() => rm(root, { recursive: true }));

async function put(path: string, text: string): Promise<void> {
	await mkdir(dirname(join(root, path)), { recursive: true });
	await writeFile(join(root, path), text);
}

async function putPackage(folder: string, description: object, files: Record<string, string> = {}): Promise<void> {
	await put(`${folder}/package.json`, JSON.stringify(description));
	for (const [name, text] of Object.entries(files)) await put(`${folder}/${name}`, text);
}

/** A bundle of these files, each with so many bytes in it. */
function bundleOf(inputs: Record<string, number>): Metafile {
	const entries = Object.entries(inputs).map(([path, bytesInOutput]) => [path, { bytesInOutput }] as const);
	return {
		inputs: {},
		outputs: { 'dist/a.js': { bytes: 0, imports: [], exports: [], inputs: Object.fromEntries(entries) } },
	};
}

describe('the licences of what is in a bundle', () => {
	it('are those of the packages with code in it, nested ones too, with equal texts told once', async () => {
		await putPackage('node_modules/b', { name: 'b', version: '2.0.0' }, { LICENSE: 'same text' });
		await putPackage(
			'node_modules/b/node_modules/@s/a',
			{ name: '@s/a', version: '3.0.0' },
			{ 'LICENSE.md': 'same text\n' },
		);
		await putPackage('node_modules/c', { name: 'c', version: '4.0.0' }, { 'license.txt': 'c', 'NOTICE.txt': 'notice' });
		await putPackage('node_modules/shaken', { name: 'shaken', version: '5.0.0' }, { LICENSE: 'not needed' });
		const bundle = bundleOf({
			'source/cli.tsx': 1,
			'node_modules/b/index.js': 2,
			'node_modules/b/node_modules/@s/a/lib/x.js': 3,
			'node_modules/c/c.js': 4,
			'node_modules/shaken/index.js': 0,
		});
		expect(await collectLicenses(root, bundle)).toEqual([
			{ packages: ['own 1.0.0'], text: 'own text' },
			{ packages: ['b 2.0.0', '@s/a 3.0.0'], text: 'same text' },
			{ packages: ['c 4.0.0'], text: 'c\n\nnotice' },
		]);
	});

	it('are also those of what a package has bundled itself', async () => {
		const files = { license: 'its own', 'build/licenses.md': 'of what is inside', 'build/licensing.js': 'code' };
		await putPackage('node_modules/e', { name: 'e', version: '1.0.0' }, files);
		const groups = await collectLicenses(root, bundleOf({ 'node_modules/e/build/index.js': 1 }));
		expect(groups.at(-1)).toEqual({ packages: ['e 1.0.0'], text: 'its own\n\nof what is inside' });
	});

	it('are what package.json declares where there is no text', async () => {
		await putPackage('node_modules/d', { name: 'd', version: '1.0.0', license: 'MIT', author: { name: 'D. Author' } });
		const [, declared] = await collectLicenses(root, bundleOf({ 'node_modules/d/d.js': 1 }));
		expect(declared).toEqual({ packages: ['d 1.0.0'], text: 'MIT, D. Author' });
	});
});
