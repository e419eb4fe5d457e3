import { isFilledString, type JsonObject } from '../../core/normalize-kube-object.ts';
import { type Kubeconfig, KubeconfigError } from './kubeconfig.ts';

/** One context of a kubeconfig, with what it refers to. */
export type SelectedContext = { context: string; userName?: string; cluster: JsonObject; user: JsonObject };

/** A context that was asked for and is not there. */
export class NoSuchContextError extends KubeconfigError {
	readonly existing: readonly string[];

	constructor(wanted: string, existing: readonly string[]) {
		super(`it has no context "${wanted}"`);
		this.existing = existing;
	}
}

/**
 * Picks a context: the wanted one, else the current one.
 * @throws KubeconfigError when it, its cluster or its user does not exist, as kubectl does
 */
export function selectContext(config: Kubeconfig, wanted?: string): SelectedContext {
	const name = wanted ?? config.currentContext;
	if (name === undefined) throw new KubeconfigError('it has no current-context');
	const context = config.contexts.get(name);
	if (!context && wanted !== undefined) throw new NoSuchContextError(wanted, [...config.contexts.keys()]);
	if (!context) throw new KubeconfigError(`its current-context "${name}" does not exist`);
	const cluster = isFilledString(context.cluster) ? config.clusters.get(context.cluster) : undefined;
	if (!cluster) throw new KubeconfigError(`the cluster of its context "${name}" does not exist`);
	const userName = isFilledString(context.user) ? context.user : undefined;
	const user = userName === undefined ? {} : config.users.get(userName);
	if (!user) throw new KubeconfigError(`the user of its context "${name}" does not exist`);
	return { context: name, userName, cluster, user };
}
