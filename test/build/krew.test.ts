import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import packageJson from '../../package.json' with { type: 'json' };

const script = fileURLToPath(new URL('../../source/build/krew.ts', import.meta.url));
let folder: string;

function run(...args: string[]): { status: number | null; stderr: string } {
	return spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
}

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'pausetop-krew-'));
	mkdirSync(join(folder, 'bin'));
	for (const architecture of ['x64', 'arm64']) {
		const path = join(folder, 'bin', `pausetop-linux-${architecture}`);
		writeFileSync(path, `#!/bin/sh\necho ${architecture}\n`);
		chmodSync(path, 0o755);
	}
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the Krew manifest', () => {
	it('names an archive for each architecture, with its checksum, and each has the plugin and the licence', () => {
		const out = join(folder, 'krew');
		const done = run('--url', 'https://example.org/v1/', '--programs', join(folder, 'bin'), '--out', out);
		expect(done).toMatchObject({ status: 0, stderr: '' });
		const { apiVersion, kind, metadata, spec } = parse(readFileSync(join(out, 'pausetop.yaml'), 'utf8'));
		expect({ apiVersion, kind, metadata, version: spec.version }).toEqual({
			apiVersion: 'krew.googlecontainertools.github.com/v1alpha2',
			kind: 'Plugin',
			metadata: { name: 'pausetop' },
			version: `v${packageJson.version}`,
		});
		expect(spec.platforms).toHaveLength(2);
		for (const [index, architecture] of ['amd64', 'arm64'].entries()) {
			const name = `kubectl-pausetop-linux-${architecture}.tar.gz`;
			const archive = readFileSync(join(out, name));
			expect(spec.platforms[index]).toEqual({
				selector: { matchLabels: { os: 'linux', arch: architecture } },
				uri: `https://example.org/v1/${name}`,
				sha256: createHash('sha256').update(archive).digest('hex'),
				bin: 'kubectl-pausetop',
			});
			const list = execFileSync('tar', ['-tzf', join(out, name)], { encoding: 'utf8' });
			expect(list).toBe('LICENSE\nkubectl-pausetop\n');
		}
	});

	it.each([
		['without an address', [], '--url takes the https:// folder'],
		['without a program', ['--url', 'https://example.org', '--programs', '/nonexistent'], 'npm run build:binary'],
	])('is refused %s', (_, args, message) => {
		const done = run(...args, '--out', join(folder, 'none'));
		expect(done.status).not.toBe(0);
		expect(done.stderr).toContain(message);
	});
});
