import { isAbsolute, join } from 'node:path';
import { parseDocument } from 'yaml';
import { isFilledString, isJsonObject, type JsonObject } from '../../core/normalize-kube-object.ts';

/** What a kubeconfig file says, by name. Holds secrets: never print it. */
export type Kubeconfig = {
	clusters: ReadonlyMap<string, JsonObject>;
	users: ReadonlyMap<string, JsonObject>;
	contexts: ReadonlyMap<string, JsonObject>;
	currentContext?: string;
};

/** What is wrong with a kubeconfig, in words that quote nothing of it but names. */
export class KubeconfigError extends Error {}

/** Relative paths in a kubeconfig are relative to its directory (kubectl's clientcmd). */
const pathFields = ['certificate-authority', 'client-certificate', 'client-key', 'tokenFile', 'token-file'];

/**
 * Parses a kubeconfig (YAML, of which JSON is a part).
 * @param directory of the file
 * @throws KubeconfigError
 */
export function parseKubeconfig(text: string, directory: string): Kubeconfig {
	const wire = parseYaml(text) ?? {};
	if (!isJsonObject(wire)) throw new KubeconfigError('it is not a kubeconfig: no mapping at its top');
	return {
		clusters: readNamed(wire, 'clusters', 'cluster', directory),
		users: readNamed(wire, 'users', 'user', directory),
		contexts: readNamed(wire, 'contexts', 'context', directory),
		currentContext: isFilledString(wire['current-context']) ? wire['current-context'] : undefined,
	};
}

/** As kubectl merges the files of $KUBECONFIG: whichever file says something first wins, name by name. */
export function mergeKubeconfigs(configs: readonly Kubeconfig[]): Kubeconfig {
	const merge = (field: 'clusters' | 'users' | 'contexts') =>
		new Map([...configs].reverse().flatMap((config) => [...config[field]]));
	return {
		clusters: merge('clusters'),
		users: merge('users'),
		contexts: merge('contexts'),
		currentContext: configs.find((config) => config.currentContext)?.currentContext,
	};
}

function parseYaml(text: string): unknown {
	// pretty errors would quote the file, which holds secrets
	const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent' });
	const fault = document.errors[0];
	if (fault) {
		const line = text.slice(0, fault.pos[0]).split('\n').length;
		throw new KubeconfigError(`it is not valid YAML (line ${line})`);
	}
	try {
		return document.toJS();
	} catch {
		throw new KubeconfigError('it is not valid YAML (too many aliases)');
	}
}

function readNamed(wire: JsonObject, list: string, field: string, directory: string): Map<string, JsonObject> {
	const entries = wire[list] ?? [];
	if (!Array.isArray(entries)) throw new KubeconfigError(`${list} is no list`);
	const named = new Map<string, JsonObject>();
	for (const [index, entry] of entries.entries()) {
		if (!isJsonObject(entry) || !isFilledString(entry.name)) throw new KubeconfigError(`${list}[${index}] has no name`);
		const value = entry[field] ?? {};
		if (!isJsonObject(value)) throw new KubeconfigError(`${list}[${index}].${field} is no mapping`);
		// of two entries with one name kubectl takes the first
		if (!named.has(entry.name)) named.set(entry.name, makeAbsolute(value, directory));
	}
	return named;
}

function makeAbsolute(value: JsonObject, directory: string): JsonObject {
	const paths = pathFields
		.map((field) => [field, value[field]] as const)
		.filter((pair): pair is [string, string] => isFilledString(pair[1]) && !isAbsolute(pair[1]));
	return { ...value, ...Object.fromEntries(paths.map(([field, path]) => [field, join(directory, path)])) };
}
