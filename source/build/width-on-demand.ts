import type { Plugin } from 'esbuild';

/**
 * Loads string-width at the first measurement instead of at the start: compiling its regular expressions for emoji takes 7 to 12 ms,
 * and what prints plain ASCII never measures with them.
 */
export const widthOnDemand: Plugin = {
	name: 'width-on-demand',
	setup({ onResolve, onLoad }) {
		// its own require() below is of another kind, and finds the real one
		onResolve({ filter: /^string-width$/ }, ({ kind, resolveDir }) =>
			kind === 'import-statement'
				? { path: 'string-width', namespace: 'on-demand', pluginData: resolveDir }
				: undefined,
		);
		onLoad({ filter: /.*/, namespace: 'on-demand' }, ({ pluginData }) => ({
			contents: "let real; export default (...given) => (real ??= require('string-width').default)(...given);",
			resolveDir: pluginData as string,
		}));
	},
};
