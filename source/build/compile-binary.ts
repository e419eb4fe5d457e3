import { execFile } from 'node:child_process';
import { chmod, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BunTarget, bunTargets } from './bun-targets.ts';
import { fetchBun } from './fetch-bun.ts';

/**
 * How Bun makes one file of the bundle. The parts stay parts (`--splitting`): what a command does not need is not even looked at. A
 * .env or bunfig.toml where somebody happens to stand is none of the program's business: it runs as root on a node.
 */
const compileFlags = [
	...['build', '--compile', '--bytecode', '--format=esm', '--splitting', '--minify'],
	...['--no-compile-autoload-dotenv', '--no-compile-autoload-bunfig'],
	// Code must have run so much oftener than usual before it is compiled: 36 ms of a processor less for `get`, which is over before it pays, and
	// 10 MB less for a screen at rest. What a busy node has it do all the time is compiled all the same.
	'--compile-jit-policy=60',
	...['--no-compile-autoload-tsconfig', '--no-compile-autoload-package-json'],
];

/** Makes `dist/bin/pausetop-TARGET` from the bundle in dist/. Resolves with its path and size in bytes; rejects with what Bun says. */
export async function compileBinary(root: string, target: BunTarget): Promise<{ path: string; size: number }> {
	const path = join(root, 'dist/bin', `pausetop-${target}`);
	const fresh = `${path}.new`;
	const bun = await fetchBun(root, target);
	const where = [`--target=${bunTargets[target].target}`, `--compile-executable-path=${bun}`, `--outfile=${fresh}`];
	await mkdir(join(root, 'dist/bin'), { recursive: true });
	await rm(fresh, { force: true });
	await promisify(execFile)(
		join(root, 'node_modules/.bin/bun'),
		[...compileFlags, ...where, 'dist/cli.js', 'dist/proc-thread.js'],
		{
			cwd: root,
		},
	);
	await chmod(fresh, 0o755);
	// over one that may be running
	await rename(fresh, path);
	return { path, size: (await stat(path)).size };
}
