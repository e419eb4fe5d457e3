import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BunTarget, bunTargets } from './bun-targets.ts';

const execute = promisify(execFile);

/**
 * The path of Bun's executable for a target, of the very version that is installed here: as a dependency, or fetched with `npm pack` (which
 * checks what it gets) and kept below node_modules/.cache. Rejects with what npm says.
 */
export async function fetchBun(root: string, target: BunTarget): Promise<string> {
	const { executable: name } = bunTargets[target];
	const { version } = JSON.parse(await readFile(join(root, 'node_modules/bun/package.json'), 'utf8')) as {
		version: string;
	};
	const installed = join(root, 'node_modules', name, 'bin/bun');
	if (existsSync(installed)) return installed;
	const cache = join(root, 'node_modules/.cache/bun-executables');
	const kept = join(cache, `${version}-${target}`);
	if (existsSync(kept)) return kept;
	await mkdir(cache, { recursive: true });
	const folder = await mkdtemp(join(cache, 'new-'));
	try {
		await execute('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', folder], { cwd: root });
		const [archive = ''] = await readdir(folder);
		await execute('tar', ['-xzf', join(folder, archive), '-C', folder, 'package/bin/bun']);
		// at once or not at all: another build may be looking
		await rename(join(folder, 'package/bin/bun'), kept);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
	return kept;
}
