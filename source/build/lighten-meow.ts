import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * Leaves out of meow what finds, parses and normalizes a package.json: two thirds of it, with all of semver. pausetop hands it the one
 * value that it needs from there, and does not ask for more.
 */
export const lightenMeow: Plugin = {
	name: 'lighten-meow',
	setup({ onResolve, onLoad }) {
		onResolve({ filter: /^\.\/dependencies\.js$/ }, ({ path, importer }) =>
			/\/meow\/build\/options\.js$/.test(importer) ? { path, namespace: 'unused' } : undefined,
		);
		// what was CommonJS is run where it stands, and so counts as used; meow itself says of its files that they only define things
		onLoad({ filter: /\/meow\/build\/dependencies\.js$/ }, async ({ path }) => ({
			contents: (await readFile(path, 'utf8')).replace(
				/^((?:var|const) \S+ = )(?=require[\w$]*\(\);$|getDefaultExportFromCjs\()/gm,
				'$1/* @__PURE__ */ ',
			),
		}));
	},
};
