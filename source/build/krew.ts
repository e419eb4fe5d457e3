// node source/build/krew.ts --url URL [--programs DIR] [--out DIR]: archives of the one-file programs as kubectl plugins, and the Krew
// manifest that names them. URL is the folder that the archives will be downloaded from. Run `npm run build:binary -- all` before.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';

const root = new URL('../..', import.meta.url).pathname;
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/** Bun's names of architectures, and Go's, which Krew has. */
const architectures = { x64: 'amd64', arm64: 'arm64' } as const;

type Request = { url: string; programs: string; out: string };

/** Makes the archive of one architecture and says what the manifest needs of it; undefined where the program was not built. */
function archive(architecture: keyof typeof architectures, { url, programs, out }: Request): object | undefined {
	const program = join(programs, `pausetop-linux-${architecture}`);
	if (!existsSync(program)) return undefined;
	const folder = mkdtempSync(join(tmpdir(), 'pausetop-krew-'));
	copyFileSync(program, join(folder, 'kubectl-pausetop'));
	copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
	const name = `kubectl-pausetop-linux-${architectures[architecture]}.tar.gz`;
	const path = join(out, name);
	// the same program gives the same archive, so that its checksum says something
	const stable = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mtime=@0'];
	execFileSync('tar', [...stable, '--gzip', '-cf', path, '-C', folder, 'LICENSE', 'kubectl-pausetop']);
	rmSync(folder, { recursive: true });
	return {
		selector: { matchLabels: { os: 'linux', arch: architectures[architecture] } },
		uri: `${url.replace(/\/$/, '')}/${name}`,
		sha256: createHash('sha256').update(readFileSync(path)).digest('hex'),
		bin: 'kubectl-pausetop',
	};
}

const options = { url: { type: 'string' }, programs: { type: 'string' }, out: { type: 'string' } } as const;
const { url, programs = join(root, 'dist/bin'), out = join(root, 'dist/krew') } = parseArgs({ options }).values;
if (!url?.startsWith('https://'))
	throw new Error('--url takes the https:// folder that the archives will be downloaded from');
mkdirSync(out, { recursive: true });
const platforms = (['x64', 'arm64'] as const).flatMap(
	(architecture) => archive(architecture, { url, programs, out }) ?? [],
);
if (platforms.length === 0) throw new Error(`${programs} has no program. Run: npm run build:binary`);
const manifest = {
	apiVersion: 'krew.googlecontainertools.github.com/v1alpha2',
	kind: 'Plugin',
	metadata: { name: 'pausetop' },
	spec: {
		version: `v${version}`,
		homepage: url,
		shortDescription: 'See what a node is really running',
		description:
			"Joins the API server's pods with the node's own containers (Docker, containerd, CRI-O) and /proc: each pod's pause\n" +
			'container, the Linux namespaces its containers share, restarts as they happen, and what is wrong.\n',
		caveats: 'Run it on the node itself, as root: it reads the container runtime and /proc there.\n',
		platforms,
	},
};
writeFileSync(join(out, 'pausetop.yaml'), stringify(manifest));
