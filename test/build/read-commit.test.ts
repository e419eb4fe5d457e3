import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readCommit } from '../../source/build/read-commit.ts';

function makeFolder(): { root: string; git: (...args: string[]) => string } {
	const root = mkdtempSync(join(tmpdir(), 'pausetop-commit-'));
	onTestFinished(() => rmSync(root, { recursive: true }));
	const who = ['-c', 'user.name=x', '-c', 'user.email=x@localhost', '-c', 'commit.gpgsign=false'];
	return { root, git: (...args) => execFileSync('git', [...who, ...args], { cwd: root, encoding: 'utf8' }).trim() };
}

it('is the one that is checked out, marked where the source is not as it was committed', async () => {
	const { root, git } = makeFolder();
	git('init', '--quiet');
	mkdirSync(join(root, 'source'));
	writeFileSync(join(root, 'source/a.ts'), '1');
	writeFileSync(join(root, 'package.json'), '{}');
	git('add', '.');
	git('commit', '--quiet', '-m', 'x');
	const commit = git('rev-parse', 'HEAD').slice(0, 7);
	expect(await readCommit(root)).toBe(commit);
	writeFileSync(join(root, 'source/a.ts'), '2');
	expect(await readCommit(root)).toBe(`${commit}+`);
});

it('is unknown outside of a checkout, and in a folder of somebody else’s', async () => {
	const { root, git } = makeFolder();
	mkdirSync(join(root, 'node_modules/pausetop'), { recursive: true });
	expect(await readCommit(root)).toBeUndefined();
	git('init', '--quiet');
	git('commit', '--quiet', '--allow-empty', '-m', 'x');
	expect(await readCommit(join(root, 'node_modules/pausetop'))).toBeUndefined();
});
