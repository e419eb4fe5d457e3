import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Metafile } from 'esbuild';

/** A licence, and the packages that have it. As commands/bundled-licenses.ts declares it. */
export type LicenseGroup = { packages: string[]; text: string };

const licenseFile = /^(licen[cs]es?|copying|notice)([.-][\w.-]+)?$/i;

/** Where a package keeps them: its own on top, those of what it has bundled itself beside that (meow). */
const licenseFolders = ['', 'build', 'dist'];

/** The licence of each package of which something is in the bundle, pausetop's own first, then by name. Equal texts are one entry. */
export async function collectLicenses(root: string, { outputs }: Metafile): Promise<LicenseGroup[]> {
	const used = Object.values(outputs).flatMap(({ inputs }) =>
		Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
	);
	const folders = new Set(used.map(packageFolder).filter((folder) => folder !== undefined));
	const groups = new Map<string, string[]>();
	for (const folder of ['', ...[...folders].sort()]) {
		const { title, text } = await readLicense(join(root, folder));
		const packages = groups.get(text) ?? [];
		groups.set(text, packages.includes(title) ? packages : [...packages, title]);
	}
	return [...groups].map(([text, packages]) => ({ packages, text }));
}

/** `node_modules/@grpc/grpc-js`, of the last node_modules in the path; undefined for what is pausetop's own. */
function packageFolder(path: string): string | undefined {
	return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

/** LICENSE before NOTICE, whatever their case. */
function byName(left: string, right: string): number {
	return left.toLowerCase().localeCompare(right.toLowerCase());
}

async function listLicenses(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
	const names = entries.filter((entry) => entry.isFile() && licenseFile.test(entry.name)).map(({ name }) => name);
	return names.sort(byName).map((name) => join(folder, name));
}

async function readLicense(folder: string): Promise<{ title: string; text: string }> {
	const description = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as PackageJson;
	const { name = basename(folder), version = '', license = 'unknown licence', author } = description;
	const files = (await Promise.all(licenseFolders.map((place) => listLicenses(join(folder, place))))).flat();
	const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
	const holder = typeof author === 'string' ? author : author?.name;
	const declared = `${typeof license === 'string' ? license : license.type}${holder ? `, ${holder}` : ''}`;
	return {
		title: `${name} ${version}`.trim(),
		text: texts.length > 0 ? texts.map((text) => text.trim()).join('\n\n') : declared,
	};
}

type PackageJson = {
	name?: string;
	version?: string;
	license?: string | { type: string };
	author?: string | { name?: string };
};

/** What the one-file program is made with. Its package brings no text. */
export async function describeRuntime(root: string): Promise<LicenseGroup> {
	const description = await readFile(join(root, 'node_modules/bun/package.json'), 'utf8');
	const { version = '', license } = JSON.parse(description) as PackageJson;
	const contents = 'It contains JavaScriptCore (LGPL-2.1) and other libraries, which LICENSE.md there names.';
	return {
		packages: [`bun ${version} (in the one-file program)`],
		text: `${license}, https://github.com/oven-sh/bun\n${contents}`,
	};
}
