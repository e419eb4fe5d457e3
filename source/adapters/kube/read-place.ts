import { dirname, resolve } from 'node:path';
import { isJsonObject } from '../../core/normalize-kube-object.ts';
import type { KubeconfigPlace } from './credential-places.ts';
import { readHostFile } from './host-file.ts';
import type { KubeCredentials } from './kube-credentials.ts';
import { type Kubeconfig, KubeconfigError, mergeKubeconfigs, parseKubeconfig } from './kubeconfig.ts';
import { createPluginAuthorization, needsPlugin } from './plugin-authorization.ts';
import { NoSuchContextError, type SelectedContext, selectContext } from './select-context.ts';
import { readServerUrl } from './server-url.ts';
import { CredentialFileError, createStaticAuthorization, inlineFiles } from './static-authorization.ts';

/** What came of one place. `path` is the file that the matter is about. */
export type PlaceOutcome =
	| { outcome: 'used'; credentials: KubeCredentials }
	| { outcome: 'absent'; path: string }
	| { outcome: 'unreadable'; path: string; detail: string }
	| { outcome: 'invalid'; path: string; detail: string }
	| { outcome: 'no such context'; path: string; detail: string; existing: readonly string[] };

/** Reads one place's kubeconfig and whatever files it names. Does not throw. */
export function readPlace(place: KubeconfigPlace, options: { context?: string; hostRoot?: string }): PlaceOutcome {
	const hostRoot = place.ofNode ? options.hostRoot : undefined;
	const configs: Kubeconfig[] = [];
	for (const path of place.paths) {
		const read = readOne(path, hostRoot);
		if (!('outcome' in read)) configs.push(read);
		// of several files in $KUBECONFIG some may be missing (kubectl's clientcmd)
		else if (read.outcome !== 'absent' || place.paths.length === 1) return read;
	}
	if (configs.length === 0) return { outcome: 'absent', path: place.paths.join(':') };
	try {
		const selected = selectContext(mergeKubeconfigs(configs), options.context);
		return { outcome: 'used', credentials: createCredentials(place.name, selected, hostRoot) };
	} catch (error) {
		return describeFault(error, place.name);
	}
}

function readOne(path: string, hostRoot?: string): Kubeconfig | PlaceOutcome {
	let text: string;
	try {
		text = readHostFile(path, hostRoot).toString('utf8');
	} catch (error) {
		return describeReadError(path, error);
	}
	try {
		return parseKubeconfig(text, dirname(resolve(path)));
	} catch (error) {
		return describeFault(error, path);
	}
}

function createCredentials(place: string, selected: SelectedContext, hostRoot?: string): KubeCredentials {
	const server = readServerUrl(selected.cluster);
	const common = { place, context: selected.context, userName: selected.userName, server };
	if (needsPlugin(selected)) {
		return { ...common, authorize: createPluginAuthorization(inlineFiles(selected, hostRoot), server) };
	}
	return { ...common, ...createStaticAuthorization(selected, server, hostRoot) };
}

function describeFault(error: unknown, path: string): PlaceOutcome {
	if (error instanceof CredentialFileError) {
		const detail = `the file ${error.path} that it names ${describeCode(error.code)}`;
		return { outcome: error.code === 'EACCES' ? 'unreadable' : 'invalid', path, detail };
	}
	if (error instanceof NoSuchContextError) {
		return { outcome: 'no such context', path, detail: error.message, existing: error.existing };
	}
	if (error instanceof KubeconfigError) return { outcome: 'invalid', path, detail: error.message };
	throw error;
}

function describeReadError(path: string, error: unknown): PlaceOutcome {
	const code = isJsonObject(error) && typeof error.code === 'string' ? error.code : undefined;
	// ENOTDIR: a file stands where the path has a directory
	if (code === 'ENOENT' || code === 'ENOTDIR') return { outcome: 'absent', path };
	return { outcome: 'unreadable', path, detail: `it ${describeCode(code)}` };
}

function describeCode(code: string | undefined): string {
	switch (code) {
		case 'EACCES':
		case 'EPERM':
			return 'may not be read (permission denied)';
		case 'ENOENT':
		case 'ENOTDIR':
			return 'does not exist';
		case 'EISDIR':
			return 'is a directory';
		default:
			return `cannot be read (${code ?? 'unknown error'})`;
	}
}
