import type { BuildOptions, Plugin } from 'esbuild';
import type { LicenseGroup } from './collect-licenses.ts';
import { hideFetchFromYoga } from './hide-fetch-from-yoga.ts';
import { leaveOutUnused } from './leave-out-unused.ts';
import { lightenMeow } from './lighten-meow.ts';
import { requireBuiltins } from './require-builtins.ts';
import { widthOnDemand } from './width-on-demand.ts';

/** Puts the licences in the place of the list that is empty in the source. */
function createLicensePlugin(licenses: readonly LicenseGroup[]): Plugin {
	return {
		name: 'put-licenses-in',
		setup({ onLoad }) {
			onLoad({ filter: /source\/commands\/bundled-licenses\.ts$/ }, () => ({
				contents: `export const bundledLicenses = ${JSON.stringify(licenses)};`,
			}));
		},
	};
}

/** What a build knows besides the source. */
export type BuildFacts = {
	/** With a slash at its end. */
	root: string;
	licenses?: readonly LicenseGroup[];
	/** Abbreviated; absent outside of a git checkout. */
	commit?: string;
};

/** How esbuild makes the bundle: one ESM file for the command line and one for each part that is loaded only when it is needed. */
export function createBundleOptions({ root, licenses = [], commit }: BuildFacts) {
	return {
		absWorkingDir: root,
		entryPoints: { cli: 'source/cli.tsx', 'proc-thread': 'source/adapters/proc/proc-thread.ts' },
		outdir: 'dist',
		chunkNames: 'parts/[name]-[hash]',
		bundle: true,
		splitting: true,
		format: 'esm',
		platform: 'node',
		target: 'node22',
		jsx: 'automatic',
		minify: true,
		keepNames: false,
		legalComments: 'none',
		inject: ['source/build/segmenter-on-demand.ts'],
		// else they become calls of `new RegExp`, which compile them when the file is loaded instead of when they are used
		supported: {
			'regexp-unicode-property-escapes': true,
			'regexp-set-notation': true,
			'regexp-lookbehind-assertions': true,
		},
		define: {
			'Intl.Segmenter': 'SegmenterOnDemand',
			'process.env.NODE_ENV': '"production"',
			BUILD_COMMIT: commit === undefined ? 'undefined' : JSON.stringify(commit),
		},
		banner: {
			// what is CommonJS among the clients calls require() for Node's own modules
			js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
		},
		// its ES module; the CommonJS one that Node would get has no names for a dynamic import
		alias: { yaml: './node_modules/yaml/browser/index.js' },
		plugins: [
			leaveOutUnused,
			lightenMeow,
			requireBuiltins,
			widthOnDemand,
			hideFetchFromYoga,
			createLicensePlugin(licenses),
		],
		logLevel: 'warning',
		metafile: true,
	} as const satisfies BuildOptions;
}
