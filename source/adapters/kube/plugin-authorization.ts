import type { RequestOptions } from 'node:https';
import { isFilledString, isJsonObject, type JsonObject } from '../../core/normalize-kube-object.ts';
import { SourceError } from '../../core/source.ts';
import type { Authorization } from './kube-credentials.ts';
import type { SelectedContext } from './select-context.ts';

/** An exec plugin may ask a cloud, and be slow at that. */
const pluginTimeout = 30_000;

/** Whether a context needs more than files: an exec plugin, an auth-provider (OIDC, gcp, azure) or a proxy. */
export function needsPlugin({ cluster, user }: SelectedContext): boolean {
	return isJsonObject(user.exec) || isJsonObject(user['auth-provider']) || isFilledString(cluster['proxy-url']);
}

/**
 * Authorises requests through @kubernetes/client-node, which runs plugins and refreshes their tokens. It is loaded only
 * here: loading takes 120 ms (bundled) to 470 ms and 40 to 80 MB, files and plain tokens need none of it.
 */
export function createPluginAuthorization(selected: SelectedContext, server: string): () => Promise<Authorization> {
	let prepared: Promise<(options: RequestOptions) => Promise<void>> | undefined;
	return async () => {
		prepared ??= loadKubeConfig(selected, server);
		const options: RequestOptions = {};
		await withTimeout(
			prepared.then((apply) => apply(options)),
			selected.user,
		);
		const { headers, ca, cert, key, servername, rejectUnauthorized, agent } = options;
		const basic = options.auth && `Basic ${Buffer.from(options.auth).toString('base64')}`;
		return {
			headers: { ...(headers as Record<string, string>), ...(basic ? { authorization: basic } : {}) },
			tls: { ca, cert, key, servername, rejectUnauthorized } as Authorization['tls'],
			agent: isFilledString(selected.cluster['proxy-url']) && typeof agent === 'object' ? agent : undefined,
		};
	};
}

async function loadKubeConfig(
	{ context, userName = '', cluster, user }: SelectedContext,
	server: string,
): Promise<(options: RequestOptions) => Promise<void>> {
	const { KubeConfig } = await import('./client-node.ts');
	const config = new KubeConfig();
	// through text, because only its own reader maps all of a kubeconfig's fields
	config.loadFromString(
		JSON.stringify({
			'current-context': context,
			contexts: [{ name: context, context: { cluster: context, user: userName } }],
			clusters: [{ name: context, cluster: { ...cluster, server } }],
			users: [{ name: userName, user: { ...user, exec: addExecInfo(user.exec, cluster, server) } }],
		}),
	);
	return (options) => config.applyToHTTPSOptions(options);
}

/** Plugins of client.authentication.k8s.io/v1 read their apiVersion from this variable, which client-node does not set. */
function addExecInfo(exec: unknown, cluster: JsonObject, server: string): unknown {
	if (!isJsonObject(exec)) return undefined;
	const info = {
		apiVersion: exec.apiVersion ?? 'client.authentication.k8s.io/v1',
		kind: 'ExecCredential',
		spec: {
			interactive: false,
			...(exec.provideClusterInfo === true && {
				cluster: { server, 'certificate-authority-data': cluster['certificate-authority-data'] },
			}),
		},
	};
	const env = Array.isArray(exec.env) ? exec.env : [];
	return { ...exec, env: [...env, { name: 'KUBERNETES_EXEC_INFO', value: JSON.stringify(info) }] };
}

async function withTimeout(work: Promise<void>, user: JsonObject): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const tooLate = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error('it did not answer within 30 s')), pluginTimeout);
	});
	try {
		await Promise.race([work, tooLate]);
	} catch (error) {
		throw describePluginError(error, user);
	} finally {
		clearTimeout(timer);
	}
}

/** What a plugin wrote is not repeated: it may hold what it fetched. */
function describePluginError(error: unknown, user: JsonObject): SourceError {
	const command = isJsonObject(user.exec) && isFilledString(user.exec.command) ? user.exec.command : undefined;
	if (command === undefined) {
		return new SourceError('the kubeconfig’s auth-provider or proxy gave no credentials', {
			remedy: 'see whether kubectl works with the same kubeconfig, or give another one with --kubeconfig',
			cause: error,
		});
	}
	const code = isJsonObject(error) ? error.code : undefined;
	if (code === 'ENOENT' || code === 'EACCES') {
		const why = code === 'ENOENT' ? 'is not installed' : 'may not be run';
		return new SourceError(`the kubeconfig’s credential plugin ${command} ${why} here`, {
			remedy: `install ${command}, or give a kubeconfig without a plugin (--kubeconfig)`,
			cause: error,
		});
	}
	return new SourceError(`the kubeconfig’s credential plugin ${command} failed`, {
		remedy: `run ${command} by hand to see why, or give a kubeconfig without a plugin (--kubeconfig)`,
		cause: error,
	});
}
