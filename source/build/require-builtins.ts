import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

/** Is there anyway; and what esbuild makes of require() looks at each property, of which three make the standard streams: 6 ms (Bun 1.4). */
const processModule = 'node:process';

/**
 * Has Node's own modules loaded by require(). An import statement makes Node read every export of the module to build its ES form, and
 * among those of node:http is a getter that loads undici: 17 ms of a start (Node 24).
 */
export const requireBuiltins: Plugin = {
	name: 'require-builtins',
	setup({ onResolve, onLoad }) {
		onResolve({ filter: /^(node:|[a-z_]+$)/ }, ({ path, kind }) => {
			if (!isBuiltin(path)) return undefined;
			return kind === 'import-statement'
				? { path, namespace: 'builtin', sideEffects: false }
				: { path, external: true };
		});
		onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
			contents:
				path === processModule
					? 'export default process; export const { cwd, env } = process;'
					: `module.exports = require(${JSON.stringify(path)});`,
		}));
	},
};
