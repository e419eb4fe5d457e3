import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** Yoga reads its own wasm with fetch() where there is one, and that loads Node's whole HTTP client: 30 ms and 20 MB. */
export const hideFetchFromYoga: Plugin = {
	name: 'hide-fetch-from-yoga',
	setup({ onLoad }) {
		onLoad({ filter: /yoga-layout\/dist\/binaries\/.*\.js$/ }, async ({ path }) => ({
			contents: `const fetch = undefined;\n${await readFile(path, 'utf8')}`,
		}));
	},
};
