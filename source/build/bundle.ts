// Makes dist/: one ESM file for the command line and one for each part that is loaded only when it is needed.
import { readdir, rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { createBundleOptions } from './bundle-options.ts';
import { collectLicenses, describeRuntime } from './collect-licenses.ts';
import { readCommit } from './read-commit.ts';

const root = new URL('../..', import.meta.url).pathname;

// what goes in decides whose licences go in: once without writing, to know it
const { metafile: trial } = await build({ ...createBundleOptions({ root }), write: false });
const [licenses, runtime, commit] = await Promise.all([
	collectLicenses(root, trial),
	describeRuntime(root),
	readCommit(root),
]);
const { metafile } = await build(createBundleOptions({ root, licenses: [...licenses, runtime], commit }));

// afterwards, so that a pausetop that is just starting finds its parts
const made = new Set(Object.keys(metafile.outputs));
for (const name of await readdir(`${root}dist/parts`)) {
	if (!made.has(`dist/parts/${name}`)) await rm(`${root}dist/parts/${name}`);
}
