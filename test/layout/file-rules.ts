import { posix } from 'node:path';

const topLevel = [
	...[
		'package.json',
		'package-lock.json',
		'tsconfig.json',
		'biome.json',
		'.gitignore',
		'.ci',
		'Dockerfile',
		'.dockerignore',
	],
	...['source', 'test', 'screenshots', 'README.md', 'LICENSE', 'CHANGELOG.md', 'ARCHITECTURE.md'],
];

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const pascal = /^[A-Z][A-Za-z0-9]*$/;

/** What is wrong with the name or place of a committed file. */
export function findNameViolations(path: string): string[] {
	const [top = '', ...rest] = path.split('/');
	if (!topLevel.includes(top)) return [`${path}: not for the top level`];
	const extension = posix.extname(path);
	if (!['.ts', '.tsx'].includes(extension) || /^test\/(fixtures|golden)\//.test(path)) return [];
	const name = (rest.at(-1) ?? '').replace(/\.tsx?$/, '').replace(/\.(test|config|d)$/, '');
	const isNamed =
		kebab.test(name) || (extension === '.tsx' && pascal.test(name)) || (top === 'test' && pascal.test(name));
	return [
		...(isNamed ? [] : [`${path}: not kebab-case (PascalCase for a component)`]),
		...rest
			.slice(0, -1)
			.filter((folder) => !kebab.test(folder))
			.map((folder) => `${path}: ${folder} is not kebab-case`),
	];
}

/** Places that exist only on somebody's machine, and hosts of package registries: neither is anybody else's. */
const foreign: Record<string, RegExp> = {
	'a path of one machine': /(?<![\w.~-])\/(?:work|home|Users)\/[\w.-]+|\/var\/tmp\/[\w.-]+/,
	'a registry host': /https?:\/\/(?:registry|npm|nexus|artifactory)[\w-]*\.[\w.-]+/,
};

/** What a committed text must not contain. */
export function findTextViolations(path: string, text: string): string[] {
	const found = Object.entries(foreign).flatMap(([what, pattern]) => {
		const match = pattern.exec(text);
		return match === null ? [] : [`${path}: ${what}: ${match[0]}`];
	});
	return path === 'package-lock.json' && /"resolved": "https?:/.test(text)
		? [...found, `${path}: says where packages came from`]
		: found;
}

/** More lines than this make a file hard to hold in mind; `soft` deserves a thought. */
export const lineLimits = { soft: 250, hard: 300 };

export function countLines(text: string): number {
	return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
