// Makes one-file programs from the bundle: `node source/build/binary.ts [TARGET…]`, for this machine unless targets are named.
import { arch, platform } from 'node:os';
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { chooseTargets, describeMachine } from './bun-targets.ts';
import { compileBinary } from './compile-binary.ts';
import { hasGlibc } from './has-glibc.ts';

const root = new URL('../..', import.meta.url).pathname;
const machine = describeMachine({ platform: platform(), arch: arch() }, hasGlibc());

for (const target of chooseTargets(parseArgs({ allowPositionals: true }).positionals, machine)) {
	const { path, size } = await compileBinary(root, target);
	console.log(`${relative(root, path)}  ${(size / 1e6).toFixed(1)} MB`);
}
