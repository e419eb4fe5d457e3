import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import type { ModuleFacts } from './module-facts.ts';

/** Who may import whom, by folder; a folder may always import itself. The longest fitting folder counts. */
const directions: Record<string, readonly string[]> = {
	core: [],
	format: [],
	adapters: ['core'],
	store: ['core'],
	output: ['core', 'store', 'format', 'ui/columns'],
	ui: ['store', 'core', 'format'],
	simulator: ['core'],
	build: [],
	wire: ['core', 'format', 'adapters', 'store', 'output', 'ui', 'simulator'],
	commands: ['wire', 'ui', 'output', 'core', 'format', 'store'],
	cli: ['commands', 'wire', 'ui', 'output', 'core'],
};

const mayUseNode = ['cli', 'wire', 'commands', 'adapters', 'simulator', 'output', 'build'];

/** The third-party packages and where they belong. One that is not here has no place yet: give it one, with a reason. */
const packagePlaces: Record<string, readonly string[]> = {
	ink: ['ui', 'cli', 'commands'],
	react: ['ui', 'cli', 'commands'],
	meow: ['cli', 'commands'],
	dockerode: ['adapters/docker'],
	'@grpc/grpc-js': ['adapters/cri', 'simulator'],
	protobufjs: ['adapters/cri', 'simulator'],
	'docker-modem': ['adapters/docker'],
	'@kubernetes/client-node': ['adapters/kube'],
	yaml: ['output', 'commands', 'adapters/kube', 'wire', 'build'],
	'string-width': ['format'],
	esbuild: ['build'],
};

const mayAskProcess = ['source/cli.tsx'];
const withoutClock = ['core', 'format', 'store', 'ui/views', 'ui/components', 'ui/columns'];
const catchAlls = /^(utils?|helpers?|managers?|types|common|misc)$/;

/** What is wrong with the place and the imports of one module of `source`; `path` is from the top, with slashes. */
export function findModuleViolations(path: string, facts: ModuleFacts): string[] {
	const inside = path.replace(/^source\//, '').replace(/^([^/]+)\.tsx?$/, '$1');
	return [
		...facts.specifiers.flatMap((specifier) => findImportViolations(path, inside, specifier)),
		...facts.asks.flatMap((ask) => findAskViolations(path, inside, ask)),
		...(facts.hasDefaultExport ? [`${path}: has a default export`] : []),
		...(facts.exportsHook && !posix.basename(path).startsWith('use-')
			? [`${path}: a hook's file is called use-…`]
			: []),
		...(catchAlls.test(posix.parse(path).name) ? [`${path}: a name that could hold anything`] : []),
		...(findLayer(inside) === undefined ? [`${path}: in no folder of the layout`] : []),
	];
}

function findLayer(inside: string): string | undefined {
	return Object.keys(directions).find((layer) => isWithin(inside, layer));
}

function isWithin(inside: string, folder: string): boolean {
	return inside === folder || inside.startsWith(`${folder}/`);
}

function findImportViolations(path: string, inside: string, specifier: string): string[] {
	if (specifier.startsWith('.')) return findDirectionViolations(path, inside, specifier);
	if (isBuiltin(specifier)) {
		if (!specifier.startsWith('node:')) return [`${path}: imports ${specifier} without node:`];
		return mayUseNode.some((folder) => isWithin(inside, folder)) ? [] : [`${path}: imports ${specifier}`];
	}
	const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
	const places = packagePlaces[name];
	if (places === undefined) return [`${path}: imports ${name}, which has no place in the layout`];
	return places.some((folder) => isWithin(inside, folder))
		? []
		: [`${path}: imports ${name}, which belongs to ${places.join(', ')}`];
}

function findDirectionViolations(path: string, inside: string, specifier: string): string[] {
	const target = posix.join(posix.dirname(path), specifier);
	if (target === 'package.json') return inside === 'cli' ? [] : [`${path}: imports package.json`];
	if (!/\.tsx?$/.test(target)) return [`${path}: imports ${specifier} without .ts or .tsx`];
	if (!target.startsWith('source/')) return [`${path}: imports ${target} from outside`];
	const to = target.replace(/^source\//, '').replace(/^([^/]+)\.tsx?$/, '$1');
	const layer = findLayer(inside) ?? '';
	if (isWithin(inside, 'adapters') && isWithin(to, 'adapters')) {
		// what several adapters need stands beside them
		const isCommon = posix.dirname(to) === 'adapters';
		return isCommon || posix.dirname(to).startsWith(adapterOf(inside))
			? []
			: [`${path}: an adapter imports another one, ${target}`];
	}
	const allowed = [layer, ...(directions[layer] ?? [])];
	return allowed.some((folder) => isWithin(to, folder)) ? [] : [`${path}: ${layer} imports ${target}`];
}

/** `adapters/docker/…` → `adapters/docker`; what stands beside the adapters sees none of them. */
function adapterOf(inside: string): string {
	const parts = inside.split('/');
	return parts.length > 2 ? parts.slice(0, 2).join('/') : inside;
}

function findAskViolations(path: string, inside: string, ask: string): string[] {
	if (ask.startsWith('process.')) return mayAskProcess.includes(path) ? [] : [`${path}: asks ${ask}`];
	return withoutClock.some((folder) => isWithin(inside, folder)) ? [`${path}: asks ${ask}`] : [];
}

/** The folders and top files of `source` that the rules know, by name. */
export const knownLayers: readonly string[] = Object.keys(directions);
