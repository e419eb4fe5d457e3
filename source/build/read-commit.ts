import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The commit that is checked out, abbreviated; `+` after it: with changes. Undefined outside of a git checkout, or without git. */
export async function readCommit(root: string): Promise<string | undefined> {
	const git = async (...args: string[]) => (await promisify(execFile)('git', args, { cwd: root })).stdout.trim();
	try {
		// a checkout around an unpacked package is not this program's
		if ((await git('rev-parse', '--show-prefix')) !== '') return undefined;
		const commit = await git('rev-parse', '--short=7', 'HEAD');
		const changes = await git('status', '--porcelain', '--untracked-files=no', '--', 'source', 'package.json');
		return changes === '' ? commit : `${commit}+`;
	} catch {
		return undefined;
	}
}
