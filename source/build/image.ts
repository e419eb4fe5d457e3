// Fills dist/image/ with all that the Dockerfile puts into an image: the one-file program of this machine, and the C library that it needs.
import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, rm } from 'node:fs/promises';
import { arch } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { compileBinary } from './compile-binary.ts';
import { findLibraries } from './find-libraries.ts';
import { hasGlibc } from './has-glibc.ts';

const root = new URL('../..', import.meta.url).pathname;
const image = join(root, 'dist/image');

if (!hasGlibc()) throw new Error('the image is made of the program for glibc: build it where glibc is');
const { path: program } = await compileBinary(root, arch() === 'arm64' ? 'linux-arm64' : 'linux-x64');
const { stdout: dependencies } = await promisify(execFile)('ldd', [program]);

async function put(file: string, place: string): Promise<void> {
	await mkdir(dirname(join(image, place)), { recursive: true });
	await copyFile(file, join(image, place));
	await chmod(join(image, place), 0o755);
}

await rm(image, { recursive: true, force: true });
await put(program, 'pausetop');
// where the loader of the same machine looks for them
for (const library of findLibraries(dependencies)) await put(library, library);
// glibc's licence, where the distribution keeps it
await put('/usr/share/doc/libc6/copyright', 'usr/share/doc/libc6/copyright').catch(() => undefined);
// for `pausetop demo`
await mkdir(join(image, 'tmp'));
await chmod(join(image, 'tmp'), 0o1777);
