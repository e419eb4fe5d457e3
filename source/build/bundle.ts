// Makes dist/: one ESM file for the command line and one for each part that is loaded only when it is needed.
import { readdir, readFile, rm } from 'node:fs/promises';
import { build, type Plugin } from 'esbuild';

const root = new URL('../..', import.meta.url).pathname;

/**
 * What the clients load and pausetop never uses: dockerode's SSH transport and BuildKit sessions, React's devtools.
 * An empty module in their place makes the bundle a third of the size.
 */
const unused: readonly { module: RegExp; importer: RegExp }[] = [
	{ module: /^(ssh2|cpu-features)$/, importer: /docker-modem|ssh2/ },
	{ module: /^(@grpc\/grpc-js|@grpc\/proto-loader|protobufjs|tar-fs)$/, importer: /dockerode/ },
	// what grpc-js loads only for its own diagnostics service
	{ module: /^@grpc\/proto-loader$/, importer: /@grpc\/grpc-js/ },
	{ module: /^react-devtools-core$/, importer: /ink/ },
];

const leaveOutUnused: Plugin = {
	name: 'leave-out-unused',
	setup({ onResolve, onLoad }) {
		onResolve({ filter: /^[@a-z]/ }, ({ path, importer }) =>
			unused.some((entry) => entry.module.test(path) && entry.importer.test(importer))
				? { path, namespace: 'unused' }
				: undefined,
		);
		onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
	},
};

/** Yoga reads its own wasm with fetch() where there is one, and that loads Node's whole HTTP client: 30 ms and 20 MB. */
const hideFetchFromYoga: Plugin = {
	name: 'hide-fetch-from-yoga',
	setup({ onLoad }) {
		onLoad({ filter: /yoga-layout\/dist\/binaries\/.*\.js$/ }, async ({ path }) => ({
			contents: `const fetch = undefined;\n${await readFile(path, 'utf8')}`,
		}));
	},
};

const { metafile } = await build({
	absWorkingDir: root,
	entryPoints: { cli: 'source/cli.tsx' },
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
	define: { 'process.env.NODE_ENV': '"production"' },
	banner: {
		// what is CommonJS among the clients calls require() for Node's own modules
		js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
	},
	// its ES module; the CommonJS one that Node would get has no names for a dynamic import
	alias: { yaml: './node_modules/yaml/browser/index.js' },
	plugins: [leaveOutUnused, hideFetchFromYoga],
	logLevel: 'warning',
	metafile: true,
});

// afterwards, so that a pausetop that is just starting finds its parts
const made = new Set(Object.keys(metafile.outputs));
for (const entry of await readdir(`${root}dist`, { recursive: true, withFileTypes: true })) {
	const path = `${entry.parentPath}/${entry.name}`;
	if (entry.isFile() && !made.has(path.slice(root.length))) await rm(path);
}
